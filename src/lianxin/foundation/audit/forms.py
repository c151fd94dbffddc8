"""The filter above the ledger."""

from __future__ import annotations

from datetime import date

from django import forms

from .queries import Filter

#: the ends of the calendar have no day before or after them
YEARS = range(1900, 2201)


def _known(day: date | None) -> date | None:
    if day is not None and day.year not in YEARS:
        raise forms.ValidationError("请写 1900 到 2200 年之间的日期。")
    return day


class FilterForm(forms.Form):
    """Narrows the list; sent by GET, changes nothing."""

    code = forms.CharField(label="动作", required=False, max_length=80, help_text="例如 letters 或 letters.assign")
    subject = forms.CharField(label="对象", required=False, max_length=120, help_text="例如 letter:17")
    person = forms.IntegerField(label="人员编号", required=False, min_value=1)
    since = forms.DateField(label="从", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label="到", required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def clean_since(self) -> date | None:
        return _known(self.cleaned_data["since"])

    def clean_until(self) -> date | None:
        return _known(self.cleaned_data["until"])

    def narrow(self) -> Filter:
        """The filter that was typed; wrong fields are shown as errors and do not narrow."""
        data = self.cleaned_data if self.is_bound and (self.is_valid() or self.cleaned_data) else {}
        return Filter(
            code=data.get("code") or "",
            subject=data.get("subject") or "",
            person_id=data.get("person"),
            since=data.get("since"),
            until=data.get("until"),
        )
