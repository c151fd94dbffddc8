"""What a person said, for the export of one's own data (P03)."""

from __future__ import annotations

from typing import Any

from lianxin.foundation.privacy.export import register_exporter

from .models import Contribution
from .registry import FLOORS


def own(person_id: int) -> dict[str, list[dict[str, Any]]]:
    """table -> rows."""
    rows = Contribution.objects.unscoped("a person exports their own data").filter(person_id=person_id).order_by("pk")
    return {
        "发言": [
            {
                "在哪里": FLOORS[one.kind].label if one.kind in FLOORS else one.kind,
                "显示的名字": one.front_name,
                "内容": one.shown_text,
                "时间": one.opened_at,
                "状态": one.state_label,
            }
            for one in rows
        ]
    }


register_exporter("speaking", own)
