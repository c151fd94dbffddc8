"""台账: what was held in a year, period by period, and what is still to come before a period ends. Never a ranking."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import reduce
from operator import or_
from os.path import commonprefix

from django.db.models import Q
from django.utils import timezone

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.rules.registry import rule
from lianxin.foundation.spine import moment
from lianxin.membership.dossiers import headcounts
from lianxin.membership.dossiers.models import Member

from .models import Attendance, Gathering
from .reckoning import Span, remind_from, span, spans
from .words import HERE, KINDS, OPEN, OWES


@dataclass(frozen=True, slots=True)
class Cell:
    """One kind in one period.

    state: held, planned, open (still time), none (over without a record), ahead, free (nobody asks for it).
    """

    span: Span
    state: str
    gatherings: tuple[Gathering, ...]


@dataclass(frozen=True, slots=True)
class Planned:
    """A gathering that is planned or called."""

    pk: int
    starts_at: datetime


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is owed in the present period and was not held yet. planned: the nearest one that is planned."""

    organisation: Organisation
    kind: str
    span: Span
    planned: Planned | None = None

    @property
    def sentence(self) -> str:
        """``本季度还没有开党员大会，最迟 12月31日。``"""
        word, last = KINDS[self.kind].word, self.span.last
        verb = "开" if word.endswith("会") else ("上" if self.kind == "lecture" else "做")
        said = f"{self.span.now}还没有{verb}{word}，最迟 {last.month}月{last.day}日。"
        if self.planned is not None:
            day = timezone.localdate(self.planned.starts_at)
            over = self.planned.starts_at < moment.now()
            said += f"{day.month}月{day.day}日的还没有归档。" if over else f"已排在 {day.month}月{day.day}日。"
        return said


def owed_by(organisation: Organisation, on: date, full_members: int) -> tuple[str, ...]:
    """Kinds that an organisation owes. A committee meets where there has to be one (BR-05)."""
    kinds = OWES.get(organisation.kind, ())
    if full_members < rule("BR-05", on).count("committee"):
        return tuple(kind for kind in kinds if kind != "committee_meeting")
    return kinds


def _full_members(offices: Iterable[Organisation]) -> dict[int, int]:
    """Full members of each organisation, those of the groups below counted too; one statement."""
    wanted = list(offices)
    step = Organisation.steplen
    # one stretch of the tree that holds all of them: a condition for each of two thousand branches is none for a database
    common = commonprefix([o.path for o in wanted])  # noqa: RUF071 - character by character is what is wanted
    by_path: dict[str, int] = defaultdict(int)
    for path, many in headcounts.each([common[: len(common) // step * step]], "member").items():
        # a group stands one step below its branch
        by_path[path] += many
        by_path[path[:-step]] += many
    return {o.pk: by_path[o.path] for o in wanted}


def year_of(organisation: Organisation, year: int, today: date) -> list[tuple[str, list[Cell]]]:
    """(word of the kind, its cells) for every kind that is owed or was held; three statements."""
    rows = Gathering.objects.unscoped("the caller asked for the organisation").filter(
        organisation=organisation, starts_at__gte=_begin(date(year, 1, 1)), starts_at__lt=_begin(date(year + 1, 1, 1))
    )
    held: dict[str, list[Gathering]] = defaultdict(list)
    for row in rows.exclude(state="cancelled").order_by("starts_at", "pk"):
        held[row.kind].append(row)
    owed = owed_by(organisation, min(today, date(year, 12, 31)), _full_members([organisation])[organisation.pk])
    return [
        (word.word, [_cell(period, held[kind], today, owed=kind in owed) for period in spans(kind, year)])
        for kind, word in KINDS.items()
        if kind in owed or held[kind]
    ]


def _cell(period: Span, rows: list[Gathering], today: date, *, owed: bool) -> Cell:
    mine = tuple(row for row in rows if row.day in period)
    if any(row.state == "closed" for row in mine):
        return Cell(period, "held", mine)
    if mine:
        return Cell(period, "planned", mine)
    if not owed:
        return Cell(period, "free", mine)
    if period.first > today:
        return Cell(period, "ahead", mine)
    return Cell(period, "open" if period.last >= today else "none", mine)


def gaps(offices: Iterable[Organisation], today: date, kinds: Collection[str] = tuple(KINDS)) -> list[Gap]:
    """What the organisations still owe of these kinds in the periods of today, in the order of the tree; two statements."""
    wanted = [office for office in offices if any(kind in kinds for kind in OWES.get(office.kind, ()))]
    if not wanted:
        return []
    periods = {kind: span(kind, today) for kind in kinds}
    # all but the last condition is what an index of the ledger answers for each organisation and kind
    earliest = _begin(min(period.first for period in periods.values()))
    rows = Gathering.objects.unscoped("the caller asked for the organisations").order_by().filter(
        organisation__in=wanted, kind__in=list(periods), starts_at__gte=earliest
    ).filter(reduce(or_, (Q(kind=kind, starts_at__gte=_begin(period.first), starts_at__lt=_begin(period.last + timedelta(days=1)))
                          for kind, period in periods.items())))  # fmt: skip
    held: set[tuple[int, str]] = set()
    planned: dict[tuple[int, str], Planned] = {}
    # the states are told apart here: asked for, they lead SQLite to what is filed of the whole year everywhere
    for pk, at, kind, start, state in rows.values_list("pk", "organisation", "kind", "starts_at", "state"):
        if state == "closed":
            held.add((at, kind))
        elif state in OPEN:
            known, fresh = planned.get((at, kind)), Planned(pk, start)
            planned[at, kind] = min(known or fresh, fresh, key=lambda one: (one.starts_at, one.pk))
    many = _full_members(wanted)
    return [
        Gap(office, kind, periods[kind], planned.get((office.pk, kind)))
        for office in wanted
        for kind in owed_by(office, today, many[office.pk])
        if kind in periods and (office.pk, kind) not in held
    ]


def pressing(offices: Iterable[Organisation], today: date) -> list[Gap]:
    """Those of the gaps whose period ends soon (LX-72)."""
    return gaps(offices, today, [kind for kind in KINDS if today >= remind_from(kind, today)])


def _begin(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


@dataclass(frozen=True, slots=True)
class Share:
    """A member's year in one kind: in how many of the periods in which they were called they took part."""

    word: str
    took: int
    called: int


def year_of_member(member: Member, year: int) -> list[Share]:
    """A person who takes part in two places counts once a period (EDU-12); periods without a call count for nothing."""
    rows = Attendance.objects.filter(
        member=member, gathering__state="closed", gathering__starts_at__year=year
    ).select_related("gathering")
    called: dict[str, set[date]] = defaultdict(set)
    took: dict[str, set[date]] = defaultdict(set)
    for row in rows:
        period = span(row.gathering.kind, row.gathering.day).first
        if row.role == "called" or row.mark in HERE:
            called[row.gathering.kind].add(period)
        if row.mark in HERE:
            took[row.gathering.kind].add(period)
    return [Share(KINDS[kind].word, len(took[kind]), len(called[kind])) for kind in KINDS if called[kind]]
