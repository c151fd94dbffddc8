"""What a person proposed and seconded, for the export of one's own data (P03)."""

from __future__ import annotations

from typing import Any

from lianxin.foundation.privacy.export import register_exporter

from .models import Motion, Second


def own(person_id: int) -> dict[str, list[dict[str, Any]]]:
    """table -> rows."""
    rows = Motion.objects.unscoped("a person exports their own data").filter(author_id=person_id).order_by("pk")
    seconds = Second.objects.filter(person_id=person_id).select_related("motion").order_by("pk")
    return {
        "提出的议题": [
            {"议题": m.title, "为什么提": m.why, "希望怎么办": m.wish, "显示的名字": m.front_name, "进展": m.state_label,
             "提出时间": m.opened_at, "答复": m.reason_text, "申诉": m.appeal_text, "结果": m.result if m.published_at else ""}
            for m in rows
        ],
        "附议的议题": [{"议题": s.motion.title, "时间": s.at} for s in seconds],
    }  # fmt: skip


register_exporter("consultations", own)
