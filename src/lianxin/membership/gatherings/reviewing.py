"""民主评议党员 as ordered steps: 自评, 互评, 测评 (EDU-03). Nothing here knows the words; the registry has them."""

from __future__ import annotations

from collections.abc import Sequence

from lianxin.foundation.rules.registry import rule
from lianxin.kernel.decision import Allowed, Decision, Denied

from .models import Attendance, Gathering, Review
from .words import COUNTED, HERE

KIND = "member_review"
OWN, OTHERS, FIGURES = range(3)


def steps(gathering: Gathering) -> tuple[str, ...]:
    """Words of the steps in their order, as they stood on the day."""
    return rule("EDU-03", gathering.day).items("steps")


def at_step(gathering: Gathering, step: int) -> Decision:
    """Each step in its turn: none is skipped, none is gone back to."""
    words = steps(gathering)
    if gathering.kind != KIND:
        return Denied("只有民主评议党员才分步骤。", code="kind")
    if gathering.steps_done == step:
        return Allowed()
    if gathering.steps_done > step:
        return Denied(f"“{words[step]}”已经结束了。", rule="EDU-03", code="order")
    return Denied(
        f"现在是“{words[gathering.steps_done]}”，还不能做“{words[step]}”。", rule="EDU-03", code="order",
        remedy="次序是先自己评，再互相评，最后测评，不能跳。",
    )  # fmt: skip


def finished(gathering: Gathering) -> Decision:
    """A review is filed when all its steps are over."""
    words = steps(gathering)
    if gathering.kind != KIND or gathering.steps_done >= len(words):
        return Allowed()
    return Denied(
        f"还没有做完“{words[gathering.steps_done]}”。", rule="EDU-03", code="order", remedy="三步做完才能归档。"
    )


def judged(rows: Sequence[Attendance]) -> list[Attendance]:
    """Who is talked about: those of the organisation who are here, or not marked yet."""
    return [row for row in rows if row.role in COUNTED and (row.mark in HERE or not row.mark)]


def missing(rows: Sequence[Attendance], step: int) -> list[Attendance]:
    """Who still lacks what the step asks for."""
    return [row for row in judged(rows) if not has(row, step)]


def has(row: Attendance, step: int) -> bool:
    review: Review | None = getattr(row, "review", None)
    if review is None:
        return False
    if step == OWN:
        return bool(review.own_words)
    return bool(review.others_words) if step == OTHERS else None not in review.figures
