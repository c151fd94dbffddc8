"""Which office a letter should go to: the routes by topic and area, and what similar letters got.

Only a suggestion. The dispatcher decides, and sees why each office is named.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.organisations.queries import ancestors_of, receiving
from lianxin.foundation.search.queries import similar
from lianxin.kernel.actor import Actor

from . import policies
from .lifecycle import OPEN
from .models import Letter, Route, Topic
from .queries import desk

#: how many similar letters are looked at, and how many offices are offered
LOOKED_AT, OFFERED = 12, 4
#: what stands behind the place in the name of an organisation
_SUFFIX = re.compile(
    r"(?:中国共产党|中共)|(?:党委|党总支|党支部|党小组|委员会|支部|总支|人民政府|政府|办事处|村委会|居委会)"
)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One office with the reason why it is named; sure: a route says so."""

    organisation: Organisation
    why: str
    sure: bool = False


@dataclass(frozen=True, slots=True)
class Load:
    """Open letters of an office, and those of them that are overdue."""

    open: int = 0
    late: int = 0


def suggest(letter: Letter) -> Suggestion | None:
    """The office of the deepest route: the most special topic first, then the smallest area."""
    topics = _topic_and_above(letter.topic)
    if not topics:
        return None
    areas = ancestors_of(area_of(letter))
    rows = Route.objects.filter(topic__in=topics, area_path__in=areas).select_related("organisation", "topic")
    best = max(rows, key=lambda r: (r.topic.level, len(r.area_path)), default=None)
    if best is None or not _may_have(letter, best.organisation):
        return None
    return Suggestion(best.organisation, f"分派规则：{best.topic}", sure=True)


def _may_have(letter: Letter, organisation: Organisation) -> bool:
    return bool(policies.may_assign_to(letter, organisation, None) and policies.may_look_again(letter, organisation))


def area_of(letter: Letter) -> str:
    """Path of the smallest organisation whose place name stands in the letter's place, else the receiver's."""
    path = letter.received_by.org_path
    if not letter.place:
        return path
    named = [o for o in receiving([path]) if (word := place_word(o.short_name)) and word in letter.place]
    return max((o.org_path for o in named), key=len, default=path)


def place_word(name: str) -> str:
    """``"渡口村党支部"`` -> ``"渡口村"``; empty when less than two characters are left."""
    word = _SUFFIX.sub("", name)
    return word if len(word) > 1 else ""


def candidates(actor: Actor, letter: Letter) -> list[Suggestion]:
    """The route's office first, then offices that answered similar letters; at most `OFFERED`."""
    first = suggest(letter)
    found = [first] if first else []
    known = {s.organisation.pk for s in found}
    for organisation, times in _of_similar(actor, letter):
        if organisation.pk not in known and _may_have(letter, organisation):
            found.append(Suggestion(organisation, f"办过 {times} 件类似留言"))
    return found[:OFFERED]


def _of_similar(actor: Actor, letter: Letter) -> list[tuple[Organisation, int]]:
    hits = similar(
        f"{letter.title}\n{letter.body}", kind="letter", audience="staff",
        paths=actor.paths_for("letters.dispatch"), limit=LOOKED_AT, exclude=letter.pk,
    )  # fmt: skip
    rows = Letter.objects.unscoped("where similar letters went").filter(
        pk__in=[h.object_id for h in hits], assigned_at__isnull=False
    )
    offices = [x.organisation for x in rows.select_related("organisation")]
    by_id = {o.pk: o for o in offices}
    return [(by_id[pk], n) for pk, n in Counter(o.pk for o in offices).most_common()]


def loads(organisations: Iterable[int], now: datetime) -> dict[int, Load]:
    """Open and late letters of each office, one statement."""
    rows = Letter.objects.unscoped("figures only").filter(organisation__in=set(organisations), state__in=OPEN)
    figures = (
        rows.order_by().values_list("organisation").annotate(n=Count("pk"), late=Count("pk", filter=Q(due_at__lt=now)))
    )
    return {pk: Load(n, late) for pk, n, late in figures}


def loads_of_people(people: Iterable[int], now: datetime) -> dict[int, Load]:
    """The same for named handlers."""
    rows = Letter.objects.unscoped("figures only").filter(handler__in=set(people), state__in=OPEN)
    figures = rows.order_by().values_list("handler").annotate(n=Count("pk"), late=Count("pk", filter=Q(due_at__lt=now)))
    return {pk: Load(n, late) for pk, n, late in figures}


def merge_candidates(actor: Actor, letter: Letter) -> list[Letter]:
    """Letters in the actor's scope that speak of the same thing and may become the main one."""
    hits = similar(
        f"{letter.title}\n{letter.body}", kind="letter", audience="staff",
        paths=actor.paths_for("letters.dispatch"), limit=8, exclude=letter.pk,
    )  # fmt: skip
    rows = desk.in_scope(actor, "letters.dispatch").filter(
        pk__in=[h.object_id for h in hits], merged_into=None, state__in=(*OPEN, "replied", "solved", "closed")
    )
    rows = rows.filter(Q(publication="public") | Q(author=letter.author_id, author__isnull=False))
    by_id = {x.pk: x for x in rows.select_related("organisation")}
    return [by_id[h.object_id] for h in hits if h.object_id in by_id]


def _topic_and_above(topic: Topic | None) -> list[int]:
    found: list[int] = []
    while topic is not None:
        found.append(topic.pk)
        topic = topic.parent
    return found
