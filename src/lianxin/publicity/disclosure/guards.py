"""Who may open an attachment (M01: the address of a file is a route too)."""

from __future__ import annotations

from lianxin.foundation.files.guards import register_guard
from lianxin.foundation.files.models import StoredFile
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Allowed, Decision

from . import policies
from .models import Item


def guard(actor: Actor, stored: StoredFile) -> Decision:
    """As the item itself; before it is shown and after it was withdrawn only those who work on it."""
    pk = int(stored.subject.partition(":")[2])
    item = Item.objects.unscoped("the guard decides").filter(pk=pk).first()
    if item is None:
        return OUT_OF_SCOPE
    if policies.may_read(actor, item) or actor.may("disclosure.read", item.org_path):
        return Allowed()
    return OUT_OF_SCOPE


register_guard("disclosure", guard)
