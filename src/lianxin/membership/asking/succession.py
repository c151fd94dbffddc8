"""Questions asked of an organisation that ends: the successor answers."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet

from lianxin.foundation.casework.engine import advance
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.organisations.succession import Handover, Remainder
from lianxin.foundation.spine.actions import action, lock, record
from lianxin.kernel.actor import SYSTEM, Actor

from .lifecycle import ANSWER
from .models import Question


def left(organisation: Organisation) -> Sequence[Remainder]:
    """What waits for an answer."""
    waiting = _rows(organisation).filter(state="open").count()
    return [Remainder(waiting, "个", "等着答复的党员提问", "/workbench/questions/", ANSWER, "请先答复。")]


def carry(handover: Handover) -> None:
    """The part of this room in a merger."""
    succeed(actor=handover.actor, handover=handover)


@action("asking.succeed")
def succeed(*, actor: Actor, handover: Handover) -> int:
    """Each thread goes on at the successor; answers how many."""
    rows = list(_rows(handover.organisation).exclude(state="withdrawn"))
    for row in rows:
        advance(lock(row), "carried", actor=SYSTEM, changes={"organisation": handover.into})
    record("asking.succeed", actor=actor, subject=handover.organisation, questions=len(rows))
    return len(rows)


def _rows(organisation: Organisation) -> QuerySet[Question]:
    return Question.objects.unscoped("the questions of one organisation").filter(organisation=organisation)
