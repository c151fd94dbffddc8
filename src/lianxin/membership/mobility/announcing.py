"""Who is told what. Titles name nobody's trouble: they travel by e-mail and stand on locked screens."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from lianxin.foundation.accounts.queries import nearest_holders
from lianxin.foundation.casework.models import ClockBase
from lianxin.foundation.notices.actions import send_many
from lianxin.foundation.spine import moment
from lianxin.kernel.actor import Actor
from lianxin.kernel.lifecycle import Transition

from .lifecycle import DECIDE, KEEP
from .models import Absence, Matter

DESK, MINE = "/workbench/mobility/", "/me/mobility/"
MATTERS = f"{DESK}matters/"
#: state -> (right of those whose turn it is, what they read)
TURN = {
    "proposed": (KEEP, "有一条党籍处理建议，请支部看一看"),
    "told": (KEEP, "党籍处理建议有进展"),
    "discussed": (DECIDE, "有一条党籍处理建议待党委决定"),
}
#: event -> what the person reads
OWN = {
    "tell": "支部请您说明情况", "hear": "支部记录了您的说明", "discuss": "支部已经研究，报党委决定", "set_aside": "已决定暂不处理",
    "decide": "党委已作决定", "send_back": "党委退回支部再研究", "change": "情况已经变化，不再处理",
}  # fmt: skip


def moved(case: Matter, row: Transition, actor: Actor, data: Mapping[str, Any]) -> None:
    """The person reads every step from the one on by which they were told; whose turn it is gets a notice."""
    if moment.replaying():
        return
    key = f"mobility:{case.pk}:{case.revision}"
    if row.event in OWN and case.told_on is not None:
        send_many(to=[case.member.person_id], code="mobility.matter", title=OWN[row.event], url=MINE, key=f"{key}:person",
                  org_path=case.home_path)  # fmt: skip
    if row.event != "hear":
        tell_turn(case, actor, key)


def tell_turn(case: Matter, actor: Actor, key: str) -> None:
    """To those who can do the next step, without the one whom it is about."""
    if case.state not in TURN or moment.replaying():
        return
    verb, title = TURN[case.state]
    away = {p for p in (actor.person_id, case.member.person_id) if p}
    send_many(to=nearest_holders(verb, case.org_path, exclude=away), code="mobility.matter", title=title, url=f"{MATTERS}{case.pk}/",
              key=key, working=True, org_path=case.org_path)  # fmt: skip


def alert(case: Matter, clock: ClockBase, overdue: bool) -> None:
    """No clock runs in this room: its days only say from when something may be looked at."""


def keepers(absence: Absence, path: str) -> list[int]:
    """Who keeps the registrations of a branch, without the person."""
    return nearest_holders(KEEP, path, exclude=[absence.member.person_id])


def tell(absence: Absence, people: Iterable[int], code: str, title: str, *, key: str, own: bool = False, org_path: str = "") -> int:  # fmt: skip
    """A line about a registration; once for each key."""
    if moment.replaying():
        return 0
    return send_many(
        to=people, code=f"mobility.{code}", title=title, url=MINE if own else f"{DESK}{absence.pk}/", key=key, working=not own,
        org_path=org_path or absence.org_path,
    )  # fmt: skip
