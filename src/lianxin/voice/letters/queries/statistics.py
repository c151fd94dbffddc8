"""Public figures of letters: counts, median, 90th percentile, on-time rate, each with its n.

A figure that stands on too few letters is withheld (LX-08): small numbers mislead, and they point
at single persons. A letter without a rating is unrated; it is never counted as satisfied (HCP-01).
A letter whose time ran out without a reply counts as late, so that silence does not look punctual.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from django.core.cache import cache
from django.db.models import Count, Q
from django.utils import timezone

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.rules.registry import rule

from ..models import Letter
from ..words import BAD_RATINGS, KINDS, RATINGS
from . import moderation
from .adopted import Taken, taken
from .conduct import Conduct, conduct
from .moderation import Decided
from .tally import Period, Tally, counted, midnight, tallies, total_of

__all__ = [
    "PERIODS", "Board", "Figures", "Month", "Period", "Sheet", "board", "by_kind", "by_month", "figures",
    "figures_of", "first_year", "minimum", "period_of", "sheet", "this_month", "year_of",
]  # fmt: skip

CACHED_SECONDS = 60
#: the window of "lately", in days, named on the page
LATELY = 30


@dataclass(frozen=True)
class Figures:
    """Figures of one organisation (with all below it) and one period of submission.

    None, or an empty `ratings`, means: counted, but too few to be shown.
    """

    name: str
    code: str
    received: int
    answered: int
    open: int
    overdue: int
    refused: int
    redone: int
    on_time_n: int
    on_time: float | None
    median: int | None
    p90: int | None
    days_n: int
    rated: int
    satisfied: float | None
    unrated: int
    ratings: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Board:
    """One organisation and, in the order of the tree, the branches directly below it."""

    whole: Figures
    parts: tuple[Figures, ...]


@dataclass(frozen=True)
class Sheet:
    """Everything that the page of statistics shows of one branch and period."""

    period: Period
    board: Board
    kinds: tuple[tuple[str, int], ...]
    months: tuple[tuple[str, int], ...]
    moderation: Decided
    later: Decided
    taken: Taken
    conduct: Conduct


@dataclass(frozen=True)
class Month:
    """The three figures of the home page."""

    facts: list[tuple[Any, str]]
    note: str


def minimum(figure: str = "minimum") -> int:
    """Smallest n for which a rate or a percentile is shown."""
    return int(rule("LX-08", on=timezone.localdate()).number(figure))


PERIODS = {"30d": "近三十天", "quarter": "本季", "year": "今年", "last": "去年", "all": "全部"}


def period_of(name: str, today: date | None = None) -> Period:
    """One of `PERIODS` as days; an unknown name is the first of them."""
    day = today or timezone.localdate()
    year = date(day.year, 1, 1)
    spans: dict[str, tuple[date | None, date | None]] = {
        "quarter": (date(day.year, day.month - (day.month - 1) % 3, 1), None),
        "year": (year, None),
        "last": (date(day.year - 1, 1, 1), year),
        "all": (None, None),
    }
    since, until = spans.get(name, (day - timedelta(LATELY), None))
    return Period(PERIODS.get(name, PERIODS["30d"]), since, until)


def year_of(year: int) -> Period:
    """A whole calendar year."""
    return Period(f"{year} 年", date(year, 1, 1), date(year + 1, 1, 1))


def figures(organisation: Organisation | None, period: Period) -> Figures:
    """All figures of one branch; two statements, remembered for a minute."""
    key = f"letters.figures:{_key(organisation, period)}"
    found: Figures | None = cache.get(key)
    if found is None:
        tally = total_of(tallies(counted(organisation, period), timezone.now()).values())
        found = _figures(tally, organisation)
        cache.set(key, found, CACHED_SECONDS)
    return found


def board(organisation: Organisation | None, period: Period) -> Board:
    """The figures of a branch and of those directly below it, in the order of the tree, never ranked.

    Three statements, remembered for a minute. Letters that an organisation handles itself stand in
    a line of their own (本级). Branches without any letter are left out.
    """
    key = f"letters.board:{_key(organisation, period)}"
    found: Board | None = cache.get(key)
    if found is None:
        found = _board(organisation, period)
        cache.set(key, found, CACHED_SECONDS)
    return found


def sheet(organisation: Organisation | None, period: Period) -> Sheet:
    """All of the page; nine statements, remembered for a minute."""
    key = f"letters.sheet:{_key(organisation, period)}"
    found: Sheet | None = cache.get(key)
    if found is None:
        found = Sheet(
            period=period,
            board=board(organisation, period),
            kinds=tuple(by_kind(organisation, period)),
            months=tuple(by_month(organisation, until=period.until)),
            moderation=moderation.about_letters(organisation, period),
            later=moderation.about_words(organisation, period),
            taken=taken(organisation, period),
            conduct=conduct(organisation, period, minimum()),
        )
        cache.set(key, found, CACHED_SECONDS)
    return found


def _key(organisation: Organisation | None, period: Period) -> str:
    return f"{organisation.pk if organisation else 0}:{period.since}:{period.until}"


def _board(organisation: Organisation | None, period: Period) -> Board:
    depth = organisation.depth if organisation else 1
    found = tallies(counted(organisation, period), timezone.now(), (depth + 1) * Organisation.steplen)
    offices = Organisation.objects.filter(path__in=list(found)).order_by("path")
    parts = [_figures(found[o.org_path], o, own=o.depth <= depth) for o in offices]
    return Board(_figures(total_of(found.values()), organisation), tuple(parts))


def figures_of(tally: Tally, organisation: Organisation | None) -> Figures:
    """The figures of any tally, with what is too few withheld (LX-08)."""
    return _figures(tally, organisation)


def _figures(tally: Tally, organisation: Organisation | None, *, own: bool = False) -> Figures:
    n = tally.counts
    ratings = {level: n[f"r{level}"] for level in RATINGS}
    rated, enough = sum(ratings.values()), minimum()
    on_time_n, days_n = n["timed"] + n["expired"], tally.days.total()
    name = organisation.short_name if organisation else "全部"
    shown = rated >= minimum("rating")
    return Figures(
        name=f"{name}（本级）" if own else name,
        code=organisation.code if organisation else "",
        received=n["received"],
        answered=n["answered"],
        open=n["open"],
        overdue=n["overdue"],
        refused=n["refused"],
        redone=n["redone"],
        on_time_n=on_time_n,
        on_time=(n["timed"] - n["late"]) / on_time_n if on_time_n >= enough else None,
        median=tally.percentile(50) if days_n >= enough else None,
        p90=tally.percentile(90) if days_n >= minimum("percentile") else None,
        days_n=days_n,
        rated=rated,
        satisfied=1 - sum(ratings[level] for level in BAD_RATINGS) / rated if shown else None,
        unrated=n["unrated"],
        ratings=ratings if shown else {},
    )


def by_kind(organisation: Organisation | None, period: Period) -> list[tuple[str, int]]:
    """Received letters of each kind, kinds without any included."""
    rows = dict(counted(organisation, period).values_list("kind").annotate(Count("pk")))
    return [(label, rows.get(kind, 0)) for kind, label in KINDS.items()]


def by_month(organisation: Organisation | None, months: int = 12, until: date | None = None) -> list[tuple[str, int]]:
    """Received letters of the months before `until` (default: up to now), oldest first, empty ones included."""
    end = until or _month_back(timezone.localdate(), -1)
    first = _month_back(end, months)
    days = [_month_back(first, -i) for i in range(months + 1)]
    spans = {f"m{i}": (midnight(day), midnight(after)) for i, (day, after) in enumerate(pairwise(days))}
    # bounds instead of a truncated date: SQLite truncates in Python, row by row
    counts = {k: Count("pk", filter=Q(opened_at__gte=a, opened_at__lt=b)) for k, (a, b) in spans.items()}
    got = counted(organisation, Period("", first, end)).aggregate(**counts)
    return [(f"{day.year}年{day.month}月", got[f"m{i}"]) for i, day in enumerate(days[:-1])]


def this_month() -> Month:
    """The last thirty days for the home page."""
    today = timezone.localdate()
    got = figures(None, Period("近三十天", today - timedelta(days=30), None))
    on_time = f"{got.on_time:.0%}" if got.on_time is not None else "—"
    median = f"{got.median} 天" if got.median is not None else "—"
    note = f"中位用时按工作日计，n={got.days_n}；未评价不计入满意。"
    if got.p90 is not None:
        note = f"九成在 {got.p90} 个工作日内答复（n={got.days_n}）；未评价不计入满意。"
    return Month([(got.received, "收到"), (on_time, "按期"), (median, "中位用时")], note)


def first_year() -> int:
    """The year of the oldest letter, for the choice of years; this year when there is none."""
    oldest = Letter.objects.unscoped("figures without any content").order_by("opened_at")
    found = oldest.values_list("opened_at", flat=True).first()
    return timezone.localdate(found).year if found else timezone.localdate().year


def _month_back(day: date, months: int) -> date:
    """The first day of the month so many months before."""
    number = day.year * 12 + day.month - 1 - months
    return date(number // 12, number % 12 + 1, 1)
