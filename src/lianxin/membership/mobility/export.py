"""A person's own part of the house's data about absence, contact and what was proposed (P03)."""

from __future__ import annotations

from lianxin.foundation.privacy.export import Tables

from .models import Absence, Contact, Matter


def own(person_id: int) -> Tables:
    """Registrations, contacts, proposals from the moment on at which the person was told."""
    rows = Absence.objects.unscoped("one's own").filter(member__person_id=person_id)
    contacts = Contact.objects.filter(absence__member__person_id=person_id).order_by("on", "pk")
    matters = Matter.objects.unscoped("one's own").filter(member__person_id=person_id, told_on__isnull=False)
    return {
        "外出登记": [
            {"类别": row.get_kind_display(), "原因": row.get_reason_display(), "自": row.since, "预计到": row.until, "地方": row.place,
             "住址": row.address, "电话": row.phone, "流入地党组织": row.host_name, "接收登记": row.get_host_state_display() if row.host else "",
             "联系人": row.liaison.name if row.liaison else "", "最近一次联系": row.last_contact_on, "进展": row.get_state_display(),
             "答复": row.answer, "结束": row.ended_on, "怎样结束": row.get_ended_how_display()}
            for row in rows.select_related("host", "liaison").order_by("since", "pk")
        ],
        "联系记录": [
            {"日期": row.on, "方式": row.get_way_display(), "联系上了": row.reached, "在流入地参加了组织生活": row.took_part, "情况": row.words}
            for row in contacts
        ],
        "党籍处理建议": [
            {"情形": row.get_ground_display(), "自": row.since, "建议": row.words.act, "告知本人": row.told_on, "决定日期": row.decided_on,
             "我的说明": "；".join(s.note for s in row.steps.all() if s.event in ("answer_own", "hear"))}
            for row in matters.prefetch_related("steps").order_by("opened_at")
        ],
    }  # fmt: skip
