"""Topics of an organisation that ends: open ones go to the successor, or are ended by its editors."""

from __future__ import annotations

from collections.abc import Sequence

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.organisations.succession import Handover, Remainder
from lianxin.foundation.spine.actions import action, record
from lianxin.kernel.actor import Actor

from ..models import PlannedTopic
from . import actions
from .words import DESK, OPEN


def left(organisation: Organisation) -> Sequence[Remainder]:
    """Topics that are still open."""
    rows = PlannedTopic.objects.unscoped("asked before an organisation is closed")
    count = rows.filter(organisation=organisation, state__in=OPEN).count()
    return [Remainder(count, "个", "没有写完的选题", "/workbench/topics/", DESK, "选题请编辑写完，或者注明不做了。")]


def carry(handover: Handover) -> None:
    """The part of the table in a merger."""
    succeed(actor=handover.actor, handover=handover)


@action("portal.succeed_topics")
def succeed(*, actor: Actor, handover: Handover) -> None:
    """The successor finds the open topics on its own table."""
    actions.carry(handover.organisation, handover.into)
    record("portal.succeed_topics", actor=actor, subject=handover.organisation, into=handover.into.pk)
