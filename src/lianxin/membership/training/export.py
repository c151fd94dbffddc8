"""A person's trainings, for the export of one's own data (P03)."""

from __future__ import annotations

from lianxin.foundation.privacy.export import Tables

from .models import Training


def own(person_id: int) -> Tables:
    """Every training with what became of it. Lessons of gatherings stand among the gatherings."""
    rows = Training.objects.filter(member__person_id=person_id).order_by("last", "pk")
    return {
        "外出培训": [
            {"名称": one.title, "种类": one.get_kind_display(), "谁办的": one.host, "自": one.first, "至": one.last,
             "学时": one.lessons, "凭什么证明": one.proof, "情况": one.get_state_display(), "没有记入的原因": one.returned_for}
            for one in rows
        ]
    }  # fmt: skip
