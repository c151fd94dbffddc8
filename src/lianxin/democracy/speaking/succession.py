"""Contributions at an organisation that ends: the successor's reviewers decide."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet

from lianxin.foundation.casework.engine import advance
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.organisations.succession import Handover, Remainder
from lianxin.foundation.spine.actions import action, lock, record
from lianxin.kernel.actor import SYSTEM, Actor

from .lifecycle import ALIVE, REVIEW
from .models import Contribution


def left(organisation: Organisation) -> Sequence[Remainder]:
    """What waits for a reviewer."""
    waiting = _rows(organisation).filter(state__in=("waiting", "appealed", "contested")).count()
    return [Remainder(waiting, "条", "等着审核的发言", "/workbench/speaking/", REVIEW, "请先审核。")]


def carry(handover: Handover) -> None:
    """The part of this room in a merger."""
    succeed(actor=handover.actor, handover=handover)


@action("speaking.succeed")
def succeed(*, actor: Actor, handover: Handover) -> int:
    """Each goes on at the successor; answers how many. What is over keeps the organisation at which it was said."""
    rows = list(_rows(handover.organisation).filter(state__in=ALIVE))
    for row in rows:
        advance(lock(row), "carried", actor=SYSTEM, changes={"organisation": handover.into})
    record("speaking.succeed", actor=actor, subject=handover.organisation, contributions=len(rows))
    return len(rows)


def _rows(organisation: Organisation) -> QuerySet[Contribution]:
    return Contribution.objects.unscoped("the contributions of one organisation").filter(organisation=organisation)
