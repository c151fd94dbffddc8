"""What gatherings decided about a person, for the time line of the file. Attendance stays in the ledger of the branch."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from lianxin.membership.dossiers.happenings import Line, register_source
from lianxin.membership.dossiers.models import Member

from .models import Exemption, Resolution, Review, Task
from .policies import READ


def _reviewed(member: Member) -> Iterable[Line]:
    rows = Review.objects.filter(attendance__member=member, attendance__gathering__state="closed")
    for row in rows.select_related("attendance__gathering"):
        one = row.attendance.gathering
        yield Line(one.day, f"参加民主评议：{one.title}", url=reverse("gatherings:gathering", args=[one.pk]))


def _decided(member: Member) -> Iterable[Line]:
    """Votes on this person, with what came of them."""
    rows = Resolution.objects.filter(about=member, gathering__state="closed").select_related("gathering")
    for row in rows:
        came = "通过" if row.passed else "没有通过"
        yield Line(
            row.gathering.day, f"{row.gathering.title}表决：{row.text}（{came}）",
            url=reverse("gatherings:gathering", args=[row.gathering_id]),
        )  # fmt: skip


def _exempted(member: Member) -> Iterable[Line]:
    for row in Exemption.objects.filter(member=member):
        yield Line(row.since, "年老体弱，参加组织生活不作硬性要求")


def _tasks(member: Member) -> Iterable[Line]:
    for row in Task.objects.filter(member=member, done_on__isnull=False):
        where = reverse("gatherings:gathering", args=[row.gathering_id])
        yield Line(row.done_on or row.due_on, f"完成会后任务：{row.text}", url=where)


for _name, _source in (("decided", _decided), ("reviewed", _reviewed), ("exempted", _exempted), ("tasks", _tasks)):
    register_source(f"gatherings.{_name}", label="组织生活", verb=READ, tell=_source)
