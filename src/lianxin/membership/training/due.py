"""What the room adds to 今天要办: what waits to be confirmed, a year that ends, the half year of a new secretary."""

from __future__ import annotations

from datetime import date, datetime, time

from django.utils import timezone

from lianxin.foundation.casework.due import DueItem, Work
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine.scope import subtree
from lianxin.kernel.actor import Actor
from lianxin.ui.words import cn_date

from . import policies, queries, reckoning
from .announcing import DESK

KIND = "学习培训"
SHOWN = 10


def provide(actor: Actor, now: datetime) -> Work:
    """A branch is reminded of its own people, by number and without names: pages lie open on desks."""
    if not actor.has(policies.KEEP):
        return Work()
    today = timezone.localdate(now)
    homes = [home for home in policies.homes(actor) if actor.may(policies.KEEP, home.path)]
    asked = [
        DueItem(
            KIND, f"学时等您确认：{row.title}", f"{DESK}{row.pk}/", "去确认", note=row.member.organisation.short_name
        )
        for row in (queries.waiting(actor) if actor.has(policies.CONFIRM) else ())
    ]
    years = [item for home in homes if (item := _year(home, today)) is not None]
    return Work([*asked[:SHOWN], *_inductions(homes, today), *years])


def _year(home: Organisation, today: date) -> DueItem | None:
    """From the day of LX-74 on, while somebody is still short (EDU-04, EDU-15)."""
    if today < reckoning.remind_from(today.year):
        return None
    rows = reckoning.standings(queries.members_of(home), today.year, today)
    short = sum(row.short for row in rows)
    if not short:
        return None
    return DueItem(KIND, f"今年还有 {short} 位同志学时没有满", f"{DESK}?org={home.pk}", "去看", due=_end(reckoning.last_of(today.year)),
                   clock="年底", note=home.short_name)  # fmt: skip


def _inductions(homes: list[Organisation], today: date) -> list[DueItem]:
    found = reckoning.inductions(subtree("org_path", [home.path for home in homes]), today) if homes else []
    return [
        DueItem(KIND, f"新任书记任职培训{'已过期限' if one.late else ''}，{'应在' if one.late else '最迟'} {cn_date(one.until)}{'以前' if one.late else ''}",
                f"{DESK}?org={one.appointment.organisation_id}", "去看", due=_end(one.until), clock="任职培训", note=one.appointment.organisation.short_name)
        for one in found if one.pressing
    ]  # fmt: skip


def _end(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(23, 59, 59)))
