"""Piles of work at the desk: how many in each, how many late, what waits for one person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.expressions import NegatedExpression, RawSQL
from django.db.models.functions import Concat, Length, Substr

from lianxin.foundation.accounts.queries import in_force
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine.scope import subtree
from lianxin.kernel.actor import Actor, posts_with

from ..lifecycle import OPEN
from ..models import Letter, Message, Rating, Topic
from ..words import KINDS
from . import counting, desk, leading
from .public import topics_below

#: queues whose letters still wait for somebody; the others are kept to be looked up
ACTIVE = tuple(
    name for name, (_, states, _) in desk.QUEUES.items() if "closed" not in states and "replied" not in states
)
#: organisations so near to the root (in levels) have a good part of all letters
WIDE = 2
#: queues of 采纳登记, ordered by what was promised
BY_PROMISE = {"adoption": desk.to_confirm, "promises": desk.promised}
#: queues of 批示, in the order of the letters
BY_WORD = {"ordered": leading.ordered, "reported": leading.reported}
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
    """All active queues and those of `desk.BESIDE` in one statement; each state stands in exactly one queue.

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
    found |= {name: (0, 0) for name, (_, verb) in desk.BESIDE.items() if actor.paths_for(verb)}
    for key, n, late in counting.run(actor, states_in, now) if found else ():
        name = queue_of.get(key, key)
        had = found[name]
        found[name] = (had[0] + n, had[1] + late)
    return Counts(found)


def verb_of(name: str) -> str:
    """The verb by which a queue of either kind is one's own; for the list of all letters it is reading."""
    return desk.QUEUES[name][2] if name in desk.QUEUES else desk.BESIDE.get(name, ("", "letters.read"))[1]


def listing(actor: Actor, name: str, wanted: Wanted, now: datetime) -> QuerySet[Letter]:
    """One queue with filters. Active ones most urgent first, finished ones newest first."""
    if name in desk.BESIDE:
        return narrowed(actor, beside(actor, name), wanted, now)
    _, states, verb = desk.QUEUES.get(name, ("", (), "letters.read"))
    if name in ACTIVE:
        rows = desk.in_scope(actor, verb).filter(state__in=states)
        return narrowed(actor, rows.order_by(F("due_at").asc(nulls_last=True), "pk"), wanted, now)
    rows = _newest_first(actor, verb, states)
    return narrowed(actor, rows, wanted, now)


def leaf(actor: Actor, name: str, rows: QuerySet[Letter], start: int, stop: int) -> QuerySet[Letter]:
    """A page of a list in its order.

    Of finished letters of a narrow scope the numbers come from an index alone: sorting all rows of ten years as a
    whole would cost far more. Everywhere else the order is that of an index, or there is little to sort.
    """
    if name in ACTIVE or name in desk.BESIDE or _wide(actor.paths_for(verb_of(name))):
        return rows[start:stop]
    some: QuerySet[Letter] = Letter.objects.unscoped("numbers that the narrowed list answers")
    return some.filter(pk__in=rows.values("pk")[start:stop]).order_by("-pk")


def _wide(paths: Sequence[str]) -> bool:
    """Whether the scope holds so much that its rows are met soon enough on the way through all of them."""
    return any(len(path) <= WIDE * Organisation.steplen for path in paths)


def _newest_first(actor: Actor, verb: str, states: Sequence[str]) -> QuerySet[Letter]:
    """Finished letters, the newest number first, without sorting ten years of them.

    SQLite would answer from the index on the states and sort all that it finds. For a wide scope, where
    nearly every row fits, the columns are named in a way that leaves only the order of the numbers to go by.
    """
    paths = actor.paths_for(verb)
    rows: QuerySet[Any] = Letter.objects.unscoped("narrowed by the paths of the verb in the next lines")
    if connection.vendor == "sqlite" and _wide(paths):
        rows = rows.annotate(at_path=Concat("org_path", Value("")), standing=Concat("state", Value("")))
        rows = rows.filter(subtree("at_path", paths), **({"standing__in": states} if states else {}))
    else:
        rows = rows.filter(subtree("org_path", paths), **({"state__in": states} if states else {}))
    return desk.without_conflicts(actor, rows).order_by("-pk")


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

    A letter with a named handler is that colleague's work, not everybody's, as long as the colleague is in office.
    """
    wanted = Q(pk__in=[])
    for name in ACTIVE:
        _, states, verb = desk.QUEUES[name]
        paths = actor.paths_for(verb)
        if name == "waiting" or not paths:
            continue
        mine = Q()
        if verb == "letters.handle":  # what its office must keep away from waits to be sent on, see `desk.held_up`
            mine = Q(handler_id=actor.person_id) | Q(handler_id=None) | Q(_left())
            mine &= Q(held_up_at=None)
        wanted |= Q(state__in=states) & subtree("org_path", paths) & mine
    own = Q(author_id=actor.person_id) | Q(assisted_by_id=actor.person_id)
    rows = Letter.objects.unscoped("each queue brings its own scope").filter(wanted).exclude(own)
    return list(desk.listed(desk.without_conflicts(actor, rows))[:limit])


def _left() -> NegatedExpression:
    """Whose named handler has no post of today any more that covers the letter (`policies.handler_of`)."""
    there = Substr(OuterRef("org_path"), 1, Length("org_path"))
    posts = in_force().filter(person=OuterRef("handler"), post__in=posts_with("letters.handle"), org_path=there)
    return ~Exists(posts)


def waiting_for_others(actor: Actor, limit: int) -> list[Letter]:
    """Letters that this person handles and that now wait for the citizen or for a signature.

    As far as the duties of today go: what somebody handled before they left, or must keep away from, is not named.
    """
    rows = desk.in_scope(actor, "letters.handle").filter(
        handler_id=actor.person_id, state__in=("waiting", "approving", "replied")
    )
    return list(desk.listed(rows)[:limit])


def beside(actor: Actor, name: str) -> QuerySet[Letter]:
    """One queue of `desk.BESIDE`: co-handled letters most urgent first, later words and appeals in their order."""
    if name == "held_up":
        return desk.held_up(actor).order_by(F("due_at").asc(nulls_last=True), "pk")
    if name == "helping":
        rows = desk.helping(actor).filter(state__in=OPEN)
        return rows.order_by(F("due_at").asc(nulls_last=True), "pk")
    if name in BY_PROMISE:
        return BY_PROMISE[name](actor).order_by("adoption__until", "pk")
    if name in BY_WORD:
        return BY_WORD[name](actor).order_by("pk")
    if name == "words":
        rows = desk.in_scope(actor, "letters.review").exclude(state="withdrawn")
        return rows.filter(pk__in=RawSQL(counting.WORDS, ())).order_by("-pk")  # noqa: S611 - a constant
    rows = desk.in_scope(actor, "letters.review").exclude(state="withdrawn")
    rows = rows.filter(pk__in=RawSQL(counting.APPEALS, ()))  # noqa: S611 - a constant
    return rows.order_by(F("appealed_at").asc(nulls_last=True), "pk")


def appealed_since(letters: Sequence[Letter]) -> dict[int, datetime]:
    """Letter -> when the oldest appeal came that waits: about the letter itself, or about words that came later."""
    some = [letter.pk for letter in letters]
    whole = Letter.objects.unscoped("times of letters at hand").filter(pk__in=some, appealed_at__isnull=False)
    rows = whole.order_by().values_list("pk", "appealed_at")
    for kind in (Message, Rating):
        waits = kind.objects.filter(letter__in=some, publication="appealed").order_by()
        rows = rows.union(waits.values_list("letter", "appealed_at"))
    found: dict[int, datetime] = {}
    for pk, at in rows:
        if at is not None:
            found[pk] = min(at, found.get(pk, at))
    return found


def first_of(actor: Actor, name: str, limit: int) -> list[Letter]:
    """The first letters of a queue of `desk.BESIDE` that are not the actor's own (M04), with what a list shows."""
    own = Q(author_id=actor.person_id) | Q(assisted_by_id=actor.person_id)
    rows = beside(actor, name).exclude(own)
    if name in BY_PROMISE:
        return list(
            rows.select_related("organisation", "handler", "adoption").only(*desk.LISTED, "adoption__until")[:limit]
        )
    return list(rows.select_related("organisation", "handler").only(*desk.LISTED)[:limit])
