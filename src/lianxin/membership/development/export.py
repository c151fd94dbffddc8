"""A person's own part of the house's data about ways into the Party (P03).

What mentors and offices wrote about the person when they looked at them (考察) is kept by the organisation and not shown to
the person, here as on every page; the export says that it exists, how much of it and why (PIP-04). What the person wrote
about those whom they accompany is in it.
"""

from __future__ import annotations

import json

from lianxin.foundation.privacy.export import Row, Tables

from . import history
from .models import Application, Brought, DevelopmentStep, Observation

#: why the words of mentors are not handed out (PIP-04)
WITHHELD = "属于组织考察的材料，由组织保管，考察期间和以后都不给本人看。认为有不实之处的，可以向支部或者上级党委提出，请组织核对、更正。"


def own(person_id: int) -> Tables:
    """The steps that were taken, and what the person wrote as a mentor or introducer."""
    steps = DevelopmentStep.objects.filter(case__member__person_id=person_id).exclude(public_label="")
    wrote = Observation.objects.filter(by_id=person_id).select_related("case__member")
    sent = Application.objects.unscoped("one's own").filter(person_id=person_id).select_related("organisation")
    return {
        "随介绍信带来的培养经过": _brought(person_id),
        "没有导出的内容": _withheld(person_id),
        "网上递交的入党申请": [
            {
                "日期": row.at,
                "交给": row.organisation.name,
                "情况": row.get_state_display(),
                "姓名": row.name,
                "身份证号": row.identity,
                "想说的话": row.text,
                "退回的原因": row.reason,
            }
            for row in sent
        ],
        "入党的经过": [
            {
                "日期": step.at,
                "事项": step.public_label,
                "撤回": step.undone_at,
                "为什么撤回": "；".join(one.reason for one in step.retractions.all() if one.state == "done"),
            }
            for step in steps.prefetch_related("retractions").order_by("at", "pk")
        ],
        "写过的培养联系记录": [
            {"日期": row.on, "种类": row.get_kind_display(), "联系的同志": row.case.member.name, "情况": row.text}
            for row in wrote.order_by("on", "pk")
        ],
    }


def _brought(person_id: int) -> list[Row]:
    """What came with a letter and waits to be gone on with."""
    return [
        {"日期": step["on"], "事项": history.label(step["event"]), "办理": step.get("by", ""), "来自": row.source}
        for row in Brought.objects.filter(member__person_id=person_id)
        for step in json.loads(row.told)["steps"]
    ]


def _withheld(person_id: int) -> list[Row]:
    """That there are words of mentors, how many, and why they stay out; nothing where there are none."""
    about = Observation.objects.filter(case__member__person_id=person_id).count()
    return [{"内容": "培养联系人、入党介绍人写的情况", "条数": about, "原因": WITHHELD}] if about else []
