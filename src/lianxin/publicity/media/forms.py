"""What an editor fills in: a recording with its title, later its words, captions and poster."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from lianxin.foundation.files import shelf
from lianxin.foundation.files.fields import CleanFilesField, CleanFilesInput
from lianxin.foundation.files.intake import Prepared
from lianxin.foundation.files.recordings import ACCEPTED, prepare_recording
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.rules.registry import rule
from lianxin.kernel.actor import Actor

from . import captions, queries, tools
from .models import Recording

_CAPTIONS_BYTES = 1024 * 1024
_SHOWN_FAULTS = 8
HINT = "一行时间、一行文字，中间空一行。WebVTT 和 SRT 都可以，SRT 会自动转成 WebVTT。"


class OneFileInput(CleanFilesInput):
    """A single file, kept over a failed form."""

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"].pop("multiple", None)
        return context


class RecordingField(CleanFilesField):
    """One audio or video file."""

    widget = OneFileInput

    def __init__(self, **options: Any) -> None:
        super().__init__(most=1, **options)
        self.widget.attrs["accept"] = "video/*,audio/*,.mkv,.flac"

    def _take(self, upload: Any) -> Prepared:
        return prepare_recording(upload, megabytes=int(rule("LX-95").number("size")))


class BringForm(forms.Form):
    """A new recording."""

    organisation = forms.ModelChoiceField(Organisation.objects.none(), label="属于哪个组织", empty_label=None)
    title = forms.CharField(label="标题", max_length=80)
    description = forms.CharField(label="一句话说明", max_length=200, required=False)
    file = RecordingField(label="录音或录像")

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.facts: tools.Facts | None = None
        rows = queries.organisations(actor)
        self.fields["organisation"].queryset = rows  # type: ignore[attr-defined]  # declared as a choice of models above
        self.fields["organisation"].initial = rows.first()
        figures = rule("LX-95")
        size, hours = int(figures.number("size")), int(figures.number("length"))
        self.fields["file"].help_text = f"{ACCEPTED}最多 {size} MB、{hours} 小时。原件只有本组织的编辑看得到。"

    def clean_file(self) -> Prepared:
        prepared: Prepared = self.cleaned_data["file"][0]
        if not tools.available():
            return prepared
        path = shelf.find(uuid.UUID(prepared.uuid))
        try:
            self.facts = tools.probe(path, prepared.kind) if path else None
            self._not_too_long()
        except tools.ToolError as error:
            shelf.discard(uuid.UUID(prepared.uuid))
            self.fields["file"].kept = []  # type: ignore[attr-defined]  # a RecordingField
            raise ValidationError(str(error), "file_broken") from None
        return prepared

    def _not_too_long(self) -> None:
        hours = float(rule("LX-95").number("length"))
        if self.facts and self.facts.seconds > hours * 3600 + 1:
            raise tools.ToolError(f"太长了，最多 {hours:g} 小时。请剪成几段再上传。")


class EditForm(forms.Form):
    """Words, captions and poster of a recording that exists."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(label="标题", max_length=80)
    description = forms.CharField(label="一句话说明", max_length=200, required=False)
    transcript = forms.CharField(
        label="文字稿", required=False, widget=forms.Textarea(attrs={"rows": 8}),
        help_text="写下说了什么。听不见的人靠它，搜索也靠它找到这段录音录像。",
    )  # fmt: skip
    captions = forms.CharField(
        label="字幕", required=False, strip=False, widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}), help_text=HINT
    )  # fmt: skip
    captions_file = forms.FileField(
        label="字幕文件", required=False, help_text="选了文件就用文件里的字幕，代替上面的。", allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".vtt,.srt,text/vtt"}),
    )  # fmt: skip
    poster = CleanFilesField(
        label="封面图", most=1, pictures_only=True, required=False, widget=OneFileInput, help_text="JPG、PNG 或 WebP。"
    )
    second = forms.FloatField(
        label="或者取第几秒的画面作封面", required=False, min_value=0, widget=forms.NumberInput(attrs={"step": "0.5"})
    )

    def __init__(self, recording: Recording, data: Any = None, files: Any = None) -> None:
        first = {key: getattr(recording, key) for key in ("revision", "title", "description", "transcript", "captions")}
        super().__init__(data, files, initial=first)
        self.recording = recording
        most = int(rule("LX-95").number("transcript"))
        transcript = self.fields["transcript"]
        transcript.max_length = most  # type: ignore[attr-defined]  # a CharField
        transcript.widget.attrs["maxlength"] = most
        if recording.kind == "audio" or not recording.ready:
            del self.fields["second"]
        if recording.kind == "audio":
            self.fields["captions"].label = "随声字幕"

    def clean_transcript(self) -> str:
        text: str = self.cleaned_data["transcript"]
        most = int(rule("LX-95").number("transcript"))
        if len(text) > most:
            raise ValidationError(f"文字稿最多 {most} 个字，现在有 {len(text)} 个。")
        return text

    def clean_captions_file(self) -> str:
        upload = self.cleaned_data["captions_file"]
        if not upload:
            return ""
        if upload.size > _CAPTIONS_BYTES:
            raise ValidationError("字幕文件太大，最多 1 MB。")
        text = captions.decode(upload.read())
        if text is None or not text.strip():
            raise ValidationError("这不是字幕文件，或者是空的。请上传 .vtt 或 .srt 文件。")
        return text

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        from_file = data.get("captions_file", "")
        text = from_file or data.get("captions", "")
        if from_file:  # what was in the file stands in the box now, so that it can be put right there
            self.data = {**self.data.dict(), "captions": from_file}  # type: ignore[attr-defined]  # a QueryDict
        if not text.strip():
            data["captions"] = ""
            return data
        most = int(rule("LX-95").number("cues"))
        cues, faults = captions.read(text, most=most, seconds=self.recording.seconds)
        if faults:
            shown = [str(fault) for fault in faults[:_SHOWN_FAULTS]]
            rest = len(faults) - len(shown)
            self.add_error("captions", [*shown, *([f"还有 {rest} 处。"] if rest else [])])
        data["captions"] = captions.write(cues)
        return data
