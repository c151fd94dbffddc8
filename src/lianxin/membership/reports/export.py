"""What a person wrote here, for the export of one's own data (P03). Talks stay out: they are two people's (R042)."""

from __future__ import annotations

from typing import Any

from lianxin.foundation.privacy.export import register_exporter

from .models import Comment, Report


def own(person_id: int) -> dict[str, list[dict[str, Any]]]:
    """table -> rows."""
    reports = Report.objects.unscoped("a person exports their own data").filter(member__person_id=person_id)
    comments = Comment.objects.filter(by_id=person_id, gone_by="")
    return {
        "思想汇报": [
            {"题目": r.title, "正文": r.body, "状态": r.get_state_display(), "谁能看": r.get_audience_display(),
             "交出时间": r.sent_at, "公开稿": r.public_body}
            for r in reports.order_by("pk")
        ],
        "对思想汇报的意见": [{"内容": c.text, "时间": c.at} for c in comments],
    }  # fmt: skip


register_exporter("reports", own)
