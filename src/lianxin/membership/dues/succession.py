"""Dues of an organisation that ends: lines of bills that wait go to the successor, its way to pay ends."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.organisations.succession import Handover, Remainder
from lianxin.foundation.spine.actions import action, record
from lianxin.kernel.actor import Actor

from . import ways
from .models import Bill, BillLine, PayWay, Remittance
from .policies import READ


def left(organisation: Organisation) -> Sequence[Remainder]:
    """Money that came in and was not matched yet, money on its way up or from below."""
    rows = BillLine.objects.unscoped("of one organisation").filter(bill__organisation=organisation, outcome="open")
    moving = Remittance.objects.unscoped("of one organisation").filter(
        Q(organisation=organisation, standing__in=("on_way", "differs")) | Q(above=organisation, standing="on_way")
    )
    return [
        Remainder(rows.count(), "笔", "没有对上的党费收入", f"/workbench/dues/bills/?org={organisation.pk}", READ, "请先入账，或者写明不是党费。"),
        Remainder(moving.count(), "笔", "在途或者有差额的上缴", f"/workbench/dues/handed/?org={organisation.pk}", READ, "请上级先确认，有差额的处理好。"),
    ]  # fmt: skip


def carry(handover: Handover) -> None:
    """The part of this room in a merger."""
    succeed(actor=handover.actor, handover=handover)


@action("dues.succeed")
def succeed(*, actor: Actor, handover: Handover) -> int:
    """Bills go along, as the members do; the ledger stays where it was written. Answers how many bills."""
    old, new = handover.organisation, handover.into
    bills = Bill.objects.unscoped("of one organisation").filter(organisation=old)
    keys = list(bills.values_list("pk", flat=True))
    BillLine.objects.unscoped("of one organisation").filter(bill__in=keys).update(org_path=new.path)
    bills.update(organisation=new, org_path=new.path)
    sent = Remittance.objects.unscoped("of one organisation")
    sent.filter(organisation=old).update(organisation=new, org_path=new.path)
    sent.filter(above=old).update(above=new, above_path=new.path)
    for way in PayWay.objects.unscoped("of one organisation").filter(
        organisation=old, standing__in=("in_force", "proposed")
    ):
        ways.end(way, "ended")
    record("dues.succeed", actor=actor, subject=old, bills=len(keys))
    return len(keys)
