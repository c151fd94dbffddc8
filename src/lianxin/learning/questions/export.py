"""What stands about a person here, for the export of one's own data (P03)."""

from __future__ import annotations

from typing import Any

from lianxin.foundation.privacy.export import register_exporter

from .models import Version


def own(person_id: int) -> dict[str, list[dict[str, Any]]]:
    """table -> rows: what the person wrote and what they approved."""
    rows = Version.objects.select_related("question").order_by("pk")
    return {
        "我出的题": [
            {"编号": row.question.number, "版本": row.number, "题干": row.stem, "时间": row.at} for row in rows.filter(by_id=person_id)
        ],
        "我复核的题": [
            {"编号": row.question.number, "版本": row.number, "时间": row.approved_at} for row in rows.filter(approved_by_id=person_id)
        ],
    }  # fmt: skip


register_exporter("questions", own)
