"""Forms of the room. Lengths stand in LX-75 and LX-77 and are checked by the actions."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from lianxin.foundation.files.fields import CleanFilesField
from lianxin.membership.dossiers.forms import speak
from lianxin.membership.dossiers.models import Member

from .drafts import Words
from .limits import longest
from .words import AUDIENCES, CHOICES, ON_PAPER, TALKS


def _key() -> str:
    return uuid.uuid4().hex


class Later(forms.CharField):
    """A text that the report will need and its draft does not: not marked as optional, and not asked for yet."""

    def validate(self, value: Any) -> None:
        """The action asks when the report is sent."""


class WriteForm(forms.Form):
    """写思想汇报. Nothing has to be there yet: it is a draft."""

    use_required_attribute = False
    title = Later(label="题目", strip=False)
    body = Later(label="正文", strip=False, widget=forms.Textarea(attrs={"rows": 16}),
                           help_text="想到什么写什么，不规定写多少；手写的，可以只附照片。别人的电话、住址请不要写。")  # fmt: skip
    audience = forms.ChoiceField(label="交出以后谁能看", choices=list(CHOICES.items()), widget=forms.RadioSelect,
                                 initial="branch", help_text="交出以后随时可以改，也可以撤回。")  # fmt: skip
    scans = CleanFilesField(label="纸质汇报的照片或扫描件", required=False)
    key = forms.CharField(widget=forms.HiddenInput, max_length=40)
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = _key
        self.fields["revision"].initial = 0
        self.fields["title"].widget.attrs["maxlength"] = longest("title")
        self.fields["body"].widget.attrs["maxlength"] = longest("body")
        self.fields["scans"].most = longest("files")  # type: ignore[attr-defined]  # a CleanFilesField
        speak(self)

    def words(self) -> Words:
        """What was typed, as the draft keeps it; line ends as browsers send them become one sign."""
        said = self.cleaned_data
        return Words(said["title"].strip(), said["body"].replace("\r\n", "\n"), said["audience"])


class EnterForm(forms.Form):
    """代录纸上交来的汇报. people: whose report it may be."""

    use_required_attribute = False
    member = forms.ModelChoiceField(Member.objects.none(), label="谁交来的", empty_label="请选择")
    on = forms.DateField(label="哪天交来的", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    title = forms.CharField(label="题目")
    body = forms.CharField(label="正文", required=False, strip=False, widget=forms.Textarea(attrs={"rows": 12}),
                           help_text="照原话录；附了照片或扫描件的，可以不录。")  # fmt: skip
    scans = CleanFilesField(label="照片或扫描件", required=False)
    audience = forms.ChoiceField(label="谁能看", choices=list(ON_PAPER.items()), widget=forms.RadioSelect, initial="branch",
                                 help_text="照纸上写的选，没有写的选本支部。给群众看的公开稿，由本人自己确认。")  # fmt: skip
    key = forms.CharField(widget=forms.HiddenInput, max_length=32)

    def __init__(self, *args: Any, people: QuerySet[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["member"]
        chosen.queryset = people
        chosen.label_from_instance = lambda one: f"{one.name}（{one.organisation.short_name}）"
        self.fields["key"].initial = _key
        self.fields["on"].initial = timezone.localdate
        self.fields["title"].widget.attrs["maxlength"] = longest("title")
        self.fields["body"].widget.attrs["maxlength"] = longest("body")
        self.fields["scans"].most = longest("files")  # type: ignore[attr-defined]  # a CleanFilesField
        speak(self)


class AudienceForm(forms.Form):
    use_required_attribute = False
    audience = forms.ChoiceField(label="谁能看", choices=list(AUDIENCES.items()))


class CommentForm(forms.Form):
    """key: the same words sent twice are said once."""

    use_required_attribute = False
    comment = forms.CharField(label="想说的话", widget=forms.Textarea(attrs={"rows": 4}))
    key = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = _key
        self.fields["comment"].widget.attrs["maxlength"] = longest("comment")
        speak(self)


class CopyForm(forms.Form):
    """公开稿: what everybody would read, to be mended before it is looked at."""

    use_required_attribute = False
    title = forms.CharField(label="题目")
    body = forms.CharField(label="公开稿", widget=forms.Textarea(attrs={"rows": 14}), strip=False,
                           help_text="不想让群众看到的，比如人名、单位、家里的事，请在这里删掉或者改写。原文不会变。")  # fmt: skip
    signed = forms.BooleanField(label="署上我的名字", required=False, help_text="不勾选时写“一位党员”。")
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        speak(self)


class ReasonForm(forms.Form):
    """Why a copy is not let out; the author reads it."""

    use_required_attribute = False
    comment = forms.CharField(
        label="原因", widget=forms.Textarea(attrs={"rows": 3}), help_text="作者会看到。写清楚哪里要改。"
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        speak(self)


class TalkForm(forms.Form):
    """登记谈心谈话; with whom was chosen on the page before."""

    use_required_attribute = False
    kind = forms.ChoiceField(label="种类", choices=[("", "请选择"), *TALKS.items()])
    on = forms.DateField(label="哪天谈的", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    text = forms.CharField(label="谈话内容", widget=forms.Textarea(attrs={"rows": 8}),
                           help_text="记要点就够。加密存放，只有你们两个人和本组织的书记、副书记能看。")  # fmt: skip
    key = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = timezone.localdate
        self.fields["text"].widget.attrs["maxlength"] = longest("text", "LX-77")
        self.fields["key"].initial = _key
        speak(self)


class WishForm(forms.Form):
    """想找人谈谈. people: (person, who they are) of those who may be asked."""

    use_required_attribute = False
    to = forms.ChoiceField(label="想和谁谈", widget=forms.RadioSelect)
    remark = forms.CharField(label="想谈什么", required=False, widget=forms.Textarea(attrs={"rows": 4}),
                             help_text="不写也可以。只有你们两个人能看，谈过以后这段话自动删掉。")  # fmt: skip
    key = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(self, *args: Any, people: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["to"]
        chosen.choices = [(str(pk), word) for pk, word in people]
        self.fields["key"].initial = _key
        self.fields["remark"].widget.attrs["maxlength"] = longest("remark", "LX-77")
        speak(self)


class PaperWishForm(forms.Form):
    """登记纸上的请求, by the one to whom it was addressed."""

    use_required_attribute = False
    on = forms.DateField(label="哪天交来的", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    remark = forms.CharField(label="想谈什么", required=False, widget=forms.Textarea(attrs={"rows": 4}),
                             help_text="可以不录。只有你们两个人能看，谈过以后这段话自动删掉。")  # fmt: skip
    key = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = timezone.localdate
        self.fields["key"].initial = _key
        self.fields["remark"].widget.attrs["maxlength"] = longest("remark", "LX-77")
        speak(self)


class TextForm(forms.Form):
    """One text: a remark of the person, or a correction by who wrote the record. name: which of the two."""

    use_required_attribute = False
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(self, *args: Any, name: str, label: str, help_text: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        area = forms.Textarea(attrs={"rows": 6, "maxlength": longest(name, "LX-77")})
        self.fields[name] = forms.CharField(label=label, help_text=help_text, widget=area)
        speak(self)
