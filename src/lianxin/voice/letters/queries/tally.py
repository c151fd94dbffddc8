"""Counting letters once for a whole branch of the tree: two statements, however many offices stand in it.

A branch is the beginning of the path of the responsible organisation. Sums of tallies are tallies,
so that the figures of an office and those of the offices below it come from the same counting.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Substr
from django.utils import timezone

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine.scope import subtree

from ..lifecycle import ALIVE, OPEN
from ..models import Letter, LetterClock
from ..words import RATINGS


@dataclass(frozen=True)
class Period:
    """From a day (inclusive) to a day (exclusive); None is open."""

    label: str
    since: date | None
    until: date | None


@dataclass(frozen=True)
class Tally:
    """counts: by name, see `_counts`; days: letters by working days to their first substantive reply."""

    counts: Counter[str] = field(default_factory=Counter)
    days: Counter[int] = field(default_factory=Counter)

    def percentile(self, percent: int) -> int | None:
        """Nearest-rank percentile of the working days; None when nothing was answered."""
        rank = -(-self.days.total() * percent // 100)
        for value in sorted(self.days):
            rank -= self.days[value]
            if rank <= 0:
                return value
        return None


def total_of(tallies: Iterable[Tally]) -> Tally:
    """All of them together."""
    whole = Tally()
    for one in tallies:
        whole.counts.update(one.counts)
        whole.days.update(one.days)
    return whole


def counted(organisation: Organisation | None, period: Period) -> QuerySet[Letter]:
    """All letters that were received, shown or not. One that was withdrawn before any answer does not count.

    Withdrawing later does not undo what an office did or left undone, so its figures stay.
    """
    rows = Letter.objects.unscoped("figures without any content").exclude(state="withdrawn", answered_at=None)
    if organisation is not None:
        rows = rows.filter(subtree("org_path", [organisation.org_path]))
    if period.since:
        rows = rows.filter(opened_at__gte=midnight(period.since))
    if period.until:
        rows = rows.filter(opened_at__lt=midnight(period.until))
    return rows.order_by()


def tallies(rows: QuerySet[Letter], now: datetime, width: int = 0) -> dict[str, Tally]:
    """Tally by the first `width` characters of the path; width 0 puts all under ``""``. Two statements."""
    rows = rows.annotate(branch=Substr("org_path", 1, width) if width else Value(""))
    found: dict[str, Tally] = {}
    for row in rows.values("branch").annotate(**_counts(now)):
        found[str(row["branch"])] = Tally(Counter({name: n for name, n in row.items() if name != "branch"}))
    timed = rows.filter(answer_late__isnull=False, answer_days__isnull=False)
    for branch, days, n in timed.values_list("branch", "answer_days").annotate(n=Count("pk")):
        found.setdefault(str(branch), Tally()).days[int(days or 0)] += n
    return found


def _counts(now: datetime) -> dict[str, Count]:
    """Every count of a tally as one filtered aggregate; ``r1`` to ``r5`` are the levels of rating."""
    answered = Q(answered_at__isnull=False)
    expired = LetterClock.objects.filter(case=OuterRef("pk"), name="answer", state="running", due_at__lt=now)
    conditions: dict[str, Q | Exists] = {
        "answered": answered,
        "open": Q(state__in=OPEN),
        "overdue": Q(state__in=ALIVE, due_at__lt=now),
        "refused": Q(state="refused"),
        "redone": Q(round__gt=1),
        "timed": Q(answer_late__isnull=False),
        "late": Q(answer_late=True),
        "expired": Q(answer_late__isnull=True) & Q(Exists(expired)),
        "unrated": answered & Q(rating__isnull=True),
        **{f"r{level}": Q(rating=level) for level in RATINGS},
    }
    return {"received": Count("pk"), **{name: Count("pk", filter=q) for name, q in conditions.items()}}


def midnight(day: date) -> datetime:
    """The first moment of a local day."""
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))
