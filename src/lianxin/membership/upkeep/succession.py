"""The card of an organisation that ends: nobody is found there any more; the successor has its own."""

from __future__ import annotations

from collections.abc import Sequence

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.organisations.succession import Handover, Remainder
from lianxin.foundation.spine.actions import action, record
from lianxin.kernel.actor import Actor

from .models import ContactCard


def left(organisation: Organisation) -> Sequence[Remainder]:
    """Nothing here keeps an organisation from ending."""
    return []


def carry(handover: Handover) -> None:
    """The part of this room in a merger."""
    succeed(actor=handover.actor, handover=handover)


@action("upkeep.succeed")
def succeed(*, actor: Actor, handover: Handover) -> int:
    """What waited at the organisation is dropped, its card is no longer public; answers how many."""
    rows = ContactCard.objects.unscoped("the card of one organisation").filter(organisation=handover.organisation)
    gone = rows.update(proposed={}, proposed_by=None, proposed_at=None, confirmed_on=None, keeper=None)
    record("upkeep.succeed", actor=actor, subject=handover.organisation, cards=gone)
    return gone
