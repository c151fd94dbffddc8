"""Who may change the tree."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from lianxin.foundation.spine import moment
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Allowed, Decision, Denied

from .models import KINDS, MAY_HOLD, Organisation
from .succession import Remainder

CODE_TAKEN = Denied(
    "这个组织代码已经有别的组织用了。", code="taken", field="code", remedy="请核对代码；撤销的组织也占着自己的代码。"
)


def code_is_free(code: str) -> Decision:
    """A code names one organisation for ever, also after it was closed: old links and files speak of it."""
    return CODE_TAKEN if Organisation.objects.filter(code=code).exists() else Allowed()


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


def may_end(organisation: Organisation, on: date) -> Decision:
    """An organisation ends once, and not on a day that is still to come: people and letters move at once."""
    if organisation.closed_on:
        return Denied(f"“{organisation}”已经撤销。", code="closed")
    if on > moment.today():
        return Denied("合并和撤销办理后马上生效，请在生效当天或之后办理。", code="too_early", field="on")
    return Allowed()


def nothing_left(left: Sequence[Remainder]) -> Decision:
    """Closing without a successor would leave what still runs with nobody."""
    if not left:
        return Allowed()
    return Denied(
        f"这个组织还有 {'、'.join(map(str, left))}，不能撤销。",
        code="not_empty",
        remedy="".join(part.remedy for part in left) + "如果有单位接手，请改用“合并到”，这些会一起转过去。",
    )
