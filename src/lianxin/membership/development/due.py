"""What the room adds to 今天要办."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from lianxin.foundation.casework.due import DueItem, Work
from lianxin.foundation.casework.engine import may
from lianxin.kernel.actor import Actor

from . import analysing, policies, queries
from .flow import FLOW
from .lifecycle import FILE, WORK
from .models import Development, Retraction

SHOWN = 15
#: states in which the committee has to act
_COMMITTEE = ("recommended", "checked", "accepted", "accepted_full", "accepted_longer", "accepted_cancel")


def provide(actor: Actor, now: datetime) -> Work:
    """Ways with a running promise, the nearest first; what others have to do is not shown as one's own."""
    if not actor.has(policies.READ):
        return Work()
    rows = queries.cases(actor).filter(due_at__isnull=False)
    found = [
        DueItem(
            "发展党员", case.member.name, f"/workbench/development/{case.pk}/", "去办理", due=case.due_at,
            clock=FLOW.clocks[case.due_clock].label, note=case.organisation.short_name,
        )
        for case in rows[:SHOWN]
        if actor.may(FILE if case.state in _COMMITTEE else WORK, case.org_path)
    ]  # fmt: skip
    today = timezone.localdate(now)
    late = [
        DueItem("发展党员", f"{one.committee.short_name}积极分子队伍分析", f"/workbench/development/analysis/?org={one.committee.pk}", "去登记",
                note="每年一次")
        for one in (analysing.yearly(actor, today) if actor.has(FILE) else ())
        if one.late
    ]  # fmt: skip
    asked = Retraction.objects.filter(state="waiting", case__in=Development.objects.visible_to(actor, policies.UNDO))
    back = [
        DueItem("发展党员", f"确认撤回{row.case.member.name}的“{row.step.label}”", f"/workbench/development/{row.case_id}/back/", "去确认",
                note=row.case.organisation.short_name)
        for row in asked.select_related("case__member", "case__organisation", "step").order_by("at")[:SHOWN]
        if may(actor, row.case, "take_back")
    ] if actor.has(policies.UNDO) else []  # fmt: skip
    sent = queries.applications(actor).count() if actor.has(WORK) else 0
    waiting = (
        [DueItem("发展党员", f"网上递交的入党申请有 {sent} 份等着收", "/workbench/development/applications/", "去收下")]
        if sent
        else []
    )
    return Work([*found, *back, *waiting, *late])
