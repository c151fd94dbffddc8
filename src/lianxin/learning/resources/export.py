"""What stands about a person here, for the export of one's own data (P03)."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from lianxin.foundation.privacy.export import register_exporter

from .models import Resource


def own(person_id: int) -> dict[str, list[dict[str, Any]]]:
    """table -> rows: what the person entered or keeps."""
    rows = Resource.objects.unscoped("one's own").filter(Q(entered_by_id=person_id) | Q(handler_id=person_id))
    return {
        "我整理和保管的学习资源": [
            {"编号": row.number, "名称": row.title, "来源": row.source, "登记时间": row.opened_at} for row in rows.order_by("pk")
        ]
    }  # fmt: skip


register_exporter("resources", own)
