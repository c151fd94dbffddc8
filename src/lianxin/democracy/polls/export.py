"""What stands about a person here, for the export of one's own data (P03)."""

from __future__ import annotations

from typing import Any

from lianxin.foundation.privacy.export import register_exporter

from .actions.casting import read
from .models import NamedBallot, Objection, Poll, Roll


def own(person_id: int) -> dict[str, list[dict[str, Any]]]:
    """table -> rows. What somebody said without a name is nowhere and cannot be handed out."""
    lines = Roll.objects.filter(person_id=person_id).select_related("poll").order_by("pk")
    named = NamedBallot.objects.filter(person_id=person_id).select_related("poll").order_by("pk")
    said = Objection.objects.filter(person_id=person_id).select_related("poll").order_by("pk")
    return {
        "投票名册": [{"投票": row.poll.title, "已参加": row.voted, "领了纸质票": row.paper} for row in lines],
        "记名投票": [{"投票": row.poll.title, "选择": _words(row.poll, str(row.answers))} for row in named],
        "对投票名册的意见": [
            {"投票": row.poll.title, "时间": row.at, "意见": row.text, "答复": row.answer} for row in said
        ],
        "起草的投票": [
            {"编号": poll.number, "题目": poll.title, "时间": poll.opened_at}
            for poll in Poll.objects.unscoped("a person exports their own data")
            .filter(author_id=person_id)
            .order_by("pk")
        ],
    }


def _words(poll: Poll, answers: str) -> str:
    ballot = read(answers)
    chosen = [
        f"{item}：{'、'.join(poll.options[at] for at in picks) or '没有选'}"
        for item, picks in zip(poll.items, ballot.choices, strict=True)
    ]
    return "；".join([*chosen, *ballot.written, *filter(None, [ballot.said])])


register_exporter("polls", own)
