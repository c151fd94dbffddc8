"""Who is told. Nothing says how a vote stands, and nobody is told who has voted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lianxin.foundation.accounts.queries import nearest_holders
from lianxin.foundation.casework.models import ClockBase
from lianxin.foundation.notices.actions import send_many
from lianxin.foundation.spine import moment
from lianxin.kernel.actor import Actor
from lianxin.kernel.lifecycle import Transition

from .lifecycle import APPROVE, RELEASE
from .models import Election, Voter

DESK = "/workbench/elections/"


def moved(case: Election, row: Transition, actor: Actor, data: Mapping[str, Any]) -> None:
    """Those who release and those above learn that something waits; the roll, of the meeting and of the result."""
    if moment.replaying():
        return
    at_desk, author = f"{DESK}{case.pk}/", [case.author_id] if case.author_id else []
    if row.event == "submit":
        people = nearest_holders(RELEASE, case.org_path, exclude=author)
        _tell(case, row.event, people, f"有一次选举等您审核：{case.title}", at_desk, working=True)
    if row.event in ("give_back", "release", "send_back", "approve"):
        word = {"give_back": "退回修改", "release": "审核通过", "send_back": "上级退回补正", "approve": "上级批准"}[
            row.event
        ]
        _tell(case, row.event, author, f"{case.title}：{word}", at_desk, working=True)
    if row.event == "report":
        above = case.organisation.get_parent()
        people = nearest_holders(APPROVE, above.org_path, exclude=author) if above else []
        _tell(case, row.event, people, f"有选举结果等批准：{case.title}", at_desk, working=True)
    if row.event == "release":
        text = f"{case.title}：名册和候选人已公布，名册不对请在会前提出"
        _tell(case, row.event, _roll(case), text, case.get_absolute_url())
    if row.event in ("count", "cancel"):
        word = "计票结果已出" if row.event == "count" else "选举取消了"
        _tell(case, f"{row.event}{case.revision}", _roll(case), f"{case.title}：{word}", case.get_absolute_url())
    if row.event == "open":
        head = str(data.get("head", ""))
        if head:
            _tell(case, f"open{case.revision}", _roll(case), f"{case.title}：开始投票，档案开头 {head[:16]}", case.get_absolute_url())  # fmt: skip


def closed(case: Election, head: str) -> None:
    """The head of the chain when the last ballot is in: whoever keeps this notice can show later that nothing was taken away."""
    text = f"{case.title}：停止投票，档案链头 {head[:16]}"
    _tell(case, f"close{case.revision}", _roll(case), text, case.get_absolute_url())


def never(case: Election, clock: ClockBase, overdue: bool) -> None:
    """No clock of the office runs here."""


def _roll(case: Election) -> list[int]:
    rows = Voter.objects.filter(election=case, person__isnull=False)
    return list(rows.values_list("person_id", flat=True))


def _tell(case: Election, event: str, people: list[int], title: str, url: str, *, working: bool = False) -> None:
    send_many(
        to=people, code="election", title=title, url=url,
        key=f"election:{case.pk}:{event}", org_path=case.org_path, working=working,
    )  # fmt: skip
