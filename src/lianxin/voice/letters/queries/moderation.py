"""M05: what the reviewers decided, in counts and rates, by reason and quarter. Numbers, never persons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.utils import timezone

from lianxin.foundation.spine.scope import subtree

from ..models import Review
from ..words import REFUSAL_REASONS, WITHHOLD_REASONS


@dataclass(frozen=True)
class Quarter:
    """A quarter of a year with its decisions; rates are None when nothing was decided."""

    year: int
    number: int
    total: int = 0
    public: int = 0
    private: int = 0
    refused: int = 0
    appeals: int = 0
    overturned: int = 0
    refusals: tuple[tuple[str, int], ...] = field(default_factory=tuple)
    withheld: tuple[tuple[str, int], ...] = field(default_factory=tuple)

    @property
    def label(self) -> str:
        return f"{self.year} 年第{'一二三四'[self.number - 1]}季度"

    @property
    def refusal_rate(self) -> float | None:
        return self.refused / self.total if self.total else None

    @property
    def public_rate(self) -> float | None:
        return self.public / self.total if self.total else None

    @property
    def overturn_rate(self) -> float | None:
        return self.overturned / self.appeals if self.appeals else None


def quarters(today: date, how_many: int) -> list[tuple[int, int]]:
    """(year, quarter) of the running quarter and those before it, newest first."""
    index = today.year * 4 + (today.month - 1) // 3
    return [((index - back) // 4, (index - back) % 4 + 1) for back in range(how_many)]


def by_quarter(paths: Iterable[str], today: date, how_many: int) -> list[Quarter]:
    """Decisions in the subtrees, one statement for all quarters."""
    wanted = quarters(today, how_many)
    year, number = wanted[-1]
    since = timezone.make_aware(datetime.combine(date(year, number * 3 - 2, 1), time.min))
    rows = Review.objects.filter(subtree("letter__org_path", paths), created_at__gte=since).order_by()
    found: dict[tuple[int, int], Counter[tuple[str, str, bool]]] = {key: Counter() for key in wanted}
    for decision, reason, on_appeal, at in rows.values_list("decision", "reason", "on_appeal", "created_at"):
        day = timezone.localdate(at)
        key = (day.year, (day.month - 1) // 3 + 1)
        if key in found:
            found[key][(decision, reason, on_appeal)] += 1
    return [_quarter(key, counter) for key, counter in found.items()]


def _quarter(key: tuple[int, int], counter: Counter[tuple[str, str, bool]]) -> Quarter:
    first, appeals, reasons = Counter[str](), Counter[str](), Counter[tuple[str, str]]()
    for (decision, reason, on_appeal), n in counter.items():
        if on_appeal:
            appeals[decision] += n
        else:
            first[decision] += n
            reasons[(decision, reason)] += n
    return Quarter(
        *key, total=first.total(), public=first["public"], private=first["private"], refused=first["refuse"],
        appeals=appeals.total(), overturned=appeals["overturn"],
        refusals=tuple((word, reasons[("refuse", code)]) for code, word in REFUSAL_REASONS.items()),
        withheld=tuple((word, reasons[("private", code)]) for code, word in WITHHOLD_REASONS.items()),
    )  # fmt: skip
