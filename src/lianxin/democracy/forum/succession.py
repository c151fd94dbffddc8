"""Topics of an organisation that ends: the successor goes on with them."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet

from lianxin.foundation.casework.engine import advance
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.organisations.succession import Handover, Remainder
from lianxin.foundation.spine.actions import action, lock, record
from lianxin.kernel.actor import SYSTEM, Actor

from .lifecycle import ALIVE, MANAGE
from .models import Topic


def left(organisation: Organisation) -> Sequence[Remainder]:
    """What waits for an answer or a summary."""
    waiting = _rows(organisation).filter(state__in=("proposed", "appealed", "draft", "closed", "summing")).count()
    return [Remainder(waiting, "个", "没有办完的议事话题", "/workbench/forum/", MANAGE, "请先答复提议、写好小结。")]


def carry(handover: Handover) -> None:
    """The part of this room in a merger."""
    succeed(actor=handover.actor, handover=handover)


@action("forum.succeed")
def succeed(*, actor: Actor, handover: Handover) -> int:
    """Each goes on at the successor; answers how many."""
    rows = list(_rows(handover.organisation).filter(state__in=ALIVE))
    for row in rows:
        advance(lock(row), "carried", actor=SYSTEM, changes={"organisation": handover.into})
    record("forum.succeed", actor=actor, subject=handover.organisation, topics=len(rows))
    return len(rows)


def _rows(organisation: Organisation) -> QuerySet[Topic]:
    return Topic.objects.unscoped("the topics of one organisation").filter(organisation=organisation)
