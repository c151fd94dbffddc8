"""Piles of work at the desk: how many in each, how many late, what waits for one person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine.scope import after, subtree
from lianxin.kernel.actor import Actor

from ..models import Letter, Message, Party, Rating, Topic
from ..words import KINDS
from . import desk
from .public import topics_below

#: queues whose letters still wait for somebody; the others are kept to be looked up
ACTIVE = tuple(
    name for name, (_, states, _) in desk.QUEUES.items() if "closed" not in states and "replied" not in states
)
#: organisations so near to the root (in levels) have a good part of all letters
WIDE = 2
#: who moves a letter on from a state: (word on the button, slug of the form)
NEXT = {
    "submitted": ("审核", "review"), "appealed": ("复核", "appeal"), "accepted": ("分派", "assign"),
    "assigned": ("签收", "take"), "handling": ("写答复", "reply"), "reworking": ("写答复", "reply"),
    "waiting": ("查看", ""), "approving": ("审签", "sign"), "callback": ("回访", "call_back"),
}  # fmt: skip


@dataclass(frozen=True)
class Wanted:
    """What a person chose in a list; unknown values were dropped by the form."""

    kind: str = ""
    topic: Topic | None = None
    organisation: Organisation | None = None
    handler: int | None = None
    overdue: bool = False
    mine: bool = False

    @property
    def narrows(self) -> bool:
        """True when at least one filter is set."""
        return any((self.kind in KINDS, self.topic, self.organisation, self.handler, self.overdue, self.mine))


@dataclass(frozen=True)
class Counts:
    """(count, late) by queue name; queues whose verb the actor lacks are missing."""

    by_queue: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """Everything that waits for somebody in the actor's own duties."""
        return sum(count for name, (count, _) in self.by_queue.items() if name != "waiting")

    def of(self, name: str) -> int | None:
        """Count of a queue; None for those that are not counted."""
        found = self.by_queue.get(name)
        return found[0] if found else None


def counts(actor: Actor, now: datetime) -> Counts:
    """All active queues in one statement on the work index; each state stands in exactly one queue.

    Written as SQL because every desk page asks it: the statement takes less time than building it would.
    """
    queue_of: dict[str, str] = {}
    states_in: dict[tuple[str, ...], list[str]] = {}
    for name in ACTIVE:
        _, states, verb = desk.QUEUES[name]
        if paths := actor.paths_for(verb):
            states_in.setdefault(paths, []).extend(states)
            queue_of |= dict.fromkeys(states, name)
    found = dict.fromkeys(queue_of.values(), (0, 0))
    for state, n, late in _count_states(actor, states_in, now) if queue_of else ():
        had = found[queue_of[state]]
        found[queue_of[state]] = (had[0] + n, had[1] + late)
    return Counts(found)


def _count_states(
    actor: Actor, states_in: Mapping[tuple[str, ...], list[str]], now: datetime
) -> list[tuple[str, int, int]]:
    values: list[Any] = [connection.ops.adapt_datetimefield_value(now)]
    parts = []
    for paths, states in states_in.items():
        ranges = " OR ".join(["org_path >= %s AND org_path < %s"] * len(paths))
        parts.append(f"state IN ({_marks(states)})" + (f" AND ({ranges})" if "" not in paths else ""))
        values += [*states, *(edge for p in paths if p for edge in (p, after(p)))]
    offices = _own_offices(actor)
    away = "person_id = %s" + (f" OR organisation_id IN ({_marks(offices)})" if offices else "")
    values += [actor.person_id, *offices]
    statement = f"""SELECT state, COUNT(*), COUNT(CASE WHEN due_at < %s THEN 1 END) FROM letters_letter
        WHERE ({" OR ".join(parts)}) AND id NOT IN
        (SELECT letter_id FROM letters_party WHERE role = 'conflict' AND ({away})) GROUP BY state"""  # noqa: S608 - only marks are put in
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def _marks(values: Sequence[Any]) -> str:
    return ", ".join(["%s"] * len(values))


def _own_offices(actor: Actor) -> list[int]:
    """Organisations for which the actor handles letters; their conflicts are the actor's too."""
    return [d.organisation_id for d in actor.duties if d.post == "handler"]


def without_conflicts(actor: Actor, rows: QuerySet[Letter]) -> QuerySet[Letter]:
    """Without the letters that the actor must keep away from (PET-06); the rule of `desk.in_scope`, without its join."""
    if actor.person_id is None:
        return rows
    away = Q(person_id=actor.person_id)
    organisations = [d.organisation_id for d in actor.duties]
    if organisations:
        away |= Q(organisation_id__in=organisations)
    return rows.exclude(pk__in=Party.objects.filter(away, role="conflict").values("letter_id"))


def listing(actor: Actor, name: str, wanted: Wanted, now: datetime) -> QuerySet[Letter]:
    """One queue with filters. Active ones most urgent first, finished ones newest first."""
    _, states, verb = desk.QUEUES.get(name, ("", (), "letters.read"))
    if name in ACTIVE:
        rows = without_conflicts(actor, Letter.objects.visible_to(actor, verb)).filter(state__in=states)
        return narrowed(actor, rows.order_by(F("due_at").asc(nulls_last=True), "pk"), wanted, now)
    rows = _newest_first(actor, verb, states)
    return narrowed(actor, rows, wanted, now)


def _newest_first(actor: Actor, verb: str, states: Sequence[str]) -> QuerySet[Letter]:
    """Finished letters, the newest number first, without sorting ten years of them.

    SQLite would answer from the index on the states and sort all that it finds. For a wide scope, where
    nearly every row fits, the columns are named in a way that leaves only the order of the numbers to go by.
    """
    paths = actor.paths_for(verb)
    wide = connection.vendor == "sqlite" and any(len(path) <= WIDE * Organisation.steplen for path in paths)
    rows: QuerySet[Any] = Letter.objects.unscoped("narrowed by the paths of the verb in the next lines")
    if wide:
        rows = rows.annotate(at_path=Concat("org_path", Value("")), standing=Concat("state", Value("")))
        rows = rows.filter(subtree("at_path", paths), **({"standing__in": states} if states else {}))
    else:
        rows = rows.filter(subtree("org_path", paths), **({"state__in": states} if states else {}))
    return without_conflicts(actor, rows).order_by("-pk")


def narrowed(actor: Actor, rows: QuerySet[Letter], wanted: Wanted, now: datetime) -> QuerySet[Letter]:
    """The filters of a list, each an indexable condition."""
    if wanted.kind in KINDS:
        rows = rows.filter(kind=wanted.kind)
    if wanted.topic:
        rows = rows.filter(topic__in=topics_below(wanted.topic))
    if wanted.organisation:
        rows = rows.filter(subtree("org_path", [wanted.organisation.org_path]))
    if wanted.handler:
        rows = rows.filter(handler_id=wanted.handler)
    if wanted.mine:
        rows = rows.filter(handler_id=actor.person_id)
    return rows.filter(due_at__lt=now) if wanted.overdue else rows


def to_do(actor: Actor, limit: int) -> list[Letter]:
    """Letters on which this person has the next step, most urgent first. One statement.

    A letter with a named handler is that colleague's work, not everybody's.
    """
    wanted = Q(pk__in=[])
    for name in ACTIVE:
        _, states, verb = desk.QUEUES[name]
        paths = actor.paths_for(verb)
        if name == "waiting" or not paths:
            continue
        mine = Q(handler_id=actor.person_id) | Q(handler_id=None) if verb == "letters.handle" else Q()
        wanted |= Q(state__in=states) & subtree("org_path", paths) & mine
    own = Q(author_id=actor.person_id) | Q(assisted_by_id=actor.person_id)
    rows = Letter.objects.unscoped("each queue brings its own scope").filter(wanted).exclude(own)
    return list(desk.listed(without_conflicts(actor, rows))[:limit])


def waiting_for_others(actor: Actor, limit: int) -> list[Letter]:
    """Letters that this person handles and that now wait for the citizen or for a signature."""
    rows = Letter.objects.unscoped("the handler's own letters").filter(
        handler_id=actor.person_id, state__in=("waiting", "approving", "replied")
    )
    return list(desk.listed(rows)[:limit])


def words_to_review(actor: Actor) -> QuerySet[Letter]:
    """Letters with later words of the citizen that nobody has looked at yet (M01)."""
    rows = desk.in_scope(actor, "letters.review").exclude(state="withdrawn")
    asked = Message.objects.filter(letter=OuterRef("pk"), publication="pending").exclude(kind="appeal")
    rated = Rating.objects.filter(letter=OuterRef("pk"), publication="pending").exclude(text="")
    return desk.listed(rows.filter(Exists(asked) | Exists(rated))).order_by("-pk")


def appeals_for_publication(actor: Actor) -> QuerySet[Letter]:
    """Letters handled without being shown whose author asked another reviewer to look (M02)."""
    rows = desk.in_scope(actor, "letters.review").exclude(appealed_at=None)
    return desk.listed(rows).order_by(F("appealed_at").asc(), "pk")
