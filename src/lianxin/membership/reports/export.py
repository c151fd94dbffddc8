"""What a person wrote here and the talks they had, for the export of one's own data (P03, PIP-04).

A record of a talk is kept from third ones (R042, LX-77), not from the two: both read it on their own pages, so both have it
among their own data. A wish to talk is with who wrote it; to whom it was said it is another one's word.
"""

from __future__ import annotations

from typing import Any

from lianxin.foundation.privacy.export import register_exporter

from . import queries
from .models import Comment, Report, Wish


def own(person_id: int) -> dict[str, list[dict[str, Any]]]:
    """table -> rows."""
    reports = Report.objects.unscoped("a person exports their own data").filter(member__person_id=person_id)
    comments = Comment.objects.filter(by_id=person_id, gone_by="")
    wishes = Wish.objects.filter(member__person_id=person_id).select_related("to")
    return {
        "谈心谈话": [
            {"日期": t.on, "种类": t.get_kind_display(), "谁去谈": t.by.name or t.by.nickname, "与谁谈": t.member.name, "内容": t.text,
             "本人补充": t.remark}
            for t in queries.talks_with(person_id)
        ],
        "想找人谈谈": [{"时间": w.at, "想和谁谈": w.to.name or w.to.nickname, "想谈什么": w.text} for w in wishes],
        "思想汇报": [
            {"题目": r.title, "正文": r.body, "状态": r.get_state_display(), "谁能看": r.get_audience_display(),
             "交出时间": r.sent_at, "公开稿": r.public_body}
            for r in reports.order_by("pk")
        ],
        "对思想汇报的意见": [{"内容": c.text, "时间": c.at} for c in comments],
    }  # fmt: skip


register_exporter("reports", own)
