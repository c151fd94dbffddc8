"""Transfers of an organisation that ends: they go on at the successor, from either side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet

from lianxin.foundation.casework.engine import advance
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.organisations.succession import Handover, Remainder
from lianxin.foundation.spine.actions import action, lock, record
from lianxin.kernel.actor import SYSTEM, Actor

from .models import Transfer
from .policies import READ


def left(organisation: Organisation) -> Sequence[Remainder]:
    """What still runs at an organisation."""
    return [
        Remainder(
            _open(organisation).count(),
            "件",
            "没有办完的组织关系转接",
            "/workbench/transfer/",
            READ,
            "请先办完或者撤销。",
        )
    ]


def carry(handover: Handover) -> None:
    """The part of this room in a merger."""
    succeed(actor=handover.actor, handover=handover)


@action("transfer.succeed")
def succeed(*, actor: Actor, handover: Handover) -> int:
    """Each open transfer goes on at the successor; answers how many."""
    old, new = handover.organisation, handover.into
    rows = list(_open(old))
    for row in rows:
        changes: dict[str, Any] = {}
        for side in ("source", "target"):
            if getattr(row, f"{side}_id") == old.pk:
                changes |= {side: new, f"{side}_path": new.path}
        if row.organisation_id == old.pk:
            changes["organisation"] = new
        advance(lock(row), "carried", actor=SYSTEM, changes=changes)
    record("transfer.succeed", actor=actor, subject=old, cases=len(rows))
    return len(rows)


def _open(organisation: Organisation) -> QuerySet[Transfer]:
    rows = Transfer.objects.unscoped("the transfers of one organisation").filter(closed_at=None)
    return rows.filter(Q(organisation=organisation) | Q(source=organisation) | Q(target=organisation))
