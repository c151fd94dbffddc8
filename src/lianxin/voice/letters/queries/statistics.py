"""Public figures of letters: counts, median, 90th percentile, on-time rate, each with its n.

A figure that stands on too few letters is withheld (LX-08): small numbers mislead, and they point
at single persons. A letter without a rating is unrated; it is never counted as satisfied (HCP-01).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.core.cache import cache
from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import TruncMonth
from django.utils import timezone

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.organisations.queries import below, receiving
from lianxin.foundation.rules.registry import rule
from lianxin.foundation.spine.scope import subtree

from ..lifecycle import ALIVE, OPEN
from ..models import Letter, Review
from ..words import BAD_RATINGS, KINDS, RATINGS, REFUSAL_REASONS

CACHED_SECONDS = 60


@dataclass(frozen=True)
class Figures:
    """Figures of one organisation (with all below it) and one period of submission."""

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
    rated: int
    satisfied: float | None
    unrated: int
    ratings: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Period:
    """From a day (inclusive) to a day (exclusive); None is open."""

    label: str
    since: date | None
    until: date | None


@dataclass(frozen=True)
class Month:
    """The three figures of the home page."""

    facts: list[tuple[Any, str]]
    note: str


def minimum(figure: str = "minimum") -> int:
    """Smallest n for which a rate or a percentile is shown."""
    return int(rule("LX-08", on=timezone.localdate()).number(figure))


def counted(organisation: Organisation | None, period: Period) -> QuerySet[Letter]:
    """All letters that were received, shown or not; withdrawn ones do not count."""
    rows = Letter.objects.unscoped("figures without any content").exclude(state="withdrawn")
    if organisation is not None:
        rows = rows.filter(subtree("org_path", [organisation.org_path]))
    if period.since:
        rows = rows.filter(opened_at__gte=_midnight(period.since))
    if period.until:
        rows = rows.filter(opened_at__lt=_midnight(period.until))
    return rows


def figures(organisation: Organisation | None, period: Period) -> Figures:
    """All figures; two aggregate statements and two look-ups of percentiles, remembered for a minute."""
    key = f"letters.figures:{organisation.pk if organisation else 0}:{period.since}:{period.until}"
    found = cache.get(key)
    if found is None:
        found = _figures(organisation, period)
        cache.set(key, found, CACHED_SECONDS)
    return found  # type: ignore[no-any-return]  # the cache is untyped


def _figures(organisation: Organisation | None, period: Period) -> Figures:
    rows, now = counted(organisation, period), timezone.now()
    timed = Q(answer_late__isnull=False)
    answered = Q(answered_at__isnull=False)
    levels = {f"r{n}": Count("pk", filter=Q(rating=n)) for n in RATINGS}
    got = rows.aggregate(
        received=Count("pk"),
        answered=Count("pk", filter=answered),
        open=Count("pk", filter=Q(state__in=OPEN)),
        overdue=Count("pk", filter=Q(state__in=ALIVE, due_at__lt=now)),
        refused=Count("pk", filter=Q(state="refused")),
        redone=Count("pk", filter=Q(round__gt=1)),
        timed=Count("pk", filter=timed),
        late=Count("pk", filter=Q(answer_late=True)),
        **levels,
    )
    ratings = {n: got[f"r{n}"] for n in RATINGS}
    rated, enough = sum(ratings.values()), minimum()
    bad = sum(ratings[n] for n in BAD_RATINGS)
    return Figures(
        name=organisation.name if organisation else "全部",
        code=organisation.code if organisation else "",
        received=got["received"],
        answered=got["answered"],
        open=got["open"],
        overdue=got["overdue"],
        refused=got["refused"],
        redone=got["redone"],
        on_time_n=got["timed"],
        on_time=1 - got["late"] / got["timed"] if got["timed"] >= enough else None,
        median=_percentile(rows, got["timed"], 0.5) if got["timed"] >= enough else None,
        p90=_percentile(rows, got["timed"], 0.9) if got["timed"] >= minimum("percentile") else None,
        rated=rated,
        satisfied=1 - bad / rated if rated >= minimum("rating") else None,
        unrated=got["answered"] - rated if got["answered"] > rated else 0,
        ratings=ratings,
    )


def _percentile(rows: QuerySet[Letter], n: int, share: float) -> int | None:
    """Nearest-rank percentile of the working days to the first substantive reply."""
    rank = max(0, min(n - 1, -(-int(n * share * 1000) // 1000) - 1))
    timed = rows.filter(answer_late__isnull=False, answer_days__isnull=False).order_by("answer_days")
    return timed.values_list("answer_days", flat=True)[rank : rank + 1].first()


def by_kind(organisation: Organisation | None, period: Period) -> list[tuple[str, int]]:
    rows = dict(counted(organisation, period).values_list("kind").annotate(Count("pk")).order_by())
    return [(label, rows.get(kind, 0)) for kind, label in KINDS.items()]


def by_month(organisation: Organisation | None, months: int = 12) -> list[tuple[str, int]]:
    """Received letters of the last months, oldest first, months without any included."""
    first = _month_back(timezone.localdate().replace(day=1), months - 1)
    rows = counted(organisation, Period("", first, None)).annotate(month=TruncMonth("opened_at"))
    got = {timezone.localdate(m): n for m, n in rows.values_list("month").annotate(n=Count("pk")).order_by("month")}
    return [(f"{d.year}年{d.month}月", got.get(d, 0)) for d in (_month_back(first, -i) for i in range(months))]


def by_organisation(above: Organisation | None, period: Period) -> list[Figures]:
    """Figures of the organisations that take letters directly below one, in tree order (no ranking)."""
    depth = (above.depth if above else 0) + 1
    paths = [above.org_path] if above else [""]
    rows = below(paths).filter(depth=depth) if above else receiving().filter(depth__lte=2)
    return [f for f in (figures(o, period) for o in rows) if f.received]


def refusals(organisation: Organisation | None, period: Period) -> list[tuple[str, int]]:
    """How often which reason was given for not taking a letter (M05)."""
    rows = Review.objects.filter(decision="refuse", letter__in=counted(organisation, period).values("pk"))
    got = dict(rows.values_list("reason").annotate(Count("pk")).order_by())
    return [(label, got[code]) for code, label in REFUSAL_REASONS.items() if code in got]


def this_month() -> Month:
    """The last thirty days for the home page."""
    today = timezone.localdate()
    got = figures(None, Period("近三十天", today - timedelta(days=30), None))
    on_time = f"{got.on_time:.0%}" if got.on_time is not None else "—"
    median = f"{got.median} 天" if got.median is not None else "—"
    note = f"中位用时按工作日计，n={got.on_time_n}；未评价不计入满意。"
    if got.p90 is not None:
        note = f"九成在 {got.p90} 个工作日内答复（n={got.on_time_n}）；未评价不计入满意。"
    return Month([(got.received, "收到"), (on_time, "按期"), (median, "中位用时")], note)


def latest_change(organisation: Organisation | None) -> datetime | None:
    row = counted(organisation, Period("", None, None)).order_by(F("opened_at").desc()).first()
    return row.opened_at if row else None


def _month_back(day: date, months: int) -> date:
    number = day.year * 12 + day.month - 1 - months
    return date(number // 12, number % 12 + 1, 1)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))
