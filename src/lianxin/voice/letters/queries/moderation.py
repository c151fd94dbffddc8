"""M05: what the reviewers decided about letters and about later words, in counts by reason. Numbers, never persons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine.scope import subtree

from ..models import Review, WordsReview
from ..words import REFUSAL_REASONS, WITHHOLD_REASONS
from .tally import Period, midnight

#: (decision, code of the reason, on appeal) -> times
Counts = Mapping[tuple[str, str, bool], int]


@dataclass(frozen=True)
class Decided:
    """Decisions by kind. refused, withheld: (reason, times) in the order of the words; rates are None when there are none."""

    public: int = 0
    private: int = 0
    refuse: int = 0
    upheld: int = 0
    overturned: int = 0
    refused: tuple[tuple[str, int], ...] = ()
    withheld: tuple[tuple[str, int], ...] = ()

    @property
    def decided(self) -> int:
        """All first decisions."""
        return self.public + self.private + self.refuse

    @property
    def appeals(self) -> int:
        """Appeals that were decided."""
        return self.upheld + self.overturned

    @property
    def refusal_rate(self) -> float | None:
        return self.refuse / self.decided if self.decided else None


@dataclass(frozen=True)
class Quarter:
    """A quarter of a year with its decisions about letters and about what was said in them later."""

    year: int
    number: int
    letters: Decided
    words: Decided

    @property
    def label(self) -> str:
        return f"{self.year} 年第{'一二三四'[self.number - 1]}季度"

    @property
    def decided(self) -> bool:
        """Whether anything was decided at all."""
        return any((self.letters.decided, self.letters.appeals, self.words.decided, self.words.appeals))


def quarters(today: date, how_many: int) -> list[tuple[int, int]]:
    """(year, quarter) of the running quarter and those before it, newest first."""
    index = today.year * 4 + (today.month - 1) // 3
    return [((index - back) // 4, (index - back) % 4 + 1) for back in range(how_many)]


def by_quarter(paths: Iterable[str], today: date, how_many: int) -> list[Quarter]:
    """Decisions in the subtrees, two statements for all quarters."""
    wanted, paths = quarters(today, how_many), tuple(paths)
    year, number = wanted[-1]
    since = midnight(date(year, number * 3 - 2, 1))
    letters, words = (
        _in_quarters(rows.filter(created_at__gte=since)) for rows in (_of_letters(paths), _of_words(paths))
    )
    return [Quarter(*key, _decided(letters.get(key, {})), _decided(words.get(key, {}))) for key in wanted]


def about_letters(organisation: Organisation | None, period: Period) -> Decided:
    """Decisions about letters that were made in a period. One statement."""
    return _in_period(_of_letters(_paths(organisation)), period)


def about_words(organisation: Organisation | None, period: Period) -> Decided:
    """Decisions about 追问、补充 and the texts of ratings that were made in a period. One statement."""
    return _in_period(_of_words(_paths(organisation)), period)


def _paths(organisation: Organisation | None) -> tuple[str]:
    return (organisation.org_path if organisation else "",)


def _of_letters(paths: Iterable[str]) -> QuerySet[Any]:
    return Review.objects.filter(subtree("letter__org_path", paths)).order_by()


def _of_words(paths: Iterable[str]) -> QuerySet[Any]:
    paths = tuple(paths)
    inside = subtree("message__letter__org_path", paths) | subtree("rating__letter__org_path", paths)
    return WordsReview.objects.filter(Q() if "" in paths else inside).order_by()


def _in_period(rows: QuerySet[Any], period: Period) -> Decided:
    if period.since:
        rows = rows.filter(created_at__gte=midnight(period.since))
    if period.until:
        rows = rows.filter(created_at__lt=midnight(period.until))
    got = rows.values_list("decision", "reason", "on_appeal").annotate(n=Count("pk"))
    return _decided({(decision, reason, on_appeal): n for decision, reason, on_appeal, n in got})


def _in_quarters(rows: QuerySet[Any]) -> dict[tuple[int, int], Counter[tuple[str, str, bool]]]:
    """Counted here: what a quarter is in local time, SQLite would ask Python for row by row."""
    found: dict[tuple[int, int], Counter[tuple[str, str, bool]]] = {}
    at: datetime
    for decision, reason, on_appeal, at in rows.values_list("decision", "reason", "on_appeal", "created_at"):
        day = timezone.localdate(at)
        found.setdefault((day.year, (day.month - 1) // 3 + 1), Counter())[(decision, reason, on_appeal)] += 1
    return found


def _decided(counts: Counts) -> Decided:
    first, appeals, reasons = Counter[str](), Counter[str](), Counter[tuple[str, str]]()
    for (decision, reason, on_appeal), n in counts.items():
        (appeals if on_appeal else first)[decision] += n
        if not on_appeal:
            reasons[(decision, reason)] += n

    reasons[("private", "asked")] += reasons.pop(("private", ""), 0)  # the author did not want it to be shown

    def by_reason(decision: str, words: Mapping[str, str]) -> tuple[tuple[str, int], ...]:
        return tuple((label, n) for code, label in words.items() if (n := reasons[(decision, code)]))

    return Decided(
        public=first["public"], private=first["private"], refuse=first["refuse"],
        upheld=appeals["uphold"], overturned=appeals["overturn"],
        refused=by_reason("refuse", REFUSAL_REASONS), withheld=by_reason("private", WITHHOLD_REASONS),
    )  # fmt: skip
