"""Elections of an organisation that ends: the successor keeps and files them; rolls and archives stay as they were fixed."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet

from lianxin.foundation.casework.engine import advance
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.organisations.succession import Handover, Remainder
from lianxin.foundation.spine.actions import action, lock, record
from lianxin.kernel.actor import SYSTEM, Actor

from .announcing import DESK
from .lifecycle import RELEASE
from .models import Election

#: announced and not yet approved
_RUNNING = ("announced", "meeting", "voting", "closed", "counted", "reported")


def left(organisation: Organisation) -> Sequence[Remainder]:
    """Elections that were announced and have no approval yet."""
    going = _rows(organisation).filter(state__in=_RUNNING).count()
    return [Remainder(going, "次", "没有办完的选举", DESK, RELEASE, "请先办到上级批准，或者在开票以前取消。")]


def carry(handover: Handover) -> None:
    """The part of this room in a merger."""
    succeed(actor=handover.actor, handover=handover)


@action("elections.succeed")
def succeed(*, actor: Actor, handover: Handover) -> int:
    """Each election goes on at the successor; answers how many."""
    rows = list(_rows(handover.organisation).exclude(state="cancelled"))
    for row in rows:
        advance(lock(row), "carried", actor=SYSTEM, changes={"organisation": handover.into})
    record("elections.succeed", actor=actor, subject=handover.organisation, elections=len(rows))
    return len(rows)


def _rows(organisation: Organisation) -> QuerySet[Election]:
    return Election.objects.unscoped("the elections of one organisation").filter(organisation=organisation)
