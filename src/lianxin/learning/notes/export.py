"""What a person wrote here, for the export of one's own data (P03)."""

from __future__ import annotations

from typing import Any

from lianxin.foundation.privacy.export import register_exporter

from .models import Comment, Note


def own(person_id: int) -> dict[str, list[dict[str, Any]]]:
    """table -> rows."""
    notes = Note.objects.unscoped("a person exports their own data").filter(member__person_id=person_id)
    comments = Comment.objects.filter(by_id=person_id, gone_by="")
    return {
        "学习心得": [
            {"学的": n.about_title or n.about, "出处": n.about_source, "题目": n.title, "正文": n.body,
             "状态": n.get_state_display(), "谁能看": n.get_audience_display(), "发布时间": n.sent_at,
             "公开稿": n.public_body}
            for n in notes.order_by("pk")
        ],
        "对学习心得的评论": [
            {"内容": c.text, "时间": c.at, "状态": c.get_state_display(), "没有通过的原因": c.reason} for c in comments
        ],
    }  # fmt: skip


register_exporter("notes", own)
