"""The reading list of a leader: what was sent up, and what came in about the topics that they follow (R099)."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from lianxin.foundation.rules.registry import rule
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.scope import subtree
from lianxin.kernel.actor import Actor

from ..lifecycle import TAKEN_IN
from ..models import Instruction, Interest, Letter, Seen, Topic
from . import desk

INSTRUCT = "letters.instruct"
#: list -> word on its chip
LISTS = {"new": "待阅", "seen": "阅过的", "running": "批示在办", "closed": "批示阅结"}


def interests(person_id: int | None) -> list[int]:
    """Topics that a person follows."""
    if person_id is None:
        return []
    return list(Interest.objects.filter(person_id=person_id).values_list("topic_id", flat=True))


def reading(actor: Actor, name: str) -> QuerySet[Letter]:
    """One of `LISTS` in the order of coming, the newest first. Foreign letters and those to keep away from are not there."""
    rows = desk.in_scope(actor, INSTRUCT).filter(state__in=TAKEN_IN)
    mine = Seen.objects.filter(letter=OuterRef("pk"), person_id=actor.person_id or 0)
    if name == "seen":
        rows = rows.filter(Exists(mine))
    elif name in ("running", "closed"):
        said = Instruction.objects.filter(by_id=actor.person_id, closed_at__isnull=name == "running")
        rows = rows.filter(pk__in=said.values("letter_id"))
    else:
        since = moment.now() - timedelta(days=rule("LX-151").count("window"))
        followed = Q(topic__in=_followed(actor), opened_at__gte=since)
        rows = rows.filter(Q(picked__isnull=False) | followed).exclude(Exists(mine))
    return rows.select_related("organisation", "topic", "picked").order_by("-opened_at", "-pk")


def _followed(actor: Actor) -> QuerySet[Topic]:
    """The topics followed and all below them (three levels)."""
    mine = interests(actor.person_id)
    return Topic.objects.filter(Q(pk__in=mine) | Q(parent__in=mine) | Q(parent__parent__in=mine))


def running(letters: list[Letter]) -> dict[int, Instruction]:
    """The open, else the last instruction of each letter. One statement."""
    rows = Instruction.objects.filter(letter__in=letters).select_related("to").order_by("created_at", "pk")
    return {row.letter_id: row for row in rows}


def ordered(actor: Actor) -> QuerySet[Letter]:
    """Letters with an instruction that waits for the report of an office of the actor."""
    paths = actor.paths_for("letters.handle")
    said = Instruction.objects.filter(subtree("to__path", paths), closed_at=None, reported_at=None)
    rows = Letter.objects.unscoped("instructions to the actor's own offices").filter(pk__in=said.values("letter_id"))
    return desk.without_conflicts(actor, rows.exclude(state="withdrawn"))


def reported(actor: Actor) -> QuerySet[Letter]:
    """Letters whose report waits for the leader who asked for it."""
    said = Instruction.objects.filter(by_id=actor.person_id, closed_at=None, reported_at__isnull=False)
    return desk.in_scope(actor, INSTRUCT).filter(pk__in=said.values("letter_id")).exclude(state="withdrawn")
