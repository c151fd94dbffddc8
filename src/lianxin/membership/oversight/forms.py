"""Forms of the room. Lengths stand in LX-124, the year in EDU-10; both are checked by the actions."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone

from lianxin.membership.dossiers.forms import speak
from lianxin.membership.dossiers.models import MemberRecord

from .words import KINDS


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class Said(forms.Form):
    """One text; the revision that the page showed, the key of this very page."""

    use_required_attribute = False
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)
    key = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)
    text = forms.CharField(label="内容", widget=forms.Textarea(attrs={"rows": 5}))

    def __init__(self, *args: Any, label: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = lambda: uuid.uuid4().hex
        self.fields["text"].label = label or self.fields["text"].label
        speak(self)


class OpenForm(Said):
    sometimes = ("until",)
    kind = forms.ChoiceField(label="方式", choices=[("", "请选择"), *KINDS.items()])
    began_on = forms.DateField(label="哪天", widget=_day())
    until = forms.DateField(
        label="改正期限", required=False, widget=_day(), help_text="只有限期改正要写，从开始那天算最长一年。"
    )
    field_order = ("kind", "began_on", "until", "text")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label="事由", **kwargs)
        self.fields["text"].help_text = "写事实。本人会看到全文，也可以说明。"
        self.fields["began_on"].initial = timezone.localdate


class DateForm(Said):
    sometimes = ("until",)
    until = forms.DateField(label="改正期限", required=False, widget=_day())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["text"]


class SettleForm(Said):
    """sanctions: records of the file of that person, when a decision of its own followed."""

    sanction = forms.ChoiceField(label="另有处分决定的，是哪一个", required=False)
    field_order = ("text", "sanction")

    def __init__(self, *args: Any, sanctions: Iterable[MemberRecord], **kwargs: Any) -> None:
        super().__init__(*args, label="结果", **kwargs)
        self.known = {str(one.pk): one for one in sanctions}
        field: Any = self.fields["sanction"]
        field.choices = [("", "没有"), *((pk, str(one)) for pk, one in self.known.items())]

    def chosen(self) -> MemberRecord | None:
        return self.known.get(self.cleaned_data["sanction"])
