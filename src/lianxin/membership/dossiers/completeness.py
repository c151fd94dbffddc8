"""材料齐不齐: what the list (DEV-26) asks of a file at its stage, and what of it is there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Case, Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from lianxin.foundation.rules.registry import rule

from .models import Member, Paper
from .words import IN_PARTY, OTHER_PAPERS, STAGES

RULE = "DEV-26"
#: from which stage a paper of the list exists; what another version of the list adds is asked of full members
_SINCE = {
    "入党申请书": "applicant", "积极分子登记表": "activist", "政治审查材料": "probationary", "入党志愿书": "probationary",
    "预备党员登记表": "probationary", "转正申请书": "member",
}  # fmt: skip
_ORDER = list(STAGES)


def listed() -> list[str]:
    """The papers of the list as it stands today."""
    return list(rule(RULE).items("papers"))


def kinds() -> list[str]:
    """Every kind of paper that a file may hold, those of the list first."""
    return [*listed(), *OTHER_PAPERS]


def wanted(stage: str) -> list[str]:
    """What the list asks of a file at a stage."""
    at = _ORDER.index(stage)
    return [word for word in listed() if _ORDER.index(_SINCE.get(word, "member")) <= at]


def held(members: Iterable[int]) -> dict[int, set[str]]:
    """Kinds of paper in each of the files; one statement."""
    found: defaultdict[int, set[str]] = defaultdict(set)
    rows = Paper.objects.filter(member__in=list(members), state="kept").order_by()
    for member, kind in rows.values_list("member_id", "kind"):
        found[member].add(kind)
    return found


def missing(member: Member) -> list[str]:
    """Papers that the list asks and the file does not hold."""
    there = held([member.pk])[member.pk]
    return [word for word in wanted(member.stage) if word not in there]


def lacking(members: Iterable[Member]) -> list[tuple[Member, list[str]]]:
    """Files with the papers that they lack; two statements for any number of files."""
    rows = list(members)
    there = held(row.pk for row in rows)
    return [(row, [word for word in wanted(row.stage) if word not in there[row.pk]]) for row in rows]


def incomplete(rows: QuerySet[Member]) -> QuerySet[Member]:
    """Those of the files of members of the Party that lack a paper."""
    here = Paper.objects.filter(member=OuterRef("pk"), state="kept").order_by().values("member")
    counted = [
        When(stage=stage, then=Coalesce(Subquery(here.filter(kind__in=wanted(stage)).annotate(n=Count("kind", distinct=True))
                                                 .values("n")[:1]), 0) - len(wanted(stage)))
        for stage in IN_PARTY
    ]  # fmt: skip
    lacks = Case(*counted, default=Value(0), output_field=IntegerField())
    return rows.filter(stage__in=IN_PARTY).annotate(lacks=lacks).filter(lacks__lt=0)


def complete_count(rows: QuerySet[Member]) -> int:
    """How many files lack nothing, counted from the papers: most files of a county have few."""
    total = 0
    for stage in IN_PARTY:
        words = wanted(stage)
        here = Paper.objects.filter(
            Q(member__in=rows.filter(stage=stage).order_by().values("pk")), state="kept", kind__in=words
        )
        full = here.order_by().values("member").annotate(n=Count("kind", distinct=True)).filter(n=len(words))
        total += full.count()
    return total
