"""Matters of an organisation that ends: the successor goes on with them."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet

from lianxin.foundation.casework.engine import advance
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.organisations.succession import Handover, Remainder
from lianxin.foundation.spine.actions import action, lock, record
from lianxin.kernel.actor import SYSTEM, Actor

from .lifecycle import KEEP
from .models import Matter


def left(organisation: Organisation) -> Sequence[Remainder]:
    """What still runs."""
    going = _rows(organisation).filter(state="open").count()
    return [Remainder(going, "件", "没有办结的监督事项", "/workbench/oversight/", KEEP, "请先办结。")]


def carry(handover: Handover) -> None:
    """The part of this room in a merger."""
    succeed(actor=handover.actor, handover=handover)


@action("oversight.succeed")
def succeed(*, actor: Actor, handover: Handover) -> int:
    """Each matter goes on at the successor; answers how many."""
    rows = list(_rows(handover.organisation).exclude(state="revoked"))
    for row in rows:
        advance(lock(row), "carried", actor=SYSTEM, changes={"organisation": handover.into})
    record("oversight.succeed", actor=actor, subject=handover.organisation, matters=len(rows))
    return len(rows)


def _rows(organisation: Organisation) -> QuerySet[Matter]:
    return Matter.objects.unscoped("the matters of one organisation").filter(organisation=organisation)
