"""文书 of the way into the Party: what the organisation writes at a step, out of what the case knows.

Nothing is stored; each time a paper is asked for it is written anew, with the figures of the rules that held on the day.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, replace

from django.utils import timezone

from lianxin.membership.papers import Plain, Sheet, chinese

from ..models import Development, Retraction
from . import of_branch, of_committee, to_fill_in
from .known import Known, known


@dataclass(frozen=True, slots=True)
class Form:
    """One kind of paper. after: the step from which on there is something to write; number: the step it belongs to."""

    code: str
    label: str
    number: int
    after: str
    make: Callable[[Known], Sheet]


FORMS = (
    Form("first-talk", "同入党申请人谈话记录", 2, "apply", to_fill_in.first_talk),
    Form("activist", "入党积极分子登记、考察表", 4, "file_activist", to_fill_in.activist),
    Form("notice", "拟列为发展对象的公示", 7, "propose", of_branch.notice),
    Form("review", "政治审查报告", 10, "file_candidate", to_fill_in.political_review),
    Form("ask-pre-review", "预审的请示", 12, "check", of_branch.ask_pre_review),
    Form("pre-review", "预审的批复", 13, "pre_review", of_committee.pre_review),
    Form("resolution", "支部大会接收预备党员的决议", 15, "accept", of_branch.accepted),
    Form("talk", "上级党组织派人谈话记录", 16, "accept", to_fill_in.talk_before),
    Form("approval", "接收预备党员的批复", 17, "approve", of_committee.approval),
    Form("probation", "预备党员考察表", 21, "approve", to_fill_in.probation),
    Form("extended", "支部大会延长预备期的决议", 23, "extend", of_branch.extended),
    Form("approval-extended", "延长预备期的批复", 24, "approve_extend", of_committee.approval_extended),
    Form("resolution-full", "支部大会转正的决议", 23, "accept_full", of_branch.full),
    Form("approval-full", "转正的批复", 24, "approve_full", of_committee.approval_full),
    Form("resolution-cancel", "支部大会取消预备党员资格的决议", 23, "cancel", of_branch.cancelled),
    Form("approval-cancel", "取消预备党员资格的批复", 24, "approve_cancel", of_committee.approval_cancel),
    Form("archive", "归档材料清单", 25, "apply", to_fill_in.archive),
)
#: papers to fill in further, also where the step they begin with was taken elsewhere
_GO_ON = ("activist", "review", "probation", "archive")
BY_CODE = {form.code: form for form in FORMS}


def ready(case: Development) -> list[Form]:
    """Papers for which the case has come far enough, in the order of the steps; what was decided elsewhere is written there."""
    elsewhere = case.fact("carry_on").get("events", [])
    return [
        form for form in FORMS
        if case.day(form.after) is not None and (form.after not in elsewhere or form.code in _GO_ON)
    ]  # fmt: skip


def sheet_of(case: Development, form: Form) -> Sheet:
    """The paper as it stands today."""
    return form.make(known(case, form.after))


def voided(row: Retraction) -> list[Form]:
    """Papers that were written from a step that was taken back; they count for nothing (LX-260)."""
    return [form for form in FORMS if form.after == row.step.event] if row.state == "done" else []


def void_sheet_of(row: Retraction, form: Form) -> Sheet:
    """Such a paper as it was written, with the word 作废 on it, so that a copy in somebody's hands is known again."""
    then = copy(row.case)
    then.dates, then.facts = row.was["dates"], row.was["facts"]
    sheet = form.make(known(then, form.after, struck=row.step_id))
    on = chinese(timezone.localdate(row.decided_at)) if row.decided_at else ""
    mark = Plain(f"【作废】所依据的登记有误，{on}已撤回，本文书作废。原因：{row.reason}")
    return replace(sheet, title=f"{sheet.title}（作废）", parts=(mark, *sheet.parts))
