"""What a person gets and gives here, for the export of one's own data (P03)."""

from __future__ import annotations

from typing import Any

from lianxin.foundation.privacy.export import register_exporter

from .models import Help, HelpDeed


def own(person_id: int) -> dict[str, list[dict[str, Any]]]:
    """table -> rows. Of those whom one helps only that one does: their words are theirs."""
    got = Help.objects.unscoped("a person exports their own data").filter(member__person_id=person_id)
    done = HelpDeed.objects.filter(by_id=person_id).order_by("pk")
    return {
        "得到的帮扶": [
            {"姓名": one.who, "电话": one.phone, "住址": one.address, "哪方面": one.get_kind_display(), "困难和需要": one.need,
             "同意日期": one.consent_on, "结果": one.get_result_display(), "本人怎么说": one.result_text}
            for one in got.order_by("pk")
        ],
        "我登记的帮扶经过": [{"日期": one.on, "做了什么": one.text} for one in done],
    }  # fmt: skip


register_exporter("helping", own)
