"""Letters of one matter and place as figures, for rooms that look at what people ask: counts, no content.

Counted like the public figures (`tally.counted`): everything that was received, shown or not, without what was
withdrawn before any answer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, QuerySet
from django.utils import timezone

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine.scope import subtree
from lianxin.kernel.actor import Actor

from ..models import Letter, Topic
from . import desk, public
from .statistics import Figures, figures_of
from .tally import Period, Tally, counted, tallies, total_of

#: letters without a topic
WITHOUT = "未分类"
#: how deep the taxonomy is followed where matters are listed
LEVELS = 2


@dataclass(frozen=True, slots=True)
class Matter:
    """One matter in words ("一级/二级"). median: working days to the first reply, of `days_n` answered letters."""

    path: str
    received: int
    median: int | None
    days_n: int


def figures(organisation: Organisation | None, topic: Topic | None, period: Period) -> Figures:
    """All figures of letters about one matter (and all below it) in one branch of the tree. Three statements."""
    rows = about(counted(organisation, period), topic)
    return figures_of(total_of(tallies(rows, timezone.now()).values()), organisation)


def about(rows: QuerySet[Letter], topic: Topic | None) -> QuerySet[Letter]:
    """Only letters about a matter and all below it."""
    return rows if topic is None else rows.filter(topic__in=public.topics_below(topic))


def by_matter(organisation: Organisation | None, period: Period) -> list[Matter]:
    """Matters in the order of their words, those without a topic last. Two statements."""
    rows = counted(organisation, period)
    received: Counter[str] = Counter()
    days: dict[str, Counter[int]] = {}
    for path, n in rows.values_list("topic__path").annotate(n=Count("pk")):
        received[_short(path)] += n
    answered = rows.filter(answer_late__isnull=False, answer_days__isnull=False)
    for path, taken, n in answered.values_list("topic__path", "answer_days").annotate(n=Count("pk")):
        days.setdefault(_short(path), Counter())[int(taken or 0)] += n
    found = []
    for path in sorted(received, key=lambda word: (word == WITHOUT, word)):
        tally = Tally(days=days.get(path, Counter()))
        found.append(Matter(path, received[path], tally.percentile(50), tally.days.total()))
    return found


def _short(path: str | None) -> str:
    return "/".join(path.split("/")[:LEVELS]) if path else WITHOUT


def came_since(organisation: Organisation, topic: Topic | None, since: datetime) -> int:
    """Letters about the matter and place that came after a moment; thanks and refused ones are no problem again."""
    rows = counted(organisation, Period("", None, None)).filter(opened_at__gt=since)
    return about(rows, topic).exclude(kind="thank").exclude(state="refused").count()


def by_numbers(actor: Actor, numbers: Iterable[str]) -> dict[str, Letter]:
    """Number -> letter, of those that the actor reads at the desk (P05)."""
    if not actor.has("letters.read"):
        return {}
    rows = desk.in_scope(actor).filter(number__in=list(numbers)).select_related("topic")
    return {str(row.number): row for row in rows}


def at_desk(actor: Actor, ids: Sequence[int]) -> list[Letter]:
    """Letters by key, of those that the actor reads at the desk."""
    if not ids or not actor.has("letters.read"):
        return []
    rows = desk.in_scope(actor).filter(pk__in=ids).select_related("topic", "organisation")
    return list(rows.only(*desk.LISTED, "topic__path", "topic__code").order_by("pk"))


def typical(organisation: Organisation, since: date, until: date, many: int) -> list[Letter]:
    """Published, answered letters of a period that most people follow, one of each matter first; for everybody."""
    rows = public.published().filter(answered_at__isnull=False).filter(subtree("org_path", [organisation.path]))
    rows = rows.filter(opened_at__date__gte=since, opened_at__date__lt=until)
    found: list[Letter] = []
    rest: list[Letter] = []
    for letter in public.with_listed(rows).order_by("-followers", "-answered_at", "pk")[: many * 10]:
        seen = {x.topic_id for x in found}
        (rest if letter.topic_id in seen else found).append(letter)
    return (found + rest)[:many]
