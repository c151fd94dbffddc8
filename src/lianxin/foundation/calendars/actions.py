"""Changing an organisation's calendar. Each change stands in the audit ledger, since it moves deadlines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time

from django.db import transaction
from django.utils import timezone

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine.actions import action, record, require
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Denied, Refused
from lianxin.kernel.workdays import WorkCalendar

from . import policies, queries
from .models import OrganisationHoliday, WorkingHours


@action("calendars.set_day")
def set_day(*, actor: Actor, organisation: Organisation, day: date, is_workday: bool, name: str) -> OrganisationHoliday:
    """设定本单位的休息日或上班日. Replaces the organisation's earlier entry for that day.

    Refused for days that are over, and when the day is already what it would become.
    """
    path = organisation.org_path
    require(policies.may_edit(actor, path))
    require(policies.may_change_day(actor, day, timezone.localdate()))
    if not name.strip():
        raise Refused(Denied("请写明是什么日子，大家才知道为什么。", code="missing", field="name"))
    queries.forget()
    if queries.inherited(path).is_workday(day) == is_workday:
        already = "要上班" if is_workday else "休息"
        raise Refused(Denied(f"这一天本来就{already}，不用再设。", code="already", field="date"))
    entry, _ = OrganisationHoliday.objects.unscoped("policy checked above").update_or_create(
        org_path=path, date=day, defaults={"is_workday": is_workday, "name": name.strip()}
    )
    record("calendars.set_day", actor=actor, subject=entry, day=day.isoformat(), kind=entry.kind, name=entry.name)
    _changed()
    return entry


@action("calendars.clear_day")
def clear_day(*, actor: Actor, organisation: Organisation, day: date) -> None:
    """取消本单位对某一天的设定, which then follows the organisation above again."""
    path = organisation.org_path
    require(policies.may_edit(actor, path))
    require(policies.may_change_day(actor, day, timezone.localdate()))
    rows = OrganisationHoliday.objects.unscoped("policy checked above")
    entry = rows.filter(org_path=path, date=day).first()
    if entry is None:
        raise Refused(Denied("这一天没有单独设定，可能已被别人取消。", code="stale"))
    record("calendars.clear_day", actor=actor, subject=entry, day=day.isoformat(), kind=entry.kind)
    entry.delete()
    _changed()


@action("calendars.set_hours")
def set_hours(*, actor: Actor, organisation: Organisation, spans: Sequence[tuple[time, time]]) -> WorkingHours:
    """设定上班时间. Spans ascend and do not overlap; at least one."""
    path = organisation.org_path
    require(policies.may_edit(actor, path))
    try:
        WorkCalendar(spans=tuple(spans))
    except ValueError:
        raise Refused(
            Denied("上班时间要从早到晚排列，结束晚于开始，互不重叠。", code="hours", field="morning_start")
        ) from None
    stored = [[f"{start:%H:%M}", f"{end:%H:%M}"] for start, end in spans]
    row, _ = WorkingHours.objects.unscoped("policy checked above").update_or_create(
        org_path=path, defaults={"spans": stored}
    )
    record("calendars.set_hours", actor=actor, subject=row, hours=str(row))
    _changed()
    return row


@action("calendars.clear_hours")
def clear_hours(*, actor: Actor, organisation: Organisation) -> None:
    """改为沿用上级的上班时间."""
    path = organisation.org_path
    require(policies.may_edit(actor, path))
    row = WorkingHours.objects.unscoped("policy checked above").filter(org_path=path).first()
    if row is None:
        raise Refused(Denied("本单位没有单独的上班时间，已经在沿用上级。", code="stale"))
    record("calendars.clear_hours", actor=actor, subject=row)
    row.delete()
    _changed()


def _changed() -> None:
    """Seen at once here, and again after the commit, in case a neighbour thread read in between."""
    queries.forget()
    transaction.on_commit(queries.forget)
