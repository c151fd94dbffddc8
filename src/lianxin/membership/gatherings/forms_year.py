"""The form of the year's plan."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from lianxin.foundation.organisations.models import Organisation
from lianxin.membership.dossiers.forms import speak

from .actions import Pattern
from .words import kinds_of


class YearForm(forms.Form):
    """年计划 of one kind."""

    use_required_attribute = False
    organisation = forms.ChoiceField(label="哪个组织")
    year = forms.ChoiceField(label="哪一年")
    kind = forms.ChoiceField(label="种类")
    month = forms.ChoiceField(
        label="一期里的第几个月", initial="3", help_text="每月一次的不用管；每季度一次的，第 3 个月就是季末那个月。",
        choices=[(str(n), f"第 {n} 个月") for n in range(1, 13)],
    )  # fmt: skip
    day = forms.IntegerField(
        label="几号", min_value=0, max_value=100, widget=forms.TextInput(attrs={"inputmode": "numeric"})
    )
    hour = forms.TimeField(
        label="几点开始", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": "请按 15:00 这样填写。"},
    )  # fmt: skip
    place = forms.CharField(label="地点", max_length=80)
    agenda = forms.CharField(
        label="议程",
        max_length=2000,
        initial="待定",
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="发通知以前可以一次一次地改。",
    )

    def __init__(self, *args: Any, offices: Iterable[Organisation], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        holders = list(offices)
        chosen: Any = self.fields["organisation"]
        chosen.choices = [(str(o.pk), o.short_name) for o in holders]
        kind: Any = self.fields["kind"]
        kind.choices = kinds_of(o.kind for o in holders)
        if len(chosen.choices) == 1:
            chosen.initial = chosen.choices[0][0]
            chosen.widget = forms.HiddenInput()
        years: Any = self.fields["year"]
        years.choices = [(str(y), f"{y} 年") for y in (today.year, today.year + 1)]
        speak(self)

    def pattern(self) -> Pattern:
        """As the action takes it."""
        said = self.cleaned_data
        return Pattern(int(said["month"]), said["day"], said["hour"], said["place"], said["agenda"])
