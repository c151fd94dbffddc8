"""学时 of a year (EDU-04, EDU-15): what is asked of whom, what they were credited with, what is missing. Never a ranking.

What a year asks is asked of whoever was it the whole year. The rules name an amount for a year and no share of it for
a part of one, so none is invented here:

- a member is asked for the lessons of EDU-04, and not in the year in which they joined;
- who was registered as old or ill (EDU-05) on any day of the year is not pressed in that year;
- secretaries and committees of branches and general branches are asked for the lessons of EDU-15 and its training in a
  class when they held such a post on the first day of the year and hold one on the day that is looked at, also another
  one. Who was appointed during the year is asked for EDU-04, a new secretary besides for the training of their first
  half year (`inductions`); the whole of EDU-15 begins with the next year. Who left during the year falls back to EDU-04.

What somebody was credited with is shown in every case.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.db.models import Count, Q, Sum
from django.utils import timezone

from lianxin.foundation.accounts.models import Appointment
from lianxin.foundation.accounts.queries import in_force
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.rules.registry import rule
from lianxin.foundation.spine import moment
from lianxin.kernel.clocks import plus_months
from lianxin.membership.dossiers.models import Member
from lianxin.membership.gatherings.lessons import plain
from lianxin.membership.gatherings.models import Attendance, Exemption, Gathering
from lianxin.membership.gatherings.words import AMONG_POSTS, COMMITTEE, HERE, OPEN

from .models import Training
from .words import BASIC, CLASSES, SECRETARY

NONE = Decimal(0)


def first_of(year: int) -> date:
    return date(year, 1, 1)


def last_of(year: int) -> date:
    return date(year, 12, 31)


def looked_at(year: int, today: date) -> date:
    """The day on which a year is looked at: today, or its last one when it is over."""
    return min(today, last_of(year))


def remind_from(year: int) -> date:
    """The day from which the branch is reminded of what is missing (LX-74)."""
    return plus_months(first_of(year + 1), -rule("LX-74", last_of(year)).period("ahead").amount)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a year asks of somebody. lessons and classes; rule: whose; why: empty, or why nothing is asked (``exempt``,
    ``joined``); since: of a post that began during the year."""

    lessons: int = 0
    classes: int = 0
    rule: str = ""
    why: str = ""
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """One member and one year. got: lessons credited; classes: trainings in a class; planned: lessons still to come."""

    member: Member
    asked: Asked
    got: Decimal
    classes: int
    planned: Decimal

    @property
    def missing(self) -> Decimal:
        return max(NONE, self.asked.lessons - self.got)

    @property
    def lacks_class(self) -> bool:
        return self.classes < self.asked.classes

    @property
    def short(self) -> bool:
        """Whether something is missing; never where nothing is asked."""
        return self.missing > 0 or self.lacks_class

    @property
    def sentence(self) -> str:
        """``还差 20 学时，已排 4 学时。``"""
        parts = [f"还差 {plain(self.missing)} 学时"] if self.missing else []
        parts += ["还没有参加集中培训班"] if self.lacks_class else []
        parts += [f"支部还排了 {plain(self.planned)} 学时"] if self.planned and self.missing else []
        return "，".join(parts) + "。" if parts else ""

    @property
    def said_got(self) -> str:
        return plain(self.got)

    @property
    def said_missing(self) -> str:
        return plain(self.missing)


def standings(members: Sequence[Member], year: int, today: date) -> list[Standing]:
    """How the members stand, in the order in which they were given; eight statements however many they are."""
    asked, got = _asked(members, year, looked_at(year, today)), _credited(members, year)
    classes, planned = _classes(members, year), _planned(members, year)
    return [
        Standing(
            m, asked[m.pk], got.get(m.pk, NONE), classes.get(m.pk, 0),
            sum((much for path, much in planned.items() if m.org_path.startswith(path)), NONE),
        )
        for m in members
    ]  # fmt: skip


def _asked(members: Sequence[Member], year: int, on: date) -> dict[int, Asked]:
    first = first_of(year)
    spared = _spared(members, year)
    people = [m.person_id for m in members]
    before, now = _leading(people, first), _leading(people, on)
    ordinary, leading = rule("EDU-04", on), rule("EDU-15", on)
    found = {}
    for m in members:
        if m.pk in spared:
            found[m.pk] = Asked(why="exempt", rule="EDU-05")
        elif m.joined_on is not None and m.joined_on >= first:
            found[m.pk] = Asked(why="joined", rule=ordinary.id)
        elif m.person_id in before and m.person_id in now:
            found[m.pk] = Asked(leading.count("lessons"), leading.count("times"), leading.id)
        else:
            found[m.pk] = Asked(ordinary.count("lessons"), 0, ordinary.id, since=now.get(m.person_id))
    return found


def _spared(members: Sequence[Member], year: int) -> set[int]:
    """Keys of those who were exempt on any day of the year (EDU-05)."""
    rows = Exemption.objects.filter(Q(until=None) | Q(until__gte=first_of(year)), since__lte=last_of(year))
    return set(rows.filter(member__in=[m.pk for m in members]).values_list("member_id", flat=True))


def _leading(people: Iterable[int], on: date) -> dict[int, date]:
    """Person -> since when they hold a post of a committee at the base on a day, the longest one."""
    rows = in_force(on).filter(person_id__in=list(people), post__in=COMMITTEE, organisation__kind__in=BASIC)
    return dict(rows.order_by("-since").values_list("person_id", "since"))


def attended(year: int) -> Q:
    """Condition on attendances that are credited: somebody was there, and the gathering was filed with lessons."""
    return Q(mark__in=HERE, gathering__state="closed", gathering__lessons__gt=0) & _in_year(
        "gathering__starts_at", year
    )


def trained(year: int) -> Q:
    """Condition on trainings that are credited in a year."""
    return Q(state="confirmed", last__gte=first_of(year), last__lte=last_of(year))


def _credited(members: Sequence[Member], year: int) -> dict[int, Decimal]:
    keys = [m.pk for m in members]
    here = Attendance.objects.filter(attended(year), member__in=keys).order_by().values_list("member_id")
    there = Training.objects.filter(trained(year), member__in=keys).order_by().values_list("member_id")
    found: dict[int, Decimal] = defaultdict(lambda: NONE)
    for key, much in [*here.annotate(much=Sum("gathering__lessons")), *there.annotate(much=Sum("lessons"))]:
        found[key] += much
    return found


def _classes(members: Sequence[Member], year: int) -> dict[int, int]:
    rows = Training.objects.filter(trained(year), kind__in=CLASSES, member__in=[m.pk for m in members])
    return dict(rows.order_by().values_list("member_id").annotate(n=Count("pk")))


def coming(paths: Iterable[str], year: int) -> list[Gathering]:
    """Gatherings of exactly these organisations that are planned with lessons and have not begun, the nearest first.

    A committee meets among itself.
    """
    rows = Gathering.objects.unscoped("the caller asked for the organisations").filter(
        _in_year("starts_at", year), organisation__path__in=list(paths), state__in=OPEN, lessons__gt=0, starts_at__gte=moment.now()
    )  # fmt: skip
    return list(rows.exclude(kind__in=AMONG_POSTS).select_related("organisation").order_by("starts_at", "pk"))


def _planned(members: Sequence[Member], year: int) -> dict[str, Decimal]:
    """Path of an organisation -> lessons that it has planned for its members."""
    found: dict[str, Decimal] = defaultdict(lambda: NONE)
    homes = {m.org_path for m in members}
    # a group's people come to what their branch holds, one step above
    for one in coming(homes | {path[: -Organisation.steplen] for path in homes}, year):
        found[one.organisation.path] += one.lessons or NONE
    return found


def _in_year(column: str, year: int) -> Q:
    begin, end = (timezone.make_aware(datetime.combine(day, time())) for day in (first_of(year), first_of(year + 1)))
    return Q(**{f"{column}__gte": begin, f"{column}__lt": end})


@dataclass(frozen=True, slots=True)
class Induction:
    """任职培训 of a new secretary (EDU-15). until: its last day; done_on: the day on which it ended, when it was."""

    appointment: Appointment
    until: date
    done_on: date | None
    today: date

    @property
    def late(self) -> bool:
        return self.done_on is None and self.today > self.until

    @property
    def pressing(self) -> bool:
        """Whether it is said in 今天要办 (LX-74)."""
        ahead = timedelta(days=rule("LX-74", self.today).count("induction"))
        return self.done_on is None and self.today >= self.until - ahead


def inductions(appointments: Q, today: date) -> list[Induction]:
    """New secretaries among the appointments, with the half year from the first day of their post; two statements.

    New is who was secretary nowhere at the base up to the day before, and for as long as LX-74 says: what began long
    before anybody wrote trainings down here is nobody's omission. A training that ended on that first day or later counts.
    """
    begun = plus_months(today, -rule("LX-74", today).period("fresh").amount)
    secretary = Q(post=SECRETARY, organisation__kind__in=BASIC)
    fresh = list(
        in_force(today).filter(appointments, secretary, since__gt=begun)
        .select_related("person", "organisation").order_by("org_path", "pk")
    )  # fmt: skip
    if not fresh:
        return []
    people = [row.person_id for row in fresh]
    earlier = list(
        Appointment.objects.filter(secretary, person_id__in=people).values_list("person_id", "since", "until")
    )
    done = list(
        Training.objects.filter(kind="induction", state="confirmed", member__person_id__in=people)
        .order_by("last").values_list("member__person_id", "last")
    )  # fmt: skip
    return [
        Induction(
            row, plus_months(row.since, rule("EDU-15", row.since).period("induction").amount),
            next((last for person, last in done if person == row.person_id and last >= row.since), None), today,
        )
        for row in fresh
        if not any(_goes_on(row, since, until) for person, since, until in earlier if person == row.person_id)
    ]  # fmt: skip


def _goes_on(row: Appointment, since: date, until: date | None) -> bool:
    """Whether an earlier post as secretary went on until the day before this one, or longer."""
    return since < row.since and (until is None or until >= row.since - timedelta(days=1))
