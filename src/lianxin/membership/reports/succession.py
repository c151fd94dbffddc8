"""Reports and talks at an organisation that ends: they follow the branch into its successor."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.organisations.succession import Handover, Remainder
from lianxin.foundation.spine.actions import action, record
from lianxin.kernel.actor import Actor

from .models import Report, Talk
from .policies import RELEASE


def left(organisation: Organisation) -> Sequence[Remainder]:
    """Copies that still wait to be let out; what was read stays with its author and needs nobody."""
    asked = _reports(organisation).filter(copy="asked").count()
    return [Remainder(asked, "份", "等待放行的公开稿", "/workbench/reports/copies/", RELEASE, "请先放行或者退回作者。")]


def carry(handover: Handover) -> None:
    """The part of this room in a merger."""
    succeed(actor=handover.actor, handover=handover)


@action("reports.succeed")
def succeed(*, actor: Actor, handover: Handover) -> int:
    """The branch to which a report was opened is now the successor; answers how many."""
    old, new = handover.organisation, handover.into
    moved = _reports(old).update(organisation=new, org_path=new.path)
    talks = Talk.objects.unscoped("the talks of one organisation").filter(organisation=old)
    talks.update(organisation=new, org_path=new.path)
    record("reports.succeed", actor=actor, subject=old, reports=moved)
    return moved


def _reports(organisation: Organisation) -> QuerySet[Report]:
    return Report.objects.unscoped("the reports of one organisation").filter(organisation=organisation)
