"""What a person asked and said here, for the export of one's own data (P03)."""

from __future__ import annotations

from typing import Any

from lianxin.foundation.privacy.export import register_exporter

from .models import Question, Rating, Request


def own(person_id: int) -> dict[str, list[dict[str, Any]]]:
    """table -> rows."""
    asked = Request.objects.unscoped("a person exports their own data").filter(author_id=person_id)
    questions = Question.objects.filter(author_id=person_id)
    ratings = Rating.objects.filter(person_id=person_id)
    return {
        "公开申请": [
            {"编号": r.number, "想了解什么": r.title, "具体内容": r.body, "邮箱": r.contact_email,
             "时间": r.opened_at.isoformat(), "答复": r.answer}
            for r in asked
        ],
        "公开事项的提问": [{"事项": q.item_id, "问题": q.body, "时间": q.created_at.isoformat()} for q in questions],
        "公开事项的评价": [{"事项": r.item_id, "评价": r.get_level_display(), "时间": r.at.isoformat()} for r in ratings],
    }  # fmt: skip


register_exporter("disclosure", own)
