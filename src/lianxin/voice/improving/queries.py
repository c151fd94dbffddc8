"""Questions of the desk about problems, and the figures that everybody sees."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.organisations.queries import below, by_paths
from lianxin.foundation.rules.registry import rule
from lianxin.foundation.spine.scope import subtree
from lianxin.kernel.actor import Actor
from lianxin.membership.gatherings import queries as meetings
from lianxin.membership.gatherings.models import Gathering
from lianxin.voice.letters.queries.tally import midnight

from .lifecycle import OPEN, READ, SET
from .models import Improvement
from .words import KINDS, LANES

#: organisations that a form offers; a larger tree is narrowed by choosing a nearer duty
OFFERED = 400
#: kinds of meetings that look for what is wrong (EDU-02, EDU-03)
MEETINGS = ("life_meeting", "member_review")
BACK = timedelta(days=400)


def at_desk(actor: Actor) -> QuerySet[Improvement]:
    """Inside the scope."""
    return Improvement.objects.visible_to(actor, READ).select_related("organisation", "set_by")


def one(actor: Actor, pk: int) -> Improvement | None:
    """A problem inside the scope, or None, which is answered with 404."""
    return at_desk(actor).select_related("topic", "area", "gathering").filter(pk=pk).first()


def lane(actor: Actor, slug: str, words: str = "") -> QuerySet[Improvement]:
    """One of `LANES`, what runs out first in front."""
    rows = at_desk(actor).filter(_lane(slug))
    if words:
        rows = rows.filter(Q(title__icontains=words) | Q(number=words))
    return rows.order_by("-closed_at", "-pk") if slug in ("closed", "dropped") else rows.order_by("due_on", "pk")


def _lane(slug: str) -> Q:
    found = Q(state__in=LANES[slug][1])
    return found & Q(again_n__gt=0) if slug == "again" else found


def counts(actor: Actor) -> dict[str, int]:
    """How many stand in each lane; one statement."""
    rows = Improvement.objects.visible_to(actor, READ)
    return rows.aggregate(**{slug: Count("pk", filter=_lane(slug)) for slug in LANES})


def setters(actor: Actor) -> list[Organisation]:
    """Organisations for which the actor enters problems, in the order of the tree."""
    found = by_paths(actor.places_for(SET))
    return [found[path] for path in sorted(found) if not found[path].closed_on]


def targets(actor: Actor) -> list[Organisation]:
    """Who can be asked to mend something: those and all below them."""
    return list(below(actor.paths_for(SET))[:OFFERED])


def gatherings(actor: Actor) -> list[Gathering]:
    """Filed meetings that look for what is wrong, of the last year, that the actor may read."""
    now = timezone.now()
    rows = meetings.gatherings(actor, now, view="closed").filter(kind__in=MEETINGS, starts_at__gte=now - BACK)
    return list(rows[:OFFERED])


@dataclass(frozen=True, slots=True)
class Board:
    """Figures of one organisation and all below it. rate: None when too few stand behind it (LX-08)."""

    name: str
    code: str
    entered: int
    open: int
    overdue: int
    closed: int
    closed_in_time: int
    reopened: int
    shown: int
    rate: float | None


@dataclass(frozen=True)
class Sheet:
    """The page of figures."""

    whole: Board
    parts: tuple[Board, ...]
    kinds: tuple[tuple[str, int], ...]


def sheet(organisation: Organisation | None, since: date | None, until: date | None) -> Sheet:
    """Figures of problems entered in a period, in the order of the tree and never ranked (B01). Three statements."""
    rows = Improvement.objects.unscoped("figures without any content").exclude(state="dropped")
    if organisation is not None:
        rows = rows.filter(subtree("org_path", [organisation.path]))
    if since:
        rows = rows.filter(opened_at__gte=midnight(since))
    if until:
        rows = rows.filter(opened_at__lt=midnight(until))
    depth = organisation.depth if organisation else 1
    width = (depth + 1) * Organisation.steplen
    found: dict[str, dict[str, int]] = {}
    for row in rows.order_by().values("org_path").annotate(**_counts(timezone.localdate())):
        numbers: dict[str, Any] = dict(row)
        line = found.setdefault(numbers.pop("org_path")[:width], {})
        for name, n in numbers.items():
            line[name] = line.get(name, 0) + n
    offices = by_paths(found)
    parts = tuple(
        _board(offices[path], found[path], own=offices[path].depth <= depth)
        for path in sorted(found)
        if path in offices
    )
    total = {name: sum(line[name] for line in found.values()) for name in _counts(timezone.localdate())}
    by_kind = dict(rows.order_by().values_list("kind").annotate(n=Count("pk")))
    kinds = tuple((word, by_kind.get(code, 0)) for code, word in KINDS.items())
    return Sheet(_board(organisation, total), parts, kinds)


def _counts(today: date) -> dict[str, Count]:
    closed = Q(state="closed")
    late_day: datetime = midnight(today)
    conditions = {
        "open": Q(state__in=OPEN),
        "overdue": Q(state="working", due_on__lt=today) | Q(state__in=("entered", "objected", "reported"), due_at__lt=late_day),
        "closed": closed, "closed_in_time": closed & Q(closed_at__date__lte=F("due_on")),
        "reopened": Q(round__gt=1), "shown": Q(publication="public"),
    }  # fmt: skip
    return {"entered": Count("pk"), **{name: Count("pk", filter=q) for name, q in conditions.items()}}


def _board(organisation: Organisation | None, n: dict[str, int], *, own: bool = False) -> Board:
    closed = n.get("closed", 0)
    enough = closed >= int(rule("LX-08").number("minimum"))
    name = organisation.short_name if organisation else "全部"
    return Board(
        name=f"{name}（本级）" if own else name, code=organisation.code if organisation else "",
        rate=n["closed_in_time"] / closed if enough else None,
        **{key: n.get(key, 0) for key in ("entered", "open", "overdue", "closed", "closed_in_time", "reopened", "shown")},
    )  # fmt: skip
