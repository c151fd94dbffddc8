"""Forms for what came on paper."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone

from lianxin.foundation.accounts.picking import OFFERED, NameInput
from lianxin.foundation.organisations.models import Organisation
from lianxin.membership.dossiers.forms import speak

from . import queries
from .forms import _key
from .on_paper import LONGEST_MARK, Written, label_of
from .words import HIDDEN, ON_PAPER


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class EnterForm(forms.Form):
    """代录纸上的提问, in the order of the sheet. offices: for which the one who enters answers, the lowest first."""

    use_required_attribute = False
    to = forms.ChoiceField(label="问哪个组织", widget=forms.RadioSelect)
    on = forms.DateField(
        label="哪天交来的", widget=_day(), help_text="期限从这一天算起。意见箱里取出来的，写开箱那天。"
    )
    name = forms.ChoiceField(label="署不署名", choices=list(ON_PAPER.items()), widget=forms.RadioSelect)
    writer = forms.CharField(label="纸上的姓名", required=False, max_length=120, widget=NameInput,
                             help_text="输入姓名就能查找。不署名的不填，也不要去猜。")  # fmt: skip
    mark = forms.CharField(label="取答复的记号", required=False, max_length=LONGEST_MARK,
                           help_text="不署名的照纸上写，打印答复时用。没有写的不填。")  # fmt: skip
    title = forms.CharField(label="题目")
    text = forms.CharField(label="想问什么", widget=forms.Textarea(attrs={"rows": 8}), help_text="照原话录，不改意思。")
    back = forms.BooleanField(
        label="要纸上的答复", required=False, help_text="不署名的、没有账号的，一律给纸上的答复。"
    )
    willing = forms.BooleanField(label="有了答复，愿意让其他党员看到", required=False)
    key = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(self, *args: Any, offices: Sequence[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offices = offices
        field: Any = self.fields["to"]
        field.choices = [(str(one.pk), one.name) for one in offices]
        field.initial = field.choices[0][0] if field.choices else ""
        self.fields["key"].initial = _key
        offered = [label_of(one) for one in queries.writers(offices[0])[:OFFERED]] if offices else []
        self.fields["writer"].widget = NameInput(tuple(offered), self.fields["writer"].widget.attrs)
        speak(self)

    def office(self) -> Organisation:
        """The organisation that was chosen."""
        return next(one for one in self.offices if str(one.pk) == self.cleaned_data["to"])

    def clean(self) -> dict[str, Any]:
        """A name beside “不署名” is not dropped in silence: one of the two is a mistake."""
        said = super().clean() or self.cleaned_data
        if said.get("name") == HIDDEN and said.get("writer"):
            self.add_error("writer", "选了不署名，就不登记姓名。请把姓名删掉；纸上确实写了姓名的，选“署名”。")
        return said

    def written(self) -> Written:
        """What the paper says."""
        said = self.cleaned_data
        return Written(
            said["title"], said["text"], said["on"], None if said["name"] == HIDDEN else said["writer"], said["mark"],
            said["willing"], said["back"],
        )  # fmt: skip


class MoreForm(forms.Form):
    """录入纸上的追问."""

    use_required_attribute = False
    on = forms.DateField(label="哪天交来的", widget=_day(), initial=timezone.localdate)
    text = forms.CharField(label="再问", widget=forms.Textarea(attrs={"rows": 6}), help_text="照原话录，不改意思。")
    key = forms.CharField(widget=forms.HiddenInput, max_length=40)
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = _key
        speak(self)
