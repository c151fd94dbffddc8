"""Problems of an organisation that ends: the successor mends them. Papers that were decided with stay where they were."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet

from lianxin.foundation.casework.engine import advance
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.organisations.succession import Handover, Remainder
from lianxin.foundation.spine.actions import action, lock, record
from lianxin.kernel.actor import SYSTEM, Actor

from .lifecycle import OPEN, READ
from .models import Improvement


def left(organisation: Organisation) -> Sequence[Remainder]:
    """What still runs."""
    going = _rows(organisation).filter(state__in=OPEN).count()
    return [Remainder(going, "件", "没有销号的整改", "/workbench/improvements/", READ, "请先销号或者转给接手的单位。")]


def carry(handover: Handover) -> None:
    """The part of this room in a merger."""
    succeed(actor=handover.actor, handover=handover)


@action("improving.succeed")
def succeed(*, actor: Actor, handover: Handover) -> int:
    """Each problem goes on at the successor, and what it set for others too; answers how many."""
    rows = list(_rows(handover.organisation).exclude(state="dropped"))
    for row in rows:
        advance(lock(row), "carried", actor=SYSTEM, changes={"organisation": handover.into})
    set_here = Improvement.objects.unscoped("what one organisation set").filter(set_by=handover.organisation)
    set_here.update(set_by=handover.into, set_path=handover.into.path)
    record("improving.succeed", actor=actor, subject=handover.organisation, cases=len(rows))
    return len(rows)


def _rows(organisation: Organisation) -> QuerySet[Improvement]:
    return Improvement.objects.unscoped("the problems of one organisation").filter(organisation=organisation)
