"""What the tests of gatherings do over and over."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from lianxin.membership.gatherings import actions
from lianxin.membership.gatherings.models import Attendance, Gathering
from tests.factories import SHANGHAI, County

FULL = ("周禾苗", "吴春秋", "郑明亮", "王平安")


def at(text: str) -> datetime:
    """``"2026-12-01 15:00"`` in China."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def draft(start: str = "2026-12-01 15:00", **more: Any) -> actions.Draft:
    values = {"title": "四季度党员大会", "agenda": "讨论转正", "place": "村委会二楼"} | more
    return actions.Draft(starts_at=at(start), **values)


def fresh(one: Gathering) -> Gathering:
    return Gathering.objects.unscoped("test").get(pk=one.pk)


def row(one: Gathering, name: str) -> Attendance:
    return Attendance.objects.select_related("gathering", "member").get(gathering=one, member__name=name)


def mark(county: County, one: Gathering, here: tuple[str, ...], away: str = "absent") -> Gathering:
    """The organiser's list: those named are present, all others not."""
    one = fresh(one)
    marks = {r.pk: "present" if r.member.name in here else away for r in one.attendances.select_related("member")}
    actions.mark(actor=county.actor("keeper"), gathering=one, marks=marks, revision=one.revision)
    return fresh(one)


def close(county: County, one: Gathering) -> Gathering:
    one = fresh(one)
    return actions.close(
        actor=county.actor("keeper"),
        gathering=one,
        host="周禾苗",
        recorder="吴春秋",
        minutes="大家同意。",
        revision=one.revision,
    )
