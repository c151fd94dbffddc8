"""How attendance and tasks move when two files are one."""

from __future__ import annotations

from lianxin.foundation.spine.joining import Move, declare, moving, register_objection
from lianxin.membership.dossiers.models import Member

from .models import Attendance

declare({
    **moving(
        "gatherings.Gathering.by", "gatherings.Attendance.marked_by", "gatherings.Attendance.leave_by",
        "gatherings.Exemption.member", "gatherings.Exemption.by", "gatherings.PaperList.by",
        "gatherings.PaperList.decided_by", "gatherings.Task.member", "gatherings.Guest.by",
    ),
    # two votes on one person in one gathering are two votes
    "gatherings.Resolution.about": Move(once=(("gathering",),)),
    # in minutes that are closed both stand on the list, and the figures of that day were reckoned so
    "gatherings.Attendance.member": Move(once=(("gathering",),)),
    "gatherings.Feed.person": Move(once=((),)),
})  # fmt: skip


def _object(gone: Member, kept: Member) -> list[str]:
    open_ones = Attendance.objects.exclude(gathering__state__in=("closed", "cancelled")).filter(member=gone)
    both = open_ones.filter(gathering__attendances__member=kept).select_related("gathering").order_by("gathering_id")
    return [f"“{row.gathering.title}”的名单上两份都在，会议还没有归档，请等归档以后再合并。" for row in both[:3]]


register_objection("gatherings", "dossiers.Member", _object)
