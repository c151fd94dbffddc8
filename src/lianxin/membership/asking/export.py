"""What a person asked, for the export of one's own data (P03); threads without a name too: only their author gets them."""

from __future__ import annotations

from typing import Any

from lianxin.foundation.privacy.export import register_exporter

from . import policies
from .models import Question


def own(person_id: int) -> dict[str, list[dict[str, Any]]]:
    """table -> rows."""
    rows = Question.objects.unscoped("a person exports their own data").filter(policies.owned(person_id))
    return {
        "党员提问": [
            {
                "题目": one.named,
                "署名": not one.hidden,
                "时间": one.opened_at,
                "纸上交来": one.on_paper,
                "状态": one.state_label,
                "说过的": line.text,
            }
            for one in rows.prefetch_related("lines").order_by("pk")
            for line in one.lines.all()
            if line.voice != "answer"
        ]
    }


register_exporter("asking", own)
