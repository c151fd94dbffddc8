"""Forms of the calendar page."""

from __future__ import annotations

from datetime import time
from typing import Any

from django import forms

OFF, WORK = "off", "work"


class DayForm(forms.Form):
    """One day that differs from the calendar above."""

    date = forms.DateField(label="日期", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    kind = forms.ChoiceField(label="这一天", choices=[(OFF, "休息"), (WORK, "上班")], widget=forms.RadioSelect)
    name = forms.CharField(label="是什么日子", max_length=40, help_text="例如：民族节日放假、周末值班接待")


class HoursForm(forms.Form):
    """Morning and, unless it is worked through, afternoon."""

    morning_start = forms.TimeField(label="上午从", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    morning_end = forms.TimeField(label="上午到", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    afternoon_start = forms.TimeField(
        label="下午从", required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    afternoon_end = forms.TimeField(
        label="下午到", required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )

    def clean(self) -> dict[str, Any]:
        """Half an afternoon is no afternoon."""
        found: dict[str, Any] = super().clean() or {}
        if (found.get("afternoon_start") is None) != (found.get("afternoon_end") is None):
            self.add_error("afternoon_end", "下午的开始和结束要么都填，要么都不填。")
        return found

    @property
    def spans(self) -> list[tuple[time, time]]:
        """The spans that were filled in."""
        data = self.cleaned_data
        spans = [(data["morning_start"], data["morning_end"])]
        if data.get("afternoon_start") is not None:
            spans.append((data["afternoon_start"], data["afternoon_end"]))
        return spans


def hours_initial(spans: tuple[tuple[time, time], ...]) -> dict[str, time]:
    """Initial values from the spans in force (the first two)."""
    initial = {"morning_start": spans[0][0], "morning_end": spans[0][1]}
    if len(spans) > 1:
        initial |= {"afternoon_start": spans[1][0], "afternoon_end": spans[1][1]}
    return initial
