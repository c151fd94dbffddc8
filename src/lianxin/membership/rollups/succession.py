"""Reporters of an organisation that ends: they report to its successor, or must be taken off before a closing."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import F, QuerySet

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.organisations.succession import Handover, Remainder
from lianxin.foundation.spine.actions import action, record
from lianxin.kernel.actor import Actor
from lianxin.membership.statistics.policies import READ

from .models import Received, Reporter


def left(organisation: Organisation) -> Sequence[Remainder]:
    """Instances that still report to here."""
    return [Remainder(_here(organisation).count(), "个", "上报统计的单位", f"/workbench/statistics/rollups/?org={organisation.pk}", READ,
                      "请先停用，或者改由别的组织汇总。")]  # fmt: skip


def carry(handover: Handover) -> None:
    """The part of this room in a merger."""
    succeed(actor=handover.actor, handover=handover)


@action("rollups.succeed")
def succeed(*, actor: Actor, handover: Handover) -> int:
    """What is reported to the former organisation is added up at its successor; what this one sent stays where it was."""
    rows = Received.objects.unscoped("of an organisation that ends").filter(organisation=handover.organisation)
    rows.update(organisation=handover.into)
    moved = _here(handover.organisation).update(organisation=handover.into, revision=F("revision") + 1)
    record("rollups.succeed", actor=actor, subject=handover.organisation, reporters=moved)
    return moved


def _here(organisation: Organisation) -> QuerySet[Reporter]:
    return Reporter.objects.unscoped("of one organisation").filter(organisation=organisation, active=True)
