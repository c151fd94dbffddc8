"""先审后发 for a few lines that everybody reads: proposed by one, shown once another has confirmed them (M01, M04)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import models

from lianxin.foundation.spine import moment
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Allowed, Decision, Denied, Refused

NOTHING = Denied("没有等待确认的修改。", code="nothing")
OTHERS = Denied(
    "另一位同志的修改还在等确认，不能再改。", code="waiting", remedy="请先确认那一份，或者退回，再提出修改。"
)
OWN = Denied("自己提出的修改要由另一位同志确认。", code="own_work")


class SecondLook(models.Model):
    """What waits for a second person. proposed: name of a line -> what it is to say, only those that change."""

    proposed = models.JSONField("等确认的内容", default=dict, blank=True)
    proposed_by = models.ForeignKey(
        "accounts.Person",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name="提出人",
    )
    proposed_at = models.DateTimeField("提出时间", null=True, blank=True)

    class Meta:
        abstract = True

    def put_forward(self, actor: Actor, wanted: Mapping[str, Any], shown: Mapping[str, Any]) -> bool:
        """Propose lines beside those that the same person proposed before; what is shown already is no change.

        The caller saves. Answers whether anything waits now. Raises `Refused` while somebody else's change waits.
        """
        if self.proposed and not actor.is_person(self.proposed_by_id):
            raise Refused(OTHERS)
        lines = {**self.proposed, **wanted}
        self.proposed = {name: said for name, said in lines.items() if name not in shown or shown[name] != said}
        self.proposed_by_id = actor.person_id if self.proposed else None
        self.proposed_at = moment.now() if self.proposed else None
        return bool(self.proposed)

    def settle(self) -> dict[str, Any]:
        """Nothing waits any more; answers what did. The caller saves."""
        lines, self.proposed, self.proposed_by, self.proposed_at = dict(self.proposed), {}, None, None
        return lines


def may_settle(actor: Actor, row: SecondLook) -> Decision:
    """Beyond the right that the room asks: something waits, and somebody else proposed it."""
    if not row.proposed:
        return NOTHING
    return OWN if actor.is_person(row.proposed_by_id) else Allowed()


def need_reason(reason: str) -> str:
    """Whoever proposed it learns why it is sent back. Raises `Refused` without one."""
    if not reason.strip():
        raise Refused(Denied("请写明哪里要改，提出的同志会看到。", code="empty", field="reason"))
    return reason.strip()[:200]
