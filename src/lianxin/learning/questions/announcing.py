"""Who is told: reviewers once a day that something waits, the author of what came back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lianxin.foundation.accounts.queries import nearest_holders
from lianxin.foundation.casework.models import ClockBase
from lianxin.foundation.notices.actions import send, send_many
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine import moment
from lianxin.kernel.actor import Actor
from lianxin.kernel.lifecycle import Transition

from .lifecycle import REVIEW
from .models import BankQuestion

DESK = "/workbench/question-bank/"


def moved(case: BankQuestion, row: Transition, actor: Actor, data: Mapping[str, Any]) -> None:
    """A question that waits, or one that came back."""
    if moment.replaying():
        return
    if row.event in ("submit", "bring_back"):
        waits(case.organisation, case.author_id)
    if row.event in ("give_back", "found_wrong") and case.author_id is not None:
        word = "退回修改" if row.event == "give_back" else "在竞赛里认定有误，请修改"
        send(to=case.author_id, code="bank.back", title=f"您出的题{word}：{case.number}", url=f"{DESK}{case.pk}/",
             key=f"bank:{case.pk}:{row.event}:{case.revision}", working=True, org_path=case.org_path)  # fmt: skip


def waits(organisation: Organisation, author: int | None) -> None:
    """One line a day for those who review, however many questions wait."""
    people = nearest_holders(REVIEW, organisation.path, exclude=[author] if author else [])
    send_many(to=people, code="bank.waiting", title="题库里有题等您复核", url=f"{DESK}review/",
              key=f"bank:waiting:{organisation.pk}:{moment.today()}", working=True, org_path=organisation.path)  # fmt: skip


def never(case: BankQuestion, clock: ClockBase, overdue: bool) -> None:
    """A question has no clock that could alert."""
