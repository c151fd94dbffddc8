"""Who is told: reviewers once a day that something waits, the keeper of what came back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lianxin.foundation.accounts.queries import nearest_holders
from lianxin.foundation.casework.models import ClockBase
from lianxin.foundation.notices.actions import send, send_many
from lianxin.foundation.spine import moment
from lianxin.kernel.actor import Actor
from lianxin.kernel.lifecycle import Transition

from .lifecycle import REVIEW
from .models import Resource
from .words import DESK


def moved(case: Resource, row: Transition, actor: Actor, data: Mapping[str, Any]) -> None:
    """Something waits, or came back."""
    if moment.replaying():
        return
    if row.event in ("submit", "bring_back"):
        people = nearest_holders(REVIEW, case.org_path, exclude=[case.entered_by_id] if case.entered_by_id else [])
        send_many(to=people, code="resources.waiting", title="有学习资源等您审核", url=f"{DESK}?lane=waiting",
                  key=f"resources:waiting:{case.organisation_id}:{moment.today()}", working=True, org_path=case.org_path)  # fmt: skip
    if row.event == "give_back" and case.handler_id is not None:
        send(to=case.handler_id, code="resources.back", title=f"学习资源退回修改：{case.number}", url=f"{DESK}{case.pk}/",
             key=f"resources:{case.pk}:back:{case.revision}", working=True, org_path=case.org_path)  # fmt: skip


def never(case: Resource, clock: ClockBase, overdue: bool) -> None:
    """A resource has no clock that could alert."""
