"""What a person wrote and said as a judge, for the export of one's own data (P03)."""

from __future__ import annotations

from typing import Any

from lianxin.foundation.privacy.export import register_exporter

from .models import Judgement, Work
from .words import LEVELS


def own(person_id: int) -> dict[str, list[dict[str, Any]]]:
    """table -> rows."""
    works = Work.objects.unscoped("a person exports their own data").filter(author_id=person_id).select_related("call")
    said = Judgement.objects.filter(judge__person_id=person_id).select_related("judge__call").order_by("pk")
    return {
        "征文与征稿的稿件": [
            {"编号": w.number, "征集": w.call.title, "题目": w.title, "正文": w.body, "署名": w.signed or w.pen_name,
             "状态": w.state_label, "同意展示或发表": w.consent, "交稿时间": w.sent_at, "结果": _result(w),
             "给作者的话": _told(w), "申诉": w.appeal_text}
            for w in works.order_by("pk")
        ],
        "我做评委写的意见": [
            {"征文": j.judge.call.title, "时间": j.handed_at, "总的意见": j.overall,
             "逐条": [f"{name}：{LEVELS.get(j.levels.get(str(n), ''), '')} {j.said.get(str(n), '')}".strip()
                    for n, name in enumerate(j.judge.call.criteria)]}
            for j in said
        ],
    }  # fmt: skip


def _result(work: Work) -> str:
    """Nothing before it was announced (V02 in spirit: no partial result)."""
    return work.honour if work.state == "honoured" else ""


def _told(work: Work) -> str:
    return "" if work.state == "sent" else work.reason_text


register_exporter("essays", own)
