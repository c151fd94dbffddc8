"""What a person asked the same of, booked and said, for the export of one's own data (P03)."""

from __future__ import annotations

from typing import Any

from lianxin.foundation.privacy.export import register_exporter

from .models import SameAsk, Visit


def own(person_id: int) -> dict[str, list[dict[str, Any]]]:
    """table -> rows. Questions are exported by the room in which they are said."""
    visits = Visit.objects.unscoped("a person exports their own data").filter(person_id=person_id)
    same = SameAsk.objects.filter(person_id=person_id).select_related("question__talk", "question__said")
    return {
        "接访预约": [
            {"日期": v.day, "时间": v.at_word, "姓名": v.name, "电话": v.phone, "想说什么事": v.matter, "来几位": v.people, "状态": v.state_label,
             "谈了什么": v.told, "去哪里": v.way, "评价": v.rating, "解决了": v.solved}
            for v in visits.select_related("reception").order_by("pk")
        ],
        "访谈同问": [{"访谈": s.question.talk.subject, "问题": s.question.said.shown_text} for s in same.order_by("pk")],
    }  # fmt: skip


register_exporter("interviews", own)
