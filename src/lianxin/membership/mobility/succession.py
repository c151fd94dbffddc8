"""Registrations and proposals of an organisation that ends go on at the successor, from either side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import F, Q, QuerySet

from lianxin.foundation.casework.engine import advance
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.organisations.succession import Handover, Remainder
from lianxin.foundation.spine.actions import action, lock, record
from lianxin.kernel.actor import SYSTEM, Actor

from .models import Absence, Matter
from .policies import READ
from .words import OPEN


def left(organisation: Organisation) -> Sequence[Remainder]:
    """What still runs at an organisation."""
    desk = "/workbench/mobility/"
    return [
        Remainder(
            _absences(organisation).count(), "条", "没有结束的外出登记", desk, READ, "请先结束，或者把组织合并到别处。"
        ),
        Remainder(
            _matters(organisation).count(), "条", "没有办完的党籍处理建议", f"{desk}?lane=proposals", READ, "请先办完。"
        ),
    ]


def carry(handover: Handover) -> None:
    """The part of this room in a merger."""
    succeed(actor=handover.actor, handover=handover)


@action("mobility.succeed")
def succeed(*, actor: Actor, handover: Handover) -> int:
    """Home and the organisation there become the successor; somebody who now is at home there is a guest no longer."""
    old, new = handover.organisation, handover.into
    running = _absences(old)
    count = running.count()
    running.filter(host=old).update(host=new, host_path=new.path, host_name=new.name, revision=F("revision") + 1)
    running.filter(organisation=old).update(organisation=new, org_path=new.path, revision=F("revision") + 1)
    _absences(new).filter(organisation=new, host=new).update(host=None, host_path="", host_name="", host_state="")
    cases = list(_matters(old))
    for case in cases:
        changes: dict[str, Any] = {"home": new, "home_path": new.path} if case.home_id == old.pk else {}
        if case.organisation_id == old.pk:
            changes["organisation"] = new
        advance(lock(case), "carried", actor=SYSTEM, changes=changes)
    record("mobility.succeed", actor=actor, subject=old, absences=count, matters=len(cases))
    return count


def _absences(organisation: Organisation) -> QuerySet[Absence]:
    rows = Absence.objects.unscoped("of one organisation").filter(state__in=OPEN)
    return rows.filter(Q(organisation=organisation) | Q(host=organisation))


def _matters(organisation: Organisation) -> QuerySet[Matter]:
    rows = Matter.objects.unscoped("of one organisation").filter(closed_at=None)
    return rows.filter(Q(organisation=organisation) | Q(home=organisation))
