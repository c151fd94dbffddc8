"""Gatherings of an organisation that ends: what is still to come goes to the successor, what was held stays where it was."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import F, QuerySet

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.organisations.succession import Handover, Remainder
from lianxin.foundation.spine.actions import action, record
from lianxin.kernel.actor import Actor

from .models import Gathering
from .policies import READ
from .words import OPEN


def left(organisation: Organisation) -> Sequence[Remainder]:
    """What is planned or waits to be filed."""
    return [Remainder(_open(organisation).count(), "次", "没有归档的组织生活", f"/workbench/gatherings/?org={organisation.pk}", READ,
                      "请先归档或者取消。")]  # fmt: skip


def carry(handover: Handover) -> None:
    """The part of this room in a merger."""
    succeed(actor=handover.actor, handover=handover)


@action("gatherings.succeed")
def succeed(*, actor: Actor, handover: Handover) -> int:
    """Everything open goes on at the successor; answers how many."""
    into = handover.into
    count = _open(handover.organisation).update(organisation=into, revision=F("revision") + 1)
    record("gatherings.succeed", actor=actor, subject=handover.organisation, gatherings=count)
    return count


def _open(organisation: Organisation) -> QuerySet[Gathering]:
    return Gathering.objects.unscoped("of one organisation").filter(organisation=organisation, state__in=OPEN)
