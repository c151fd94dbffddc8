"""Who is told. Nothing says how a poll stands, nobody is reminded who has voted (B02, LX-182)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lianxin.foundation.accounts.queries import nearest_holders
from lianxin.foundation.casework.models import ClockBase
from lianxin.foundation.notices.actions import send_many
from lianxin.foundation.spine import moment
from lianxin.kernel.actor import Actor
from lianxin.kernel.lifecycle import Transition

from .lifecycle import RELEASE
from .models import Poll, Roll
from .queries import duty_of

DESK, MINE = "/workbench/polls/", "/me/polls/"


def moved(case: Poll, row: Transition, actor: Actor, data: Mapping[str, Any]) -> None:
    """Those who release learn that something waits, who drew up what became of it, those on the roll of beginning and end."""
    if moment.replaying():
        return
    at_desk = f"{DESK}{case.pk}/"
    if row.event == "submit":
        people = nearest_holders(RELEASE, case.org_path, exclude=[case.author_id] if case.author_id else [])
        _tell(case, row.event, people, "有一次投票等您放行", at_desk, working=True)
    if row.event in ("give_back", "release") and case.author_id is not None:
        word = "退回修改" if row.event == "give_back" else "放行了"
        _tell(case, row.event, [case.author_id], f"您起草的投票{word}", at_desk, working=True)
    if row.event == "release":
        _tell(case, "ready", voters(case), f"请您参加：{case.title}", case.get_absolute_url())
    if row.event == "announce":
        _tell(case, "result", voters(case), f"结果公布了：{case.title}", case.get_absolute_url())
    if row.event == "cancel" and case.released_at is not None:
        _tell(case, "cancelled", voters(case), f"取消了：{case.title}", case.get_absolute_url())


def never(case: Poll, clock: ClockBase, overdue: bool) -> None:
    """A poll has no clock that could alert."""


def voters(case: Poll) -> list[int]:
    """Everybody on the roll."""
    return list(Roll.objects.filter(poll=case).values_list("person_id", flat=True))


def remind(case: Poll, turn: int) -> int:
    """Those who have not voted, once for each turn; answers how many."""
    people = list(Roll.objects.filter(poll=case, voted=False, paper=False).values_list("person_id", flat=True))
    _tell(case, f"remind:{turn}", people, f"还可以参加：{case.title}", case.get_absolute_url(), code="poll.remind")
    return len(people)


def to_be_announced(case: Poll, late: bool) -> None:
    """Keeper and deputy; those who release too, when the promised day has passed or neither has a duty any more (F01)."""
    here = duty_of(case.keeper_id, case.org_path) or duty_of(case.deputy_id, case.org_path)
    people = {pk for pk in (case.keeper_id, case.deputy_id) if pk}
    if late or not here:
        people |= set(nearest_holders(RELEASE, case.org_path))
    word = "过了说定的日子，结果还没有公布" if late else "已截止，请公布结果"
    send_many(to=people, code="poll.keeper", title=f"{word}：{case.title}", url=f"{DESK}{case.pk}/",
              key=f"poll:{case.pk}:keeper:{'late' if late else 'closed'}", working=True, org_path=case.org_path)  # fmt: skip


def _tell(
    case: Poll, key: str, people: list[int], title: str, url: str, *, code: str = "", working: bool = False
) -> None:
    send_many(to=people, code=code or f"poll.{key}", title=title, url=url, key=f"poll:{case.pk}:{key}:{case.revision if working else 0}",
              working=working, org_path=case.org_path)  # fmt: skip
