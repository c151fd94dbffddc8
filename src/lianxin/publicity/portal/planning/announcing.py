"""Who is told: the one who is to write it. Notices go to the outbox in the transaction of the change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lianxin.foundation.notices.actions import send_many
from lianxin.foundation.spine import moment
from lianxin.kernel.actor import Actor
from lianxin.kernel.lifecycle import Transition

from ..models import PlannedTopic

TITLES = {"assign": "有一个选题交给您写", "plan": "有一个选题交给您写", "drop": "您写的选题不做了", "change": "您写的选题有改动"}  # fmt: skip


def moved(topic: PlannedTopic, row: Transition, actor: Actor, data: Mapping[str, Any]) -> None:
    """After every transition."""
    tell(topic, row.event, actor)


def tell(topic: PlannedTopic, event: str, actor: Actor) -> None:
    """One notice to the writer, unless the writer did it."""
    if event not in TITLES or topic.handler_id is None or actor.is_person(topic.handler_id) or moment.replaying():
        return
    send_many(
        to=[topic.handler_id], code="portal.topic", title=TITLES[event],
        body=f"《{topic.title}》 {topic.due_on:%m月%d日}交稿 {topic.reason}".strip(), url=topic.url,
        key=f"portal_topic:{topic.pk}:{event}:{topic.revision}", working=True, org_path=topic.org_path,
    )  # fmt: skip


def never(topic: PlannedTopic, clock: Any, overdue: bool) -> None:
    """There are no clocks that could run out."""
