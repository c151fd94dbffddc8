"""Contests of an organisation that ends: the successor goes on with them; pools and papers stay as they were fixed."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet

from lianxin.foundation.casework.engine import advance
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.organisations.succession import Handover, Remainder
from lianxin.foundation.spine.actions import action, lock, record
from lianxin.kernel.actor import SYSTEM, Actor

from . import indexing
from .lifecycle import RELEASE
from .models import Contest


def left(organisation: Organisation) -> Sequence[Remainder]:
    """What runs."""
    going = _rows(organisation).filter(state="released").count()
    return [Remainder(going, "次", "没有结束的知识竞赛", "/workbench/contests/", RELEASE, "请先结束或者取消。")]


def carry(handover: Handover) -> None:
    """The part of this room in a merger."""
    succeed(actor=handover.actor, handover=handover)


@action("contests.succeed")
def succeed(*, actor: Actor, handover: Handover) -> int:
    """Each contest goes on at the successor; answers how many."""
    rows = list(_rows(handover.organisation).exclude(state="cancelled"))
    for row in rows:
        indexing.index(advance(lock(row), "carried", actor=SYSTEM, changes={"organisation": handover.into}))
    record("contests.succeed", actor=actor, subject=handover.organisation, contests=len(rows))
    return len(rows)


def _rows(organisation: Organisation) -> QuerySet[Contest]:
    return Contest.objects.unscoped("the contests of one organisation").filter(organisation=organisation)
