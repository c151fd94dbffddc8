"""Who may change the tree."""

from __future__ import annotations

from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Allowed, Decision, Denied

from .models import KINDS, MAY_HOLD, Organisation


def may_edit(actor: Actor, organisation: Organisation) -> Decision:
    """Only the keeper of the tree above (P05)."""
    if not actor.may("organisations.edit", organisation.org_path):
        return OUT_OF_SCOPE
    return Allowed()


def may_stand_below(kind: str, parent: Organisation) -> Decision:
    """A kind stands only below the kinds that can hold it."""
    if parent.closed_on:
        return Denied(f"“{parent}”已撤销，不能在它下面设组织。", code="closed", field="parent")
    if kind in MAY_HOLD[parent.kind]:
        return Allowed()
    return Denied(f"{KINDS[kind]}不能设在{KINDS[parent.kind]}下面。", code="wrong_parent", field="parent")
