"""How many are on the rosters of a subtree, and who they are, in the time of reading one short row an organisation.

The figure of each organisation is kept (`Headcount`); the database marks it with every change of a file (`marks`), and
what is marked is counted from the files themselves until the job has counted it again. One statement reads both, so the
answer is exact at every moment, whatever the job does.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, Q, QuerySet, Sum, Value

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine.scope import subtree

from .models import Headcount, Member, Recount
from .words import IN_PARTY, STAGES

HAN = "01"
#: first year of each decade; who was born earlier is counted together
DECADES = (1950, 1960, 1970, 1980, 1990, 2000)
BATCH = 2000
_PARTY = Q(stage__in=IN_PARTY)


def _born(first: int | None, end: int | None) -> Q:
    found = _PARTY
    if first:
        found &= Q(born__gte=date(first, 1, 1))
    return found & Q(born__lt=date(end, 1, 1)) if end else found


#: column of `Headcount` -> who is counted in it, of those on the roster. Except for the stages: members of the Party.
COLUMNS: dict[str, Q] = (
    {stage: Q(stage=stage) for stage in STAGES}
    | {
        "women": _PARTY & Q(sex="2"),
        "minority": _PARTY & ~Q(ethnicity__in=("", HAN)),
        # 大专及以上: the first digit of GB/T 4658
        "college": _PARTY & Q(education__gte="1", education__lt="4"),
        "born_before": _born(None, DECADES[0]),
    }
    | {f"born_{first}": _born(first, end) for first, end in zip(DECADES, (*DECADES[1:], None), strict=True)}
)


@dataclass(frozen=True, slots=True)
class Heads:
    """The figures of a subtree. numbers: column -> people."""

    numbers: dict[str, int]

    @property
    def stages(self) -> dict[str, int]:
        """Everybody on the roster, by stage."""
        return {stage: self.numbers[stage] for stage in STAGES}

    @property
    def party(self) -> int:
        """党员: full and probationary."""
        return sum(self.numbers[stage] for stage in IN_PARTY)

    @property
    def facts(self) -> list[tuple[str, int, str]]:
        """(word, people, share of the members of the Party)."""
        words = {"women": "女", "minority": "少数民族", "college": "大专及以上"}
        return [(word, self.numbers[name], self._share(name)) for name, word in words.items()]

    @property
    def decades(self) -> list[tuple[str, int, str]]:
        """出生年代, the oldest first; those without a birth day last, when there are any."""
        words = {"born_before": "1949 年及以前"} | {f"born_{first}": f"{first % 100:02} 后" for first in DECADES}
        found = [(word, self.numbers[name], self._share(name)) for name, word in words.items() if self.numbers[name]]
        unknown = self.party - sum(self.numbers[name] for name in words)
        return [*found, ("未填", unknown, "")] if unknown else found

    def _share(self, name: str) -> str:
        return f"{self.numbers[name] / self.party:.1%}" if self.party else ""


def heads(paths: Iterable[str]) -> Heads:
    """The figures of subtrees; one statement over one row an organisation."""
    inside = subtree("organisation__path", paths)
    marked = Recount.objects.values("organisation_id")
    kept: Any = (
        Headcount.objects.filter(inside).exclude(organisation_id__in=marked).annotate(one=Value(1)).values("one")
    )
    kept = kept.annotate(**{f"n_{name}": Sum(name) for name in COLUMNS})
    live = _counted(
        Member.objects.unscoped("figures of a subtree that the caller may see").filter(
            inside, organisation_id__in=marked
        )
    )
    names = [f"n_{name}" for name in COLUMNS]
    rows = list(kept.values_list(*names).union(live.annotate(one=Value(1)).values("one").annotate(
        **{f"n_{name}": Count("pk", filter=who) for name, who in COLUMNS.items()}).values_list(*names), all=True))  # fmt: skip
    return Heads({name: sum(row[at] or 0 for row in rows) for at, name in enumerate(COLUMNS)})


def each(paths: Iterable[str], column: str) -> dict[str, int]:
    """Path -> one of the figures of each organisation itself inside subtrees; without those that have none. One statement."""
    inside = subtree("organisation__path", paths)
    marked = Recount.objects.values("organisation_id")
    kept: Any = Headcount.objects.filter(inside).exclude(organisation_id__in=marked).order_by()
    live = _counted(
        Member.objects.unscoped("figures of a subtree that the caller may see").filter(
            inside, COLUMNS[column], organisation_id__in=marked
        )
    )
    rows = kept.values_list("organisation__path", column).union(
        live.values_list("organisation__path").annotate(n=Count("pk")).values_list("organisation__path", "n"), all=True
    )
    return {path: n for path, n in rows if n}


def _counted(rows: Any) -> QuerySet[Any]:
    found: QuerySet[Any] = rows.filter(standing="active").order_by()
    return found


def staffed() -> QuerySet[Organisation]:
    """Organisations that keep files of members of the Party on their own roster, as of now; one statement."""
    marked = Recount.objects.values("organisation_id")
    kept = Headcount.objects.exclude(organisation_id__in=marked).filter(Q(member__gt=0) | Q(probationary__gt=0))
    live = _counted(Member.objects.unscoped("organisations, no names")).filter(_PARTY, organisation_id__in=marked)
    return Organisation.objects.filter(
        Q(pk__in=kept.values("organisation_id")) | Q(pk__in=live.values("organisation_id"))
    )


def recount(*, everything: bool = False) -> int:
    """Count the marked organisations again; answers how many. Only one at a time; nobody who reads or writes files waits."""
    done = 0
    if everything:
        mark_all()
    while marked := _batch():
        done += marked
    return done


def _batch() -> int:
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:  # against another counter only: reading goes on
                cursor.execute("LOCK TABLE dossiers_headcount IN SHARE ROW EXCLUSIVE MODE")
        marks = list(Recount.objects.order_by("organisation_id").values_list("pk", "organisation_id")[:BATCH])
        if not marks:
            return 0
        # a mark that is seen here was committed with its change, so the count sees the change, too
        wanted = {organisation for _, organisation in marks}
        rows = [Headcount(organisation_id=pk, **numbers) for pk, numbers in counted(wanted)]
        Headcount.objects.bulk_create(
            rows, batch_size=500, update_conflicts=True, unique_fields=["organisation"], update_fields=list(COLUMNS)
        )
        Headcount.objects.filter(organisation_id__in=wanted - {row.organisation_id for row in rows}).delete()
        Recount.objects.filter(pk__in=[pk for pk, _ in marks]).delete()
        return len(wanted)


def counted(wanted: Iterable[int] | None = None) -> list[tuple[int, dict[str, int]]]:
    """(organisation, figures) from the files themselves; of all organisations that have anybody, or of the wanted ones."""
    rows = _counted(Member.objects.unscoped("figures without names"))
    if wanted is not None:
        rows = rows.filter(organisation_id__in=list(wanted))
    found = rows.values_list("organisation_id").annotate(
        **{f"n_{name}": Count("pk", filter=who) for name, who in COLUMNS.items()}
    )
    return [(pk, dict(zip(COLUMNS, numbers, strict=True))) for pk, *numbers in found.iterator()]


def mark_all() -> None:
    """Every organisation that has a figure or a file is counted again."""
    with transaction.atomic():
        homes = set(
            Member.objects.unscoped("figures without names")
            .order_by()
            .values_list("organisation_id", flat=True)
            .distinct()
        )
        homes |= set(Headcount.objects.values_list("organisation_id", flat=True))
        Recount.objects.bulk_create((Recount(organisation_id=pk) for pk in sorted(homes)), batch_size=5000)


def wrong() -> list[int]:
    """Organisations whose figure is not that of their files although nobody marked them. Always empty, or a fault."""
    alone = not connection.in_atomic_block
    with transaction.atomic():
        if connection.vendor == "postgresql" and alone:
            with connection.cursor() as cursor:  # one picture of all tables
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        marked = set(Recount.objects.values_list("organisation_id", flat=True))
        kept = {row[0]: list(row[1:]) for row in Headcount.objects.values_list("organisation_id", *COLUMNS)}
        true = {pk: list(numbers.values()) for pk, numbers in counted()}
    none = [0] * len(COLUMNS)
    return sorted(pk for pk in {*kept, *true} - marked if kept.get(pk, none) != true.get(pk, none))
