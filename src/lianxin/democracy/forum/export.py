"""What a person proposed and follows, for the export of one's own data (P03)."""

from __future__ import annotations

from typing import Any

from lianxin.foundation.privacy.export import register_exporter

from .models import Follow, Topic


def own(person_id: int) -> dict[str, list[dict[str, Any]]]:
    """table -> rows."""
    rows = Topic.objects.unscoped("a person exports their own data").filter(proposer_id=person_id).order_by("pk")
    followed = Follow.objects.filter(person_id=person_id).select_related("topic").order_by("pk")
    return {
        "议事提议": [
            {
                "话题": one.title,
                "为什么": one.why,
                "署名": one.proposer_name,
                "时间": one.opened_at,
                "状态": one.state_label,
            }
            for one in rows
        ],
        "关注的话题": [{"话题": one.topic.title} for one in followed],
    }


register_exporter("forum", own)
