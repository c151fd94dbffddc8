"""What stands about a person here, for the export of one's own data (P03). No key of a question is in it."""

from __future__ import annotations

from typing import Any

from lianxin.foundation.privacy.export import register_exporter
from lianxin.learning.questions.models import Version
from lianxin.learning.questions.words import LETTERS

from .marks import words
from .models import Attempt, Contest, Entry, Objection


def own(person_id: int) -> dict[str, list[dict[str, Any]]]:
    """table -> rows: where one took part, what one answered, and what it earned once the round was over."""
    entries = Entry.objects.filter(person_id=person_id).select_related("contest").order_by("pk")
    papers = list(Attempt.objects.filter(entry__person_id=person_id).select_related("round__contest").order_by("pk"))
    stems = _stems(papers)
    said = Objection.objects.filter(person_id=person_id).select_related("pooled__version").order_by("pk")
    drawn = Contest.objects.unscoped("a person exports their own data").filter(author_id=person_id).order_by("pk")
    return {
        "参加的知识竞赛": [{"竞赛": row.contest.title, "愿意列名": row.named} for row in entries],
        "我的答卷": [_paper(row, stems) for row in papers],
        "我说有误的题": [
            {"题干": row.pooled.version.stem, "意见": row.text, "时间": row.at, "认定": row.get_verdict_display(), "答复": row.answer}
            for row in said
        ],
        "起草的知识竞赛": [{"编号": row.number, "题目": row.title, "时间": row.opened_at} for row in drawn],
    }  # fmt: skip


def _stems(papers: list[Attempt]) -> dict[int, tuple[str, list[str]]]:
    versions = {place.version for row in papers for place in row.places}
    rows = Version.objects.filter(pk__in=versions).values_list("pk", "stem", "options")
    return {pk: (stem, options) for pk, stem, options in rows}


def _paper(row: Attempt, stems: dict[int, tuple[str, list[str]]]) -> dict[str, Any]:
    said = row.said
    lines = []
    for at, place in enumerate(row.places):
        stem, options = stems[place.version]
        answer = said.get(at, [])
        chosen = "、".join(f"{LETTERS[one]}. {options[one]}" if options else str(one) for one in answer)
        lines.append(f"{stem}：{chosen or '没有答'}")
    shown = row.marked if row.round.over() and row.round.contest.state != "cancelled" else None
    return {
        "竞赛": row.round.contest.title, "轮次": row.round.name, "第几次": row.number, "开始": row.started_at, "交卷": row.sent_at,
        "多给时间": row.longer, "作答": "；".join(lines), "得分": words(shown.cents) if shown else "",
    }  # fmt: skip


register_exporter("contests", own)
