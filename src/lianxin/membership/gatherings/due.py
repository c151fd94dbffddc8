"""What the room adds to 今天要办."""

from __future__ import annotations

from datetime import date, datetime, time

from django.utils import timezone

from lianxin.foundation.casework.due import DueItem, Work
from lianxin.foundation.organisations.models import Organisation
from lianxin.kernel.actor import Actor

from . import ledger, policies, queries
from .announcing import DESK, MINE
from .models import Attendance, Gathering
from .words import OWES

SHOWN = 15
KIND = "组织生活"


def provide(actor: Actor, now: datetime) -> Work:
    """One's own tasks; and for those who keep a branch: gaps, leave to answer, what waits to be filed."""
    items = [
        DueItem(KIND, task.text, MINE, "去办理", due=_end(task.due_on), clock="会后任务", note=task.gathering.title)
        for task in queries.own_tasks(actor.person_id)[:SHOWN]
    ]
    if not actor.has(policies.KEEP):
        return Work(items)
    # the branch is reminded, not everybody above it: only where the actor sits themselves
    here = [duty.organisation_id for duty in actor.duties if actor.may(policies.KEEP, duty.org_path)]
    offices = list(Organisation.objects.filter(pk__in=here, kind__in=OWES, closed_on=None).order_by("path"))
    if not offices:
        return Work(items)
    return Work([*items, *_gaps(offices, now), *_leave(offices), *_unfiled(offices, now)])


def _gaps(offices: list[Organisation], now: datetime) -> list[DueItem]:
    today = timezone.localdate(now)
    found = ledger.pressing(offices, today)
    return [
        DueItem(
            KIND, gap.sentence, f"{DESK}?org={gap.organisation.pk}", "去看" if gap.planned else "去安排", due=_end(gap.span.last),
            note=gap.organisation.short_name,
            act_url=f"{DESK}{gap.planned.pk}/" if gap.planned else f"{DESK}new/?org={gap.organisation.pk}&kind={gap.kind}",
        )
        for gap in found
        # what has been held and waits to be filed stands there as that
        if gap.planned is None or gap.planned.starts_at >= now
    ]  # fmt: skip


def _leave(offices: list[Organisation]) -> list[DueItem]:
    rows = Attendance.objects.filter(gathering__organisation__in=offices, gathering__state="called", leave="asked")
    return [
        DueItem(KIND, f"{row.member.name}请假", f"{DESK}{row.gathering_id}/", "去答复", due=row.gathering.starts_at, clock="答复请假",
                note=row.gathering.title)
        for row in rows.select_related("gathering", "member").order_by("gathering__starts_at", "pk")[:SHOWN]
    ]  # fmt: skip


def _unfiled(offices: list[Organisation], now: datetime) -> list[DueItem]:
    rows = Gathering.objects.unscoped("of the actor's own branch").filter(
        organisation__in=offices, state="called", starts_at__lt=now
    )
    return [
        DueItem(KIND, f"归档：{row.title}", f"{DESK}{row.pk}/", "去归档", note=f"{row.day.month}月{row.day.day}日开的")
        for row in rows.order_by("starts_at", "pk")[:SHOWN]
    ]


def _end(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(23, 59, 59)))
