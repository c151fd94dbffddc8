"""A person's own transfers, for the export of one's own data (P03): what one's own page tells, and what one wrote oneself."""

from __future__ import annotations

from django.db.models import Q

from lianxin.foundation.privacy.export import Tables

from .models import Transfer, TransferStep

#: states whose reason is told to the person as well
_TOLD = ("declined", "refused", "stays")


def own(person_id: int) -> Tables:
    """Every transfer with its letter, and the steps that the person is told of."""
    rows = Transfer.objects.unscoped("one's own").filter(member__person_id=person_id).order_by("asked_on", "pk")
    shown = ~Q(public_label="") | Q(person_id=person_id)
    steps = TransferStep.objects.filter(shown, case__in=rows).select_related("case").order_by("at", "pk")
    return {
        "组织关系转接": [
            {"提出日期": one.asked_on, "从": one.source_name, "到": one.target_name, "途径": one.get_way_display(), "原因": one.get_reason_display(),
             "介绍信编号": one.letter_number, "开出日期": one.issued_on, "有效期至": one.valid_until, "党费交到": one.dues_until,
             "接收日期": one.ended_on}
            for one in rows
        ],
        "转接的经过": [
            {"时间": step.at, "到": step.case.target_name, "事项": step.public_label or step.label,
             "说明": step.note if step.target in _TOLD or step.person_id == person_id else ""}
            for step in steps
        ],
    }  # fmt: skip
