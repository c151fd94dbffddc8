"""Who is told when a transfer moves, and before a letter runs out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone

from lianxin.foundation.accounts.queries import nearest_holders
from lianxin.foundation.casework.models import ClockBase
from lianxin.foundation.notices.actions import send_many
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, record
from lianxin.kernel.actor import SYSTEM, Actor
from lianxin.kernel.lifecycle import Transition

from .lifecycle import ISSUE, JUDGE, WORK
from .models import Transfer

ROOT = "/workbench/transfer/"
#: state -> (whose turn, what they read)
TURN = {
    "requested": (ISSUE, "有转出申请待开介绍信"),
    "issued": (ISSUE, "有组织关系转入待接收"),
    "declined": (WORK, "转出申请没有同意"),
    "refused": (WORK, "转出的同志对方没有接收"),
    "appealed": (JUDGE, "有组织关系转接请上级复核"),
}
#: days before the last one on which both sides are reminded
AHEAD = 3


def moved(case: Transfer, row: Transition, actor: Actor, data: Mapping[str, Any]) -> None:
    """The person reads every step; the office whose turn it is gets a notice."""
    if moment.replaying():
        return
    key = f"transfer:{case.pk}:{case.revision}"
    if case.member is not None and row.public:
        send_many(to=[case.member.person_id], code=f"transfer.{row.event}", title=f"您的组织关系：{row.public}",
                  url="/me/transfer/", key=f"{key}:person", org_path=case.org_path)  # fmt: skip
    tell_turn(case, actor, key)


def tell_turn(case: Transfer, actor: Actor, key: str) -> None:
    """A notice to those who can do the next step; nobody waits for an answer that comes by itself."""
    if case.state not in TURN or (case.state == "issued" and case.target_id is None):
        return
    verb, title = TURN[case.state]
    path = case.source_path if case.state in ("declined", "refused") and case.source_path else case.org_path
    people = [p for p in nearest_holders(verb, path) if p != actor.person_id]
    send_many(to=people, code=f"transfer.{case.state}", title=title, body=f"{case.name} · {case.target_name}",
              url=f"{ROOT}{case.pk}/", key=key, working=True, org_path=path)  # fmt: skip


def alert(case: Transfer, clock: ClockBase, overdue: bool) -> None:
    """No clock runs in this room: the days of a letter are printed on it."""


@action("transfer.remind")
def remind(*, actor: Actor = SYSTEM) -> int:
    """Letters that run out within days, or ran out: both sides are told once for each (TRF-01). Answers how many."""
    today = timezone.localdate()
    rows = Transfer.objects.unscoped("reminders").filter(state="issued", valid_until__lte=today + timedelta(days=AHEAD))
    told = 0
    for case in rows.select_related("member"):
        stage, word = ("over", "已经过期") if case.lapsed(today) else ("soon", f"{case.valid_until:%m月%d日}到期")
        for side, path in (("from", case.source_path), ("to", case.target_path)):
            if path:
                told += send_many(
                    to=nearest_holders(ISSUE, path), code="transfer.valid", title=f"介绍信{word}", body=case.name,
                    url=f"{ROOT}{case.pk}/", key=f"transfer:{case.pk}:{case.letters}:{stage}:{side}", working=True, org_path=path,
                )  # fmt: skip
    record("transfer.remind", actor=actor, letters=len(rows))
    return told
