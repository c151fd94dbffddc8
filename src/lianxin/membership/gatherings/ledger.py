"""台账: what was held in a year, period by period, and what is still to come before a period ends. Never a ranking."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils import timezone

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.rules.registry import rule
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.scope import subtree
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
class Gap:
    """Something that is owed in the present period and was not held yet. planned: the nearest one that is planned."""

    organisation: Organisation
    kind: str
    span: Span
    planned: Gathering | None = None

    @property
    def sentence(self) -> str:
        """``本季度还没有开党员大会，最迟 12月31日。``"""
        word, last = KINDS[self.kind].word, self.span.last
        verb = "开" if word.endswith("会") else ("上" if self.kind == "lecture" else "做")
        said = f"{self.span.now}还没有{verb}{word}，最迟 {last.month}月{last.day}日。"
        if self.planned is not None:
            day = self.planned.day
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
    rows = Member.objects.unscoped("counted, not shown").filter(
        subtree("org_path", [o.path for o in wanted]), stage="member", standing="active"
    )
    by_path: dict[str, int] = defaultdict(int)
    step = Organisation.steplen
    for path in rows.values_list("organisation__path", flat=True):
        # a group stands one step below its branch
        by_path[path] += 1
        by_path[path[:-step]] += 1
    return {o.pk: by_path[o.path] for o in wanted}


def year_of(organisation: Organisation, year: int, today: date) -> list[tuple[str, list[Cell]]]:
    """(word of the kind, its cells) for every kind that is owed or was held; three statements."""
    first = timezone.make_aware(datetime.combine(date(year, 1, 1), time()))
    last = timezone.make_aware(datetime.combine(date(year + 1, 1, 1), time()))
    rows = Gathering.objects.unscoped("the caller asked for the organisation").filter(
        organisation=organisation, starts_at__gte=first, starts_at__lt=last
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


def gaps(offices: Iterable[Organisation], today: date) -> list[Gap]:
    """What the organisations still owe in the periods of today, in the order of the tree; two statements."""
    wanted = [office for office in offices if office.kind in OWES]
    if not wanted:
        return []
    first = timezone.make_aware(datetime.combine(date(today.year, 1, 1), time()))
    rows = Gathering.objects.unscoped("the caller asked for the organisations").filter(
        organisation__in=wanted, starts_at__gte=first, state__in=("closed", *OPEN)
    )
    by_kind: dict[tuple[int, str], list[Gathering]] = defaultdict(list)
    for row in rows.order_by("starts_at", "pk"):
        by_kind[row.organisation_id, row.kind].append(row)
    many = _full_members(wanted)
    found = []
    for office in wanted:
        for kind in owed_by(office, today, many[office.pk]):
            period = span(kind, today)
            mine = [row for row in by_kind[office.pk, kind] if row.day in period]
            if not any(row.state == "closed" for row in mine):
                found.append(Gap(office, kind, period, next((row for row in mine), None)))
    return found


def pressing(found: Iterable[Gap], today: date) -> list[Gap]:
    """Those of the gaps whose period ends soon (LX-72)."""
    return [gap for gap in found if today >= remind_from(gap.kind, today)]


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
