"""What an organisation wrote about a person, and what they said to it, for the export of one's own data (P03)."""

from __future__ import annotations

from typing import Any

from lianxin.foundation.privacy.export import register_exporter

from . import queries


def own(person_id: int) -> dict[str, list[dict[str, Any]]]:
    """table -> rows."""
    return {
        "监督事项": [
            {"方式": case.get_kind_display(), "开始": case.began_on, "改正期限": case.until, "状态": case.state_label,
             "谁写的": line.get_voice_display(), "内容": line.text, "时间": line.at}
            for case in queries.own(person_id).prefetch_related("lines")
            for line in case.lines.all()
        ]
    }  # fmt: skip


register_exporter("oversight", own)
