"""One line of the table of deliveries: state in words, and what this person may do about it."""

from __future__ import annotations

from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Allowed

from . import policies
from .adapters.base import ADAPTERS
from .models import Dispatch

WORDS = dict(Dispatch.STATES)
TONES = {"sent": "ok", "waiting": "wait", "failed": "late", "cancelled": ""}
#: what "sent" and "waiting" are called for each purpose
PURPOSES = {
    ("withdraw", "sent"): "已撤回", ("withdraw", "waiting"): "正在撤回", ("withdraw", "failed"): "未能撤回",
    ("withdraw", "cancelled"): "无需撤回", ("answer", "sent"): "已答复", ("answer", "waiting"): "待答复",
    ("answer", "failed"): "未能答复",
}  # fmt: skip


def line_of(actor: Actor, row: Dispatch) -> dict[str, object]:
    """What the table shows of a row."""
    able = ADAPTERS[row.account.kind].withdraw is not None and row.account.state == "active"
    return {
        "row": row,
        "word": PURPOSES.get((row.purpose, row.state), WORDS[row.state]),
        "tone": "" if (row.purpose, row.state) == ("withdraw", "sent") else TONES[row.state],
        "may_retry": isinstance(policies.may_retry(actor, row), Allowed),
        "may_cancel": isinstance(policies.may_cancel(actor, row), Allowed),
        "may_withdraw": able and isinstance(policies.may_withdraw(actor, row), Allowed),
        "planned": row.planned_at if row.state == "waiting" and not row.attempts else None,
    }
