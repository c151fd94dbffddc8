"""What became of the questions of readers in the review, by quarter (M05): numbers, reasons and rates, nobody's name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from ..models import Question
from ..words import WITHHOLD_REASONS
from .reading import new_year

QUARTERS = "一二三四"


@dataclass(frozen=True, slots=True)
class Quarter:
    """Questions asked in a quarter. shown, withheld: as it stands now; overturned: shown after an appeal."""

    name: str
    shown: int
    withheld: int
    appeals: int
    overturned: int

    @property
    def n(self) -> int:
        """How many were decided."""
        return self.shown + self.withheld

    @property
    def rate(self) -> str:
        """Share that was not shown."""
        return f"{self.withheld * 100 / self.n:.0f}%" if self.n else "—"


def quarters(rows: QuerySet[Question], year: int) -> list[Quarter]:
    """Those of a year in which something was decided, in their order. rows: questions that may be counted."""
    found = []
    for n, name in enumerate(QUARTERS):
        numbers = rows.filter(created_at__gte=_begin(year, n), created_at__lt=_begin(year, n + 1)).aggregate(
            shown=Count("pk", filter=Q(publication="public")), withheld=Count("pk", filter=Q(publication="withheld")),
            appeals=Count("pk", filter=Q(appealed_at__isnull=False)),
            overturned=Count("pk", filter=Q(appealed_at__isnull=False, publication="public")),
        )  # fmt: skip
        found.append(Quarter(f"{name}季度", **numbers))
    return [quarter for quarter in found if quarter.n]


def reasons(rows: QuerySet[Question]) -> list[tuple[str, int]]:
    """(reason, how many) of those that are not shown, the most frequent first."""
    found = rows.filter(publication="withheld").values_list("reason").annotate(n=Count("pk")).order_by("-n", "reason")
    return [(WITHHOLD_REASONS.get(reason, reason), many) for reason, many in found]


def _begin(year: int, quarter: int) -> datetime:
    return new_year(year + 1) if quarter == len(QUARTERS) else new_year(year).replace(month=quarter * 3 + 1)
