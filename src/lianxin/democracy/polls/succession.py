"""Polls of an organisation that ends: the successor announces and archives; rolls stay as they were fixed."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet

from lianxin.foundation.casework.engine import advance
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.organisations.succession import Handover, Remainder
from lianxin.foundation.spine.actions import action, lock, record
from lianxin.kernel.actor import SYSTEM, Actor

from .indexing import index
from .lifecycle import RELEASE
from .models import Poll


def left(organisation: Organisation) -> Sequence[Remainder]:
    """What runs or waits to be announced."""
    going = _rows(organisation).filter(state="released").count()
    return [Remainder(going, "次", "没有公布结果的投票", "/workbench/polls/", RELEASE, "请先公布或者取消。")]


def carry(handover: Handover) -> None:
    """The part of this room in a merger."""
    succeed(actor=handover.actor, handover=handover)


@action("polls.succeed")
def succeed(*, actor: Actor, handover: Handover) -> int:
    """Each poll goes on at the successor; answers how many."""
    rows = list(_rows(handover.organisation).exclude(state="cancelled"))
    for row in rows:
        index(advance(lock(row), "carried", actor=SYSTEM, changes={"organisation": handover.into}))
    record("polls.succeed", actor=actor, subject=handover.organisation, polls=len(rows))
    return len(rows)


def _rows(organisation: Organisation) -> QuerySet[Poll]:
    return Poll.objects.unscoped("the polls of one organisation").filter(organisation=organisation)
