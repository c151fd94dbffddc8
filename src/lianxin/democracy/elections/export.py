"""What stands about a person here, for the export of one's own data (P03)."""

from __future__ import annotations

from typing import Any

from lianxin.foundation.privacy.export import register_exporter

from . import opinions
from .models import Candidate, Election, Scrutineer, Voter


def own(person_id: int) -> dict[str, list[dict[str, Any]]]:
    """table -> rows. Whose ballot is whose is nowhere and cannot be handed out (V01)."""
    lines = Voter.objects.filter(person_id=person_id).select_related("election", "opinion").order_by("pk")
    stood = Candidate.objects.filter(person_id=person_id).select_related("election").order_by("pk")
    watched = Scrutineer.objects.filter(person_id=person_id).select_related("election").order_by("pk")
    drawn = Election.objects.unscoped("a person exports their own data").filter(author_id=person_id).order_by("pk")
    return {
        "选举名册": [
            {"选举": row.election.title, "名册号": row.number, "没有选举权的原因": row.get_without_display(),
             "不计入应到": row.excused, "到会": row.here, "领了纸质票": row.paper}
            | ({"书面意见": words} if (words := opinions.words_of(row)) else {})
            for row in lines
        ],
        "作候选人": [{"选举": row.election.title, "简况": row.note} for row in stood if row.election.of_persons],
        "表决接收": [{"选举": row.election.title, "表决的事": row.name} for row in stood if not row.election.of_persons],
        "作监票人": [{"选举": row.election.title, "职责": row.get_role_display()} for row in watched],
        "准备的选举": [{"编号": row.number, "名称": row.title, "时间": row.opened_at} for row in drawn],
    }  # fmt: skip


register_exporter("elections", own)
