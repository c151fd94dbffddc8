"""Recordings follow their organisation into its successor; originals are for those who look after them."""

from __future__ import annotations

from collections.abc import Sequence

from lianxin.foundation.files.models import StoredFile
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.organisations.succession import Handover, Remainder
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Allowed, Decision

from .models import Recording


def left(organisation: Organisation) -> Sequence[Remainder]:
    """A recording does not keep an organisation from being closed: it stays where it is shown."""
    return ()


def carry(handover: Handover) -> None:
    """Everything goes to the successor, inside the transaction of the merger."""
    rows = Recording.objects.unscoped("a merger carries all").filter(organisation=handover.organisation)
    into = handover.into
    StoredFile.objects.unscoped("a merger carries all").filter(
        pk__in=[pk for pair in rows.values_list("original", "poster") for pk in pair if pk]
    ).update(org_path=into.org_path)
    rows.update(organisation=into, org_path=into.org_path)


def may_read_original(actor: Actor, stored: StoredFile) -> Decision:
    """Originals and posters, by the duty for their organisation (P05)."""
    return Allowed() if actor.may("media.read", stored.org_path) else OUT_OF_SCOPE
