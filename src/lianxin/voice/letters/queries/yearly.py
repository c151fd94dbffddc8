"""The yearly report on letters: the four contents that PET-10 asks for, each from counted facts.

1 how many, about what, and about whom; 2 what was passed on and supervised; 3 what was proposed and
taken up; 4 what else belongs to it. Offices stand in the order of the tree, never ranked.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.core.cache import cache
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Substr

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine.scope import subtree

from ..models import CallBack, LetterStep
from ..words import ACCOUNT_OF_RESULT, CALLBACK_RESULTS, KINDS
from . import moderation, statistics
from .moderation import Decided
from .statistics import CACHED_SECONDS, Figures
from .tally import Period, counted, midnight

#: steps of the second content, in the words of the report
PASSED_ON = {
    "assign": "分派承办单位",
    "transfer": "改派承办单位",
    "send_back": "退回重新分派",
    "forward": "转交办理",
    "add_cohandler": "增加协办单位",
    "urge": "留言人催办",
    "supervise": "上级督办",
    "escalate": "逾期提级",
}
#: steps of the fourth content
ELSE = {
    "extend": "延长办理期限",
    "follow_up": "留言人追问",
    "reopen": "留言人要求重办",
    "redo": "回访后重新办理",
    "look_again": "提级复查",
    "merge": "并案",
    "withdraw": "留言人撤回",
    "unpublish": "留言人撤回公开",
}
WITHOUT_TOPIC = "未分类"


@dataclass(frozen=True)
class Office:
    """A branch in the order of the tree with what was said about it."""

    name: str
    received: int
    complaints: int


@dataclass(frozen=True)
class Report:
    """The four contents. Counts are (label, times) in a fixed order."""

    year: int
    whole: Figures
    kinds: tuple[tuple[str, int], ...]
    topics: tuple[tuple[str, int], ...]
    offices: tuple[Office, ...]
    passed_on: tuple[tuple[str, int], ...]
    suggestions: int
    outcomes: tuple[tuple[str, int], ...]
    planned: int
    moderation: Decided
    later: Decided
    callbacks: tuple[tuple[str, int], ...]
    rest: tuple[tuple[str, int], ...]


def report(organisation: Organisation | None, year: int) -> Report:
    """The report of a branch; nine statements, remembered for a minute."""
    key = f"letters.yearly:{organisation.pk if organisation else 0}:{year}"
    found: Report | None = cache.get(key)
    if found is None:
        found = _report(organisation, year)
        cache.set(key, found, CACHED_SECONDS)
    return found


def _report(organisation: Organisation | None, year: int) -> Report:
    period = statistics.year_of(year)
    kinds, offices = _branches(organisation, period)
    topics, outcomes, planned = _matters(organisation, period)
    steps = _steps(organisation, period)
    called = _called(organisation, period)
    return Report(
        year=year,
        whole=statistics.figures(organisation, period),
        kinds=tuple((label, kinds[kind]) for kind, label in KINDS.items()),
        topics=tuple(sorted(topics.items(), key=lambda row: (row[0] == WITHOUT_TOPIC, row[0]))),
        offices=offices,
        passed_on=tuple((label, steps[event]) for event, label in PASSED_ON.items()),
        suggestions=kinds["suggest"],
        outcomes=tuple((label, outcomes[result]) for result, label in ACCOUNT_OF_RESULT.items()),
        planned=planned,
        moderation=moderation.about_letters(organisation, period),
        later=moderation.about_words(organisation, period),
        callbacks=tuple((label, called[result]) for result, label in CALLBACK_RESULTS.items()),
        rest=tuple((label, steps[event]) for event, label in ELSE.items()),
    )


def _branches(organisation: Organisation | None, period: Period) -> tuple[Counter[str], tuple[Office, ...]]:
    """Letters by kind, and by branch in the order of the tree. Two statements."""
    depth = organisation.depth if organisation else 1
    rows = counted(organisation, period).annotate(branch=Substr("org_path", 1, (depth + 1) * Organisation.steplen))
    kinds: Counter[str] = Counter()
    branches: dict[str, Counter[str]] = {}
    for branch, kind, n in rows.values_list("branch", "kind").annotate(n=Count("pk")):
        kinds[kind] += n
        branches.setdefault(str(branch), Counter())[kind] += n
    offices = Organisation.objects.filter(path__in=list(branches)).order_by("path")
    lines = tuple(
        Office(
            f"{o.short_name}（本级）" if o.depth <= depth else o.short_name,
            branches[o.org_path].total(),
            branches[o.org_path]["complain"],
        )
        for o in offices
    )
    return kinds, lines


def _matters(organisation: Organisation | None, period: Period) -> tuple[Counter[str], Counter[str], int]:
    """Letters by first level of their topic, suggestions by result, and what was put into plans. One statement."""
    topics: Counter[str] = Counter()
    outcomes: Counter[str] = Counter()
    planned = 0
    rows = counted(organisation, period).values_list("topic__path", "kind", "result").annotate(n=Count("pk"))
    for path, kind, result, n in rows:
        topics[path.split("/")[0] if path else WITHOUT_TOPIC] += n
        planned += n if result == "planned" else 0
        if kind == "suggest":
            outcomes[result] += n
    return topics, outcomes, planned


def _steps(organisation: Organisation | None, period: Period) -> Counter[str]:
    """What was done in the year, by event; one statement."""
    rows = LetterStep.objects.filter(event__in=[*PASSED_ON, *ELSE]).filter(_when("at", period)).order_by()
    if organisation is not None:
        rows = rows.filter(subtree("case__org_path", [organisation.org_path]))
    return Counter(dict(rows.values_list("event").annotate(n=Count("pk"))))


def _called(organisation: Organisation | None, period: Period) -> Counter[str]:
    """Call-backs of the year by their result; one statement."""
    rows: QuerySet[CallBack] = CallBack.objects.filter(_when("created_at", period)).order_by()
    if organisation is not None:
        rows = rows.filter(subtree("letter__org_path", [organisation.org_path]))
    return Counter(dict(rows.values_list("result").annotate(n=Count("pk"))))


def _when(column: str, period: Period) -> Q:
    found = Q()
    if period.since:
        found &= Q(**{f"{column}__gte": midnight(period.since)})
    if period.until:
        found &= Q(**{f"{column}__lt": midnight(period.until)})
    return found
