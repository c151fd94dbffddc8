"""Forms of the dues."""

from __future__ import annotations

import uuid

from django import forms
from django.utils import timezone

from lianxin.membership.dossiers.forms import speak

from .words import GROUPS, METHODS


def _money(label: str, help_text: str = "", *, required: bool = True) -> forms.DecimalField:
    """A field of text with the digits of a phone: a number field of the browser throws away what it cannot read."""
    return forms.DecimalField(
        label=label, max_digits=10, decimal_places=2, min_value=0, required=required, help_text=help_text,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )  # fmt: skip


class AssessForm(forms.Form):
    """核定 of one member."""

    use_required_attribute = False
    group = forms.ChoiceField(label="类别", choices=[("", "请选择"), *GROUPS.items()])
    income = _money("每月计费收入（元）", "农民党员填商定的每月党费；学生和没有收入的填 0。存放时加密。")
    since = forms.DateField(label="自哪个月起", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    payable = _money("每月应交（元）", "不填就是按比例算出来的数；减免的填减免以后的数。", required=False)
    reason = forms.CharField(label="说明", max_length=200, required=False, help_text="减免、年内改动要写原因。")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own signature
        self.fields["since"].initial = lambda: timezone.localdate().replace(month=1, day=1)
        speak(self)


class ReceiveForm(forms.Form):
    """登记交纳. key: the same form sent twice is one payment."""

    use_required_attribute = False
    amount = _money("交了多少（元）", "多出应交的算自愿多交。")
    method = forms.ChoiceField(label="怎样交的", choices=[("", "请选择"), *METHODS.items()])
    on = forms.DateField(label="日期", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    key = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own signature
        self.fields["on"].initial = timezone.localdate
        self.fields["key"].initial = lambda: uuid.uuid4().hex
        speak(self)
