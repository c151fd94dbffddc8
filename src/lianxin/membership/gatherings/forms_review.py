"""Forms of the three steps of a 民主评议."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from .models import Attendance, Review
from .words import GRADES


class StepForm(forms.Form):
    """Something about each person of a gathering. `column`: what of the review the step writes."""

    use_required_attribute = False
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    column = ""

    def __init__(self, *args: Any, rows: Sequence[Attendance], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        for row in rows:
            self._add(row)

    def _add(self, row: Attendance) -> None:
        self.fields[f"text-{row.pk}"] = forms.CharField(
            label=row.member.name, max_length=2000, required=False, initial=self.before(row), widget=forms.Textarea(attrs={"rows": 3}),
            error_messages={"max_length": "最多 %(limit_value)d 个字，现在是 %(show_value)d 个字。"},
        )  # fmt: skip

    def before(self, row: Attendance) -> str:
        """What stands there already."""
        review: Review | None = getattr(row, "review", None)
        return str(getattr(review, self.column)) if review is not None else ""

    def texts(self) -> dict[int, str]:
        """Key of the attendance -> words."""
        return {row.pk: self.cleaned_data[f"text-{row.pk}"].strip() for row in self.rows}


class OwnForm(StepForm):
    column = "own_words"


class OthersForm(StepForm):
    column = "others_words"


class FiguresForm(StepForm):
    """Four numbers for each person; a person without any is left as they are."""

    def _add(self, row: Attendance) -> None:
        review: Review | None = getattr(row, "review", None)
        for name, word in GRADES.items():
            self.fields[f"{name}-{row.pk}"] = forms.IntegerField(
                label=f"{row.member.name}：{word}", required=False, min_value=0, max_value=100_000,
                initial=getattr(review, name, None), widget=forms.TextInput(attrs={"inputmode": "numeric"}),
                error_messages={"invalid": "要填整数。", "min_value": "不能小于 0。", "max_value": "太大了。"},
            )  # fmt: skip

    def lines(self) -> list[tuple[Attendance, list[Any]]]:
        """Each person with the four fields."""
        return [(row, [self[f"{name}-{row.pk}"] for name in GRADES]) for row in self.rows]

    def figures(self) -> dict[int, tuple[int, int, int, int]]:
        """Key of the attendance -> four numbers; what was left empty beside others is nought."""
        found: dict[int, tuple[int, int, int, int]] = {}
        for row in self.rows:
            said = [self.cleaned_data[f"{name}-{row.pk}"] for name in GRADES]
            if any(number is not None for number in said):
                good, fit, basic, unfit = (number or 0 for number in said)
                found[row.pk] = (good, fit, basic, unfit)
        return found


#: form of each step, in the order of EDU-03
STEPS: tuple[type[OwnForm] | type[OthersForm] | type[FiguresForm], ...] = (OwnForm, OthersForm, FiguresForm)
