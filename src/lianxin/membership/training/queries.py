"""Questions about trainings. By name only at one's own branch; from above numbers, and those hidden where they are small."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from lianxin.foundation.accounts.queries import in_force
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.organisations.queries import ancestors_of, below
from lianxin.foundation.rules.registry import rule
from lianxin.foundation.spine.scope import subtree
from lianxin.kernel.actor import Actor, posts_with
from lianxin.membership.dossiers.models import Member
from lianxin.membership.dossiers.words import IN_PARTY
from lianxin.membership.gatherings.models import Attendance

from . import reckoning
from .models import Training
from .policies import CONFIRM, READ, homes
from .reckoning import Standing
from .words import BRANCHES

#: of what waits in a scope, so many are looked through; the oldest first
ASKED = 30


def members_of(office: Organisation) -> list[Member]:
    """On the roster of a branch and its groups, by name: never by what they have."""
    rows = Member.objects.unscoped("the caller asked for the organisation").filter(
        subtree("org_path", [office.path]), stage__in=IN_PARTY, standing="active"
    )
    return list(rows.select_related("organisation").order_by("pinyin", "pk"))


def branches(actor: Actor, verb: str) -> QuerySet[Organisation]:
    """Branches of the scope in the order of the tree."""
    return below(actor.paths_for(verb)).filter(kind__in=BRANCHES, closed_on=None).order_by("path")


def person(actor: Actor, pk: int) -> Member | None:
    """Somebody of one's own branch."""
    found = Member.objects.visible_to(actor, READ).select_related("organisation", "person").filter(pk=pk).first()
    own = found is not None and any(found.org_path.startswith(home.path) for home in homes(actor))
    return found if own else None


def one(actor: Actor, pk: int) -> Training | None:
    """A training of one's own branch, or one that the actor may confirm."""
    row = Training.objects.select_related("member__organisation", "by", "decided_by").filter(pk=pk).first()
    if row is None or not actor.may(READ, row.member.org_path):
        return None
    seen = actor.may(CONFIRM, row.member.org_path) or person(actor, row.member_id) is not None
    return row if seen else None


def waiting(actor: Actor) -> list[Training]:
    """What waits for this very actor: they are among the nearest who may confirm it, the person themselves not counted.

    The oldest first; two statements.
    """
    theirs = Member.objects.visible_to(actor, CONFIRM).exclude(person_id=actor.person_id or 0)
    found = Training.objects.filter(state="waiting", member__in=theirs.values("pk")).order_by("at")
    rows = list(found.select_related("member__organisation")[:ASKED])
    above = {path for row in rows for path in ancestors_of(row.member.org_path)}
    posts = in_force().filter(post__in=posts_with(CONFIRM), org_path__in=above) if rows else in_force().none()
    held = list(posts.order_by("pk").values_list("org_path", "person_id"))
    return [row for row in rows if actor.person_id in _nearest(held, row.member)]


def _nearest(held: list[tuple[str, int]], member: Member) -> set[int]:
    """The persons among (path, person) who sit nearest above a member and are somebody else."""
    others = [(path, who) for path, who in held if member.org_path.startswith(path) and who != member.person_id]
    best = max((len(path) for path, _ in others), default=0)
    return {who for path, who in others if len(path) == best}


def own(person_id: int | None) -> QuerySet[Training]:
    return Training.objects.filter(member__person_id=person_id or 0).order_by("-last", "-pk")


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing behind the number. lessons: in words; training: when it was outside of the branch."""

    on: date
    title: str
    where: str
    lessons: str
    gathering: int | None = None
    training: Training | None = None


def facts(member: Member, year: int) -> list[Fact]:
    """Everything that was credited or waits, the newest first; two statements."""
    rows = Attendance.objects.filter(reckoning.attended(year), member=member).select_related("gathering__organisation")
    here = [
        Fact(a.gathering.day, a.gathering.title, a.gathering.organisation.short_name, a.gathering.said_lessons, gathering=a.gathering_id)
        for a in rows
    ]  # fmt: skip
    trainings = Training.objects.filter(member=member, last__year=year)
    there = [Fact(t.last, t.title, t.host, t.said_lessons, training=t) for t in trainings]
    return sorted([*here, *there], key=lambda fact: fact.on, reverse=True)


@dataclass(frozen=True, slots=True)
class Counts:
    """A branch in numbers. of: those of whom something is asked; shown: whether they are enough not to be known by it."""

    office: Organisation
    of: int
    done: int
    spared: int
    shown: bool

    @property
    def short(self) -> int:
        return self.of - self.done


def counts(offices: list[Organisation], year: int, today: date) -> list[Counts]:
    """Each branch of a page, in the order that came. Numbers below the least of LX-08 are hidden; there is no sum that
    would give them away."""
    least = rule("LX-08", today).count("minimum")
    rows = Member.objects.unscoped("the caller asked for the organisations").filter(
        subtree("org_path", [o.path for o in offices]), stage__in=IN_PARTY, standing="active"
    )
    found = reckoning.standings(list(rows), year, today)
    return [
        _count(office, [s for s in found if s.member.org_path.startswith(office.path)], least) for office in offices
    ]


def _count(office: Organisation, rows: list[Standing], least: int) -> Counts:
    asked = [row for row in rows if not row.asked.why]
    done = sum(not row.short for row in asked)
    return Counts(office, len(asked), done, len(rows) - len(asked), len(asked) >= least)


@dataclass(frozen=True, slots=True)
class Own:
    """The year of a member in one line, for 我的."""

    year: int
    standing: Standing


def own_year(member: Member | None) -> Own | None:
    """None for everybody who is not on a roster."""
    if member is None or not member.in_party:
        return None
    today = timezone.localdate()
    return Own(today.year, reckoning.standings([member], today.year, today)[0])
