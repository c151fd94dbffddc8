"""Ways at an organisation that ends: they go on at the successor, and the time counts on (DEV-06)."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet

from lianxin.foundation.casework.engine import advance
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.organisations.succession import Handover, Remainder
from lianxin.foundation.spine.actions import action, lock, record
from lianxin.kernel.actor import SYSTEM, Actor
from lianxin.membership.dossiers.models import Member

from .models import Application, Development
from .policies import READ


def left(organisation: Organisation) -> Sequence[Remainder]:
    """What still runs at an organisation."""
    sent = Application.objects.unscoped("of one organisation").filter(organisation=organisation, state="waiting")
    return [
        Remainder(_open(organisation).count(), "件", "没有办完的发展党员事项", f"/workbench/development/?org={organisation.pk}",
                  READ, "请先把人转到别的组织，或者终止培养。"),
        Remainder(sent.count(), "份", "没有收下的入党申请", "/workbench/development/applications/", READ, "请先收下或者退回。"),
    ]  # fmt: skip


def carry(handover: Handover) -> None:
    """The part of this room in a merger."""
    succeed(actor=handover.actor, handover=handover)


@action("development.succeed")
def succeed(*, actor: Actor, handover: Handover) -> int:
    """Each way goes on at the successor; answers how many."""
    moved = [
        advance(lock(case), "move", actor=SYSTEM, changes={"organisation": handover.into})
        for case in _open(handover.organisation)
    ]
    sent = Application.objects.unscoped("of one organisation").filter(organisation=handover.organisation)
    sent.update(organisation=handover.into, org_path=handover.into.path)
    record("development.succeed", actor=actor, subject=handover.organisation, cases=len(moved))
    return len(moved)


def _open(organisation: Organisation) -> QuerySet[Development]:
    rows = Development.objects.unscoped("the ways of one organisation")
    return rows.filter(organisation=organisation, closed_at=None)


@action("development.follow")
def follow(*, actor: Actor, member: Member, into: Organisation | None) -> None:
    """The way goes with the person: on at another branch, the time counting on (DEV-06), or out of this house (into=None)."""
    rows = Development.objects.unscoped("the way of one person").filter(member=member, closed_at=None)
    for case in rows:
        if into is None:
            advance(lock(case), "leave", actor=SYSTEM)
        else:
            advance(lock(case), "move", actor=SYSTEM, changes={"organisation": into})
    record("development.follow", actor=actor, subject=member, org_path=member.org_path, cases=len(rows))
