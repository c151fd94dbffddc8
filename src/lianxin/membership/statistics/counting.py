"""Counts by the database: a handful of statements over the files of a subtree, no row per member in Python.

As of a day: who joined by then and is on the roster; for a day that is over also who left the roster after it, as
far as the time line of their file says so. Where a file stands is where it stands now.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Substr
from django.db.models.lookups import Exact
from django.utils import timezone

from lianxin.foundation.organisations.models import UNDATED, Organisation, OrganisationEvent
from lianxin.foundation.spine.scope import subtree
from lianxin.kernel.actor import Actor
from lianxin.membership.dossiers.models import Member, MemberEvent
from lianxin.membership.dossiers.words import IN_PARTY

from . import bulletin
from .bulletin import Frame, Span
from .policies import READ
from .reckoning import Counts, Group


class JoinedTooYoung(Func):
    """True where the admission lies before the birthday of `years` (DEV-01); as `bulletin.reached` counts."""

    output_field = BooleanField()

    def __init__(self, years: int) -> None:
        super().__init__("born", "joined_on")
        self.years = years

    def as_sql(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, list[Any]]:  # type: ignore[override]  # own text
        born, joined = (compiler.compile(part)[0] for part in self.source_expressions)
        if connection.vendor == "sqlite":  # the day after 28 February of a common year is 1 March
            return f"(date({born}, '+{self.years:d} years') > {joined})", []
        return f"(({joined} - interval '{self.years:d} years')::date < {born})", []


@dataclass(frozen=True, slots=True)
class Ground:
    """A branch or a group as it stands in the tree, with its members. full: no longer on probation."""

    pk: int
    path: str
    kind: str
    short_name: str
    full: int
    members: int


def members(actor: Actor, office: Organisation, frame: Frame) -> QuerySet[Member]:
    """Members of the Party in the subtree, as of the day; nobody outside the scope of the actor."""
    rows = Member.objects.visible_to(actor, READ).filter(subtree("org_path", [office.path]), stage__in=IN_PARTY)
    return rows.filter(Q(joined_on=None) | Q(joined_on__lte=frame.day)).filter(_on_the_roster(frame))


def _on_the_roster(frame: Frame) -> Q:
    """Who left after the day was there on it; who came back after it was not, unless they had not gone by then."""
    if frame.day >= timezone.localdate():
        return Q(standing="active")
    told = MemberEvent.objects.filter(member=OuterRef("pk"), kind__in=("standing", "returned")).order_by("-on", "-pk")
    last = Coalesce(Subquery(told.filter(on__lte=frame.day).values("kind")[:1]), Value("returned"))
    there = Exact(last, Value("returned"))
    # few have come back: they are looked for by themselves, not one by one among everybody
    since = MemberEvent.objects.filter(kind="returned", on__gt=frame.day).order_by().values("member")
    left = Exists(told.filter(kind="standing", on__gt=frame.day))
    return Q(standing="active") & (~Q(pk__in=since) | Q(there)) | ~Q(standing="active") & Q(left) & Q(there)


def full(frame: Frame) -> Q:
    """正式党员 on the day."""
    return Q(stage="member") & (Q(full_since=None) | Q(full_since__lte=frame.day))


def count(actor: Actor, office: Organisation, frame: Frame) -> Counts:
    """Everything that the tables are made of: two statements over the members, the others are small."""
    rows = members(actor, office, frame)
    return Counts(
        groups=_groups(rows, frame), occupations=_occupations(rows, frame),
        organisations=_organisations(office, frame), way=_way(actor, office) if frame.day == timezone.localdate() else None,
        before=_before(actor, office, frame),
    )  # fmt: skip


def _groups(rows: QuerySet[Member], frame: Frame) -> list[Group]:
    """One statement; the lines of all tables at once bound how many groups there are, however many members."""
    keyed = rows.order_by().annotate(
        k_ethnicity=Case(When(ethnicity="", then=Value("")), When(ethnicity=bulletin.HAN, then=Value("han")), default=Value("other")),
        k_education=Substr("education", 1, 1), k_age=_place(frame.ages, "born"), k_joined=_place(frame.periods, "joined_on"),
        k_full=_truth(full(frame)), k_fresh=_truth(Q(joined_on__gte=frame.year_begins)),
        k_young=_truth(_within(frame.young, "born")),
    )  # fmt: skip
    names = ("sex", "k_ethnicity", "k_education", "k_age", "k_joined", "k_full", "k_fresh", "k_young")
    return [
        Group(sex, ethnicity, education, age, joined, bool(grown), bool(fresh), bool(young), n)
        for sex, ethnicity, education, age, joined, grown, fresh, young, n in keyed.values_list(*names).annotate(
            n=Count("pk")
        )
    ]


def _occupations(rows: QuerySet[Member], frame: Frame) -> dict[tuple[str, bool], int]:
    keyed = rows.order_by().annotate(k_fresh=_truth(Q(joined_on__gte=frame.year_begins)))
    counted = keyed.values_list("occupation", "k_fresh").annotate(n=Count("pk"))
    return {(text, bool(fresh)): n for text, fresh, n in counted.iterator()}


def _organisations(office: Organisation, frame: Frame) -> dict[str, int]:
    rows = offices(office, frame).order_by()
    return dict(rows.values_list("kind").annotate(n=Count("pk")))


def _before(actor: Actor, office: Organisation, frame: Frame) -> tuple[int, int]:
    """(members, organisations) at the end of the year before."""
    eve = bulletin.frame(frame.year_begins - bulletin.ONE_DAY)
    kinds = _organisations(office, eve)
    return members(actor, office, eve).count(), sum(n for kind, n in kinds.items() if kind in bulletin.ORGANISATIONS)


def offices(office: Organisation, frame: Frame) -> QuerySet[Organisation]:
    """Organisations of the subtree that were in being on the day; one whose founding is not dated was."""
    rows = Organisation.objects.filter(subtree("path", [office.path]))
    rows = rows.filter(Q(closed_on=None) | Q(closed_on__gt=frame.day))
    later = OrganisationEvent.objects.filter(
        subtree("organisation__path", [office.path]), kind="found", on__gt=frame.day
    )
    return rows.exclude(pk__in=later.exclude(basis=UNDATED).values("organisation_id"))


def _way(actor: Actor, office: Organisation) -> dict[str, int]:
    """Those who are on their way into the Party today."""
    rows = Member.objects.visible_to(actor, READ).filter(subtree("org_path", [office.path]), standing="active")
    return dict(rows.exclude(stage__in=IN_PARTY).order_by().values_list("stage").annotate(n=Count("pk")))


def grounds(actor: Actor, office: Organisation, frame: Frame) -> list[Ground]:
    """Branches of the subtree with the members that they and their groups keep, in the order of the tree."""
    return homes(actor, office, frame, {})[0]


def homes(
    actor: Actor, office: Organisation, frame: Frame, wanted: Mapping[str, Q]
) -> tuple[list[Ground], Counter[str]]:
    """(branches as in `grounds`, name of a condition -> members whom it fits): one statement over the members."""
    figures = {"k_full": full(frame), **wanted}
    rows = members(actor, office, frame).order_by().values_list("organisation_id").annotate(n=Count("pk"))
    rows = rows.annotate(**{name: Count("pk", filter=condition) for name, condition in figures.items()})
    by_office: dict[int, tuple[int, int]] = {}
    fitting: Counter[str] = Counter()
    for pk, n, grown, *others in rows.iterator():
        by_office[pk] = (grown, n)
        fitting.update(dict(zip(wanted, others, strict=True)))
    named = offices(office, frame).filter(kind__in=(*bulletin.BRANCHES, "group")).order_by("path")
    found = together(
        Ground(pk, path, kind, name, *by_office.get(pk, (0, 0)))
        for pk, path, kind, name in named.values_list("pk", "path", "kind", "short_name").iterator()
    )
    return found, fitting


def together(found: Iterable[Ground]) -> list[Ground]:
    """Branches with the members of the groups below them; found: in the order of the tree."""
    branches: list[Ground] = []
    for one in found:
        above = branches[-1] if branches and one.path.startswith(branches[-1].path) else None
        if one.kind == "group" and above is not None:
            grown, n = above.full + one.full, above.members + one.members
            branches[-1] = Ground(above.pk, above.path, above.kind, above.short_name, grown, n)
        elif one.kind != "group":
            branches.append(one)
    return branches


def _within(span: Span, field: str) -> Q:
    found = Q(**{f"{field}__isnull": False})
    if span.first:
        found &= Q(**{f"{field}__gte": span.first})
    return found & Q(**{f"{field}__lte": span.last}) if span.last else found


def _place(spans: Sequence[Span], field: str) -> Case:
    """The number of the span, -1 for no day."""
    whens = [When(_within(span, field), then=Value(at)) for at, span in enumerate(spans)]
    return Case(*whens, default=Value(-1), output_field=IntegerField())


def _truth(condition: Q) -> Case:
    return Case(When(condition, then=Value(1)), default=Value(0), output_field=IntegerField())
