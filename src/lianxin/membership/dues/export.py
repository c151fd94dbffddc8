"""A person's own part of the dues (P03): what they owe, how it was reckoned, what they paid."""

from __future__ import annotations

from lianxin.foundation.privacy.export import Tables

from .models import Assessment, BillLine, Posting


def own(person_id: int) -> Tables:
    """Assessments, lines of the ledger, payments of bills that were booked for the person."""
    held = Assessment.objects.unscoped("one's own").filter(member__person_id=person_id).order_by("since", "pk")
    lines = (
        Posting.objects.unscoped("one's own")
        .filter(member__person_id=person_id)
        .select_related("organisation")
        .order_by("on", "pk")
    )
    paid = BillLine.objects.unscoped("one's own").filter(member__person_id=person_id).order_by("on", "pk")
    return {
        "党费核定": [
            {"自": row.since, "类别": row.get_group_display(), "计费收入": row.income, "每月党费": str(row.amount), "每月应交": str(row.payable),
             "怎样交": row.get_every_display(), "说明": row.reason}
            for row in held
        ],
        "党费往来": [
            {"日期": row.on, "摘要": row.text, "金额": str(row.amount), "借": row.get_debit_display(), "贷": row.get_credit_display(),
             "所属月份": row.month, "收据号": row.receipt, "组织": row.organisation.name, "减免原因": row.note}
            for row in lines
        ],
        "账单里的交纳": [
            {"日期": row.on, "金额": str(row.amount), "对方": row.party, "摘要和附言": row.words, "交易单号": row.trade, "收据号": row.receipt}
            for row in paid
        ],
    }  # fmt: skip
