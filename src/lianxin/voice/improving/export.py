"""What a person did here, for the export of one's own data (P03). Problems are about no person."""

from __future__ import annotations

from typing import Any

from lianxin.foundation.privacy.export import register_exporter

from .models import Advice, ImprovementStep


def own(person_id: int) -> dict[str, list[dict[str, Any]]]:
    """table -> rows."""
    steps = ImprovementStep.objects.filter(person_id=person_id).select_related("case").order_by("at", "pk")
    made = Advice.objects.unscoped("a person exports their own data")
    papers = made.filter(made_by=person_id) | made.filter(edited_by=person_id) | made.filter(signed_by=person_id)
    return {
        "整改中办理的步骤": [
            {"编号": s.case.number, "步骤": s.label, "时间": s.at.isoformat(), "写的话": s.public_note or s.note} for s in steps
        ],
        "经手的决策参考": [
            {"自": a.since.isoformat(), "至": a.until.isoformat(), "版本": a.version, "建议": a.proposals}
            for a in papers.distinct().order_by("pk")
        ],
    }  # fmt: skip


register_exporter("improving", own)
