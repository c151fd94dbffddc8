"""Whose stage a flow keeps: there it changes by the steps of the flow and by nothing else (DEV-17).

A roster or a correction that made a member of somebody who is on the way would go round vote, approval and notice. Rooms
above that hold the way of a person register here; papers that came in before there was a way are nobody's but the file's.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date

from lianxin.kernel.decision import Allowed, Decision, Denied

from .models import Member
from .words import IN_PARTY

#: keys of files -> those of them whose stage the room keeps; asked for many at once
Keeper = Callable[[Collection[int]], set[int]]
_rooms: dict[str, Keeper] = {}
KEPT = Denied(
    "这位同志在“发展党员”里正办着，人员类别由那里的步骤写进档案。", rule="DEV-17", code="kept", field="stage",
    remedy="请到“发展党员”里登记办过的步骤。",
)  # fmt: skip


NEEDS_TWO = Denied(
    "直接记成党员要写明依据，由另一位同志确认以后才算在册。", rule="LX-262", code="two", field="stage",
    remedy="请写明依据和入党日期，提出以后等确认。",
)  # fmt: skip


def makes_a_member(member: Member, stage: str) -> bool:
    """Whether a correction says more of somebody than the file does: a member, or a full one."""
    return stage in IN_PARTY and stage != member.stage and member.stage != "member"


def register_keeper(room: str, keeper: Keeper) -> None:
    """Make a room keep stages; the same name again replaces it."""
    _rooms[room] = keeper


def kept(members: Collection[int]) -> set[int]:
    """Those of the files whose stage some room keeps; one statement for each room."""
    return set().union(*(keeper(members) for keeper in _rooms.values())) if members else set()


def may_correct(member: Member, stage: str, joined_on: date | None, full_since: date | None, made_on: date) -> Decision:
    """Whether a correction may say that somebody stands elsewhere on the way.

    made_on: the day of the file. Who joined, or became a full member, before that day was written down wrongly and is
    corrected; who did so since has it from the committee's decision, which `membership.development` writes.
    """
    if stage == member.stage:
        return Allowed()
    if kept([member.pk]):
        return KEPT
    if stage not in IN_PARTY:
        return Allowed()
    field, day = (
        ("full_since", full_since) if stage == "member" and member.stage == "probationary" else ("joined_on", joined_on)
    )
    if day is not None and day <= made_on:
        return Allowed()
    word = "转正" if field == "full_since" else "接收"
    return Denied(f"建档以后{word}的，由党委审批，不能直接改成这一类。", rule="DEV-17", code="flow", field=field if day is None else "stage",
                  remedy="请在“发展党员”里登记；以前办过的步骤，由党委的组织员“接续”。")  # fmt: skip
