"""Who is told what about a gathering."""

from __future__ import annotations

from collections.abc import Iterable

from lianxin.foundation.accounts.queries import nearest_holders
from lianxin.foundation.notices.actions import send, send_many
from lianxin.foundation.spine import moment
from lianxin.ui.words import cn_datetime

from .models import Attendance, Gathering, Task
from .policies import KEEP

DESK, MINE = "/workbench/gatherings/", "/me/gatherings/"


def where_and_when(gathering: Gathering) -> str:
    """``11月27日 15:00，村委会二楼``."""
    return f"{cn_datetime(gathering.starts_at)}，{gathering.venue}"


def tell(gathering: Gathering, people: Iterable[int], event: str, title: str, body: str = "") -> None:
    """One line for each of the people; history that is written afterwards is no news."""
    if moment.replaying():
        return
    send_many(
        to=people, code=f"gatherings.{event}", title=title, body=body or where_and_when(gathering), url=f"{MINE}{gathering.pk}/",
        key=f"gathering:{gathering.pk}:{event}:{gathering.revision}", org_path=gathering.org_path,
    )  # fmt: skip


def leave_asked(row: Attendance) -> None:
    """Those who keep the gatherings of the organisation, without the reason: that stands sealed on the page."""
    gathering, person = row.gathering, row.member.person_id
    people = [p for p in nearest_holders(KEEP, gathering.org_path) if p != person]
    send_many(
        to=people, code="gatherings.leave", title=f"有人请假：{gathering.title}"[:120], body=row.member.name,
        url=f"{DESK}{gathering.pk}/", key=f"gathering:{gathering.pk}:leave:{row.pk}:{row.leave_at}", org_path=gathering.org_path,
    )  # fmt: skip


def leave_answered(row: Attendance) -> None:
    gathering = row.gathering
    word = "准假" if row.leave == "granted" else "没有准假"
    send(
        to=row.member.person_id, code="gatherings.leave", title=f"您的请假已答复：{word}", body=gathering.title,
        url=f"{MINE}{gathering.pk}/", key=f"gathering:{gathering.pk}:answer:{row.pk}:{row.leave_at}", org_path=gathering.org_path,
    )  # fmt: skip


def task_given(task: Task) -> None:
    gathering = task.gathering
    if moment.replaying():
        return
    send(
        to=task.member.person_id, code="gatherings.task", title=f"会后任务：{task.text}"[:120],
        body=f"{gathering.title}，最迟 {task.due_on.month}月{task.due_on.day}日", url=MINE, key=f"gathering-task:{task.pk}",
        org_path=gathering.org_path,
    )  # fmt: skip
