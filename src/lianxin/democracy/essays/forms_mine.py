"""Forms of authors and judges. Lengths stand in LX-196 and are checked when the draft is saved."""

from __future__ import annotations

from typing import Any

from django import forms

from lianxin.foundation.rules.registry import rule
from lianxin.membership.dossiers.forms import speak

from .actions.judging import Said
from .drafts import Words, names_of
from .forms import Spoken, new_key
from .models import Call, Work
from .words import LEVELS


class Later(forms.CharField):
    """A text that the work will need and its draft does not: not marked as optional, and not asked for yet."""

    def validate(self, value: Any) -> None:
        """The action asks when it is sent."""


class WriteForm(Spoken):
    """写一篇. Nothing has to be there yet: it is a draft."""

    title = Later(label="题目", strip=False)
    body = Later(label="正文", strip=False, widget=forms.Textarea(attrs={"rows": 16}))
    file = forms.FileField(
        label="从文件读入", required=False, widget=forms.ClearableFileInput(attrs={"accept": ".docx,.pdf,.txt"}),
        help_text="Word（.docx）、PDF 或文本文件。只读出文字放进正文，文件不保存。",
    )  # fmt: skip
    front = forms.ChoiceField(label="怎么署名", widget=forms.RadioSelect)
    pen_name = forms.CharField(label="笔名", required=False)
    consent = forms.BooleanField(required=False)

    def __init__(self, *args: Any, call: Call, person_id: int | None, work: Work | None = None, **kwargs: Any) -> None:
        super().__init__(*args, initial=_kept(work), **kwargs)
        held = rule("LX-196")
        for name, figure in (("title", "work_title"), ("body", "words"), ("pen_name", "pen_name")):
            self.fields[name].widget.attrs["maxlength"] = held.count(figure)
        real, nick = names_of(person_id)
        self.choose("front", ([("name", f"真实姓名：{real}")] if real else []) + [("pen", "笔名")])
        if work is None:
            self.fields["front"].initial = "name" if real else "pen"
            self.fields["pen_name"].initial = nick[: held.count("pen_name")]
        theme = call.is_theme
        self.fields["consent"].label = "入选以后同意展示" if theme else "同意发表"
        self.fields["consent"].help_text = (
            "不勾也可以参加评审，只是不展示；以后随时可以改。" if theme else "采用以后由编辑转给门户，先审后发。"
        )
        least = f"{call.words_least} 到 " if call.words_least else "最多 "
        blind = "评委看不到作者，文中请不要写自己的姓名。" if theme else ""
        self.fields["body"].help_text = f"{least}{call.words_most} 个字，空格不算。{blind}"
        self.fields["revision"].initial = work.revision if work else 0
        speak(self)

    def words(self) -> Words:
        """What was typed, as the draft keeps it; line ends as browsers send them become one sign."""
        said = self.cleaned_data
        body = said["body"].replace("\r\n", "\n").replace("\x00", "")
        return Words(said["title"].strip(), body, said["front"], said["pen_name"].strip(), said["consent"])


def _kept(work: Work | None) -> dict[str, Any]:
    names = ("title", "body", "front", "pen_name", "consent", "key")
    return {name: getattr(work, name) for name in names} if work else {"key": new_key()}


class AppealForm(Spoken):
    text = forms.CharField(label="为什么不同意", widget=forms.Textarea(attrs={"rows": 4}))


class AsideForm(Spoken):
    why = forms.CharField(label="为什么回避", help_text="如：看出是熟人写的。只有管征文的同志看得到。")


class JudgeForm(Spoken):
    """评审意见: a level and words for each criterion, and words for the whole."""

    overall = forms.CharField(
        label="总的意见",
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="好在哪里，哪里可以更好。公布以后作者看得到，不显示您是谁。",
    )

    def __init__(self, *args: Any, call: Call, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = list(enumerate(call.criteria))
        for number, name in self.criteria:
            self.fields[f"level_{number}"] = forms.ChoiceField(
                label=name, choices=list(LEVELS.items()), widget=forms.RadioSelect
            )
            self.fields[f"said_{number}"] = forms.CharField(
                label=f"{name}：说几句", required=False, widget=forms.Textarea(attrs={"rows": 2})
            )
        speak(self)

    @property
    def pairs(self) -> list[tuple[Any, Any]]:
        """Bound fields of each criterion."""
        return [(self[f"level_{n}"], self[f"said_{n}"]) for n, _ in self.criteria]

    def said(self) -> Said:
        """What was typed, as the action takes it."""
        got = self.cleaned_data
        return Said(
            {n: got[f"level_{n}"] for n, _ in self.criteria},
            {n: got[f"said_{n}"] for n, _ in self.criteria},
            got["overall"],
        )
