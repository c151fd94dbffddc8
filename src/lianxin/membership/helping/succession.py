"""Helps of an organisation that ends: the successor goes on with them."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet

from lianxin.foundation.casework.engine import advance
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.organisations.succession import Handover, Remainder
from lianxin.foundation.spine.actions import action, lock, record
from lianxin.kernel.actor import SYSTEM, Actor

from .lifecycle import MANAGE
from .models import Help


def left(organisation: Organisation) -> Sequence[Remainder]:
    """What still runs."""
    going = _rows(organisation).filter(closed_at=None).count()
    return [Remainder(going, "件", "没有了结的帮扶", "/workbench/helping/", MANAGE, "请先了结或者停止。")]


def carry(handover: Handover) -> None:
    """The part of this room in a merger."""
    succeed(actor=handover.actor, handover=handover)


@action("helping.succeed")
def succeed(*, actor: Actor, handover: Handover) -> int:
    """Each help goes on at the successor; answers how many."""
    rows = list(_rows(handover.organisation).exclude(state="stopped"))
    for row in rows:
        advance(lock(row), "carried", actor=SYSTEM, changes={"organisation": handover.into})
    record("helping.succeed", actor=actor, subject=handover.organisation, helps=len(rows))
    return len(rows)


def _rows(organisation: Organisation) -> QuerySet[Help]:
    return Help.objects.unscoped("the helps of one organisation").filter(organisation=organisation)
