"""What the committee that decides writes back to the branch: the first review, the two approvals."""

from __future__ import annotations

from lianxin.kernel.clocks import plus_months
from lianxin.membership.papers import Plain, Sheet, Text, chinese

from .. import reckoning
from .known import Known


def pre_review(it: Known) -> Sheet:
    """预审的批复: the meeting follows within the month of DEV-13."""
    on = it.case.day("pre_review")
    last = plus_months(on, reckoning.months("DEV-13", "meeting", on)) if on else None
    return it.sheet(
        f"关于{it.name}同志预审情况的批复",
        Plain(f"{it.branch.name}："),
        Text([
            f"你支部关于对发展对象{it.name}同志进行预审的请示收到。经审查培养教育考察和政治审查材料，并听取有关方面意见，预审合格。",
            f"现发去《中国共产党入党志愿书》，请由入党介绍人指导本人如实填写，并在{chinese(last)}以前提交党员大会讨论。",
        ]),
        by=it.committee, on=on,
    )  # fmt: skip


def approval(it: Known) -> Sheet:
    """接收预备党员的批复: probation from the day of the meeting (DEV-21), the oath within a month (DEV-20)."""
    on, held = it.case.day("approve"), it.case.day("accept")
    ends = plus_months(held, reckoning.months("DEV-21", "probation", held)) if held else None
    oath = plus_months(on, reckoning.months("DEV-20", "oath", on)) if on else None
    return it.sheet(
        f"关于同意接收{it.name}同志为预备党员的批复",
        Plain(f"{it.branch.name}："),
        Text([
            (f"你支部{it.day('accept')}党员大会关于接收{it.name}同志为预备党员的决议收到。已于{it.day('talk_before')}派人同本人谈话。经{it.above}"
            f"{it.day('approve')}集体讨论和表决，同意接收{it.name}同志为中共预备党员，预备期自{it.day('accept')}至{chinese(ends)}。"),
            f"请通知本人，在党员大会上宣布，把{it.name}同志编入党支部和党小组，一般在{chinese(oath)}以前举行入党宣誓，并继续做好教育和考察。",
        ]),
        by=it.committee, on=on,
    )  # fmt: skip


def approval_full(it: Known) -> Sheet:
    """转正的批复: the day from which membership counts (DEV-24)."""
    on = it.case.day("approve_full")
    ends = reckoning.probation_ends(it.case, on) if on else None
    return it.sheet(
        f"关于{it.name}同志转为正式党员的批复",
        Plain(f"{it.branch.name}："),
        Text([
            (f"你支部{it.day('accept_full')}党员大会关于{it.name}同志转为正式党员的决议收到。经{it.above}{it.day('approve_full')}集体讨论和表决，"
            f"同意{it.name}同志转为中共正式党员，党龄自{chinese(ends)}算起。"),
            "请通知本人，在党员大会上宣布，并把材料整理归档。",
        ]),
        by=it.committee, on=on,
    )  # fmt: skip


def approval_extended(it: Known) -> Sheet:
    """延长预备期的批复 (DEV-22): until which day; it is the only time."""
    on = it.case.day("approve_extend")
    ends = reckoning.probation_ends(it.case, on) if on else None
    return it.sheet(
        f"关于延长{it.name}同志预备期的批复",
        Plain(f"{it.branch.name}："),
        Text([
            (f"你支部{it.day('extend')}党员大会关于延长{it.name}同志预备期的决议收到。经{it.above}{it.day('approve_extend')}集体讨论和表决，"
            f"同意将{it.name}同志的预备期延长到{chinese(ends)}。"),
            "请通知本人，在党员大会上宣布，继续做好教育和考察，预备期满及时讨论。",
        ]),
        by=it.committee, on=on,
    )  # fmt: skip


def approval_cancel(it: Known) -> Sheet:
    """取消预备党员资格的批复 (DEV-27): from which day the person is no member."""
    return it.sheet(
        f"关于取消{it.name}同志预备党员资格的批复",
        Plain(f"{it.branch.name}："),
        Text([
            (f"你支部{it.day('cancel')}党员大会关于取消{it.name}同志预备党员资格的决议收到。经{it.above}{it.day('approve_cancel')}集体讨论和表决，"
            f"同意取消{it.name}同志的预备党员资格，自{it.day('approve_cancel')}起不再是预备党员。"),
            "请通知本人，在党员大会上宣布。",
        ]),
        by=it.committee, on=it.case.day("approve_cancel"),
    )  # fmt: skip
