"""M05: what the reviewers decided, by quarter and reason, in counts and rates. Numbers, never persons."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils import timezone

from lianxin.foundation.spine.scope import subtree

from .models import Verdict
from .words import REASONS

QUARTERS = 8
_TAKEN_DOWN, _REFUSED = "hide", "refuse"


@dataclass(frozen=True)
class Quarter:
    """A quarter with its decisions; rates are None where nothing was decided."""

    year: int
    number: int
    published: int = 0
    refused: int = 0
    hidden: int = 0
    appeals: int = 0
    changed: int = 0
    reasons: tuple[tuple[str, int, int], ...] = ()

    @property
    def label(self) -> str:
        return f"{self.year} 年第{'一二三四'[self.number - 1]}季度"

    @property
    def total(self) -> int:
        """First decisions."""
        return self.published + self.refused

    @property
    def refusal_rate(self) -> float | None:
        return self.refused / self.total if self.total else None

    @property
    def changed_rate(self) -> float | None:
        return self.changed / self.appeals if self.appeals else None


def quarters(today: date, how_many: int = QUARTERS) -> list[tuple[int, int]]:
    """(year, quarter), the running one first."""
    index = today.year * 4 + (today.month - 1) // 3
    return [((index - back) // 4, (index - back) % 4 + 1) for back in range(how_many)]


def by_quarter(paths: list[str], today: date) -> list[Quarter]:
    """Decisions in the subtrees; one statement, an empty list of paths means nothing."""
    wanted = quarters(today)
    year, number = wanted[-1]
    since = timezone.make_aware(datetime.combine(date(year, number * 3 - 2, 1), time.min))
    rows = Verdict.objects.filter(subtree("contribution__org_path", paths), created_at__gte=since).order_by()
    found: dict[tuple[int, int], Counter[tuple[str, str]]] = {key: Counter() for key in wanted}
    for decision, reason, at in rows.values_list("decision", "reason", "created_at"):
        day = timezone.localdate(at)
        key = (day.year, (day.month - 1) // 3 + 1)
        if key in found:
            found[key][(decision, reason)] += 1
    return [_quarter(key, counter) for key, counter in found.items()]


def _quarter(key: tuple[int, int], counter: Counter[tuple[str, str]]) -> Quarter:
    sums: Counter[str] = Counter()
    for (decision, _), n in counter.items():
        sums[decision] += n
    changed = sums["overturn"] + sums["restore"]
    return Quarter(
        *key, published=sums["publish"], refused=sums[_REFUSED], hidden=sums[_TAKEN_DOWN],
        appeals=changed + sums["uphold"] + sums["keep_hidden"], changed=changed,
        reasons=tuple(
            (word, counter[(_REFUSED, code)], counter[(_TAKEN_DOWN, code)]) for code, word in REASONS.items()
        ),
    )  # fmt: skip
