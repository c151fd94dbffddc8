"""The two tables made executable: clocks, guards, notices."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from lianxin.foundation.casework.flow import ClockSpec, Flow, register_flow
from lianxin.foundation.spine import moment
from lianxin.kernel.clocks import Period

from . import announcing, policies, policies_consult
from .lifecycle import CONSULTATION, MOTION
from .models import Consultation, ConsultationClock, ConsultationStep, Motion, MotionClock, MotionStep


def _answer(case: Any) -> Period:
    """What the organisation declared on the day of the proposal."""
    return Period(case.answer_days, "workday")


def _carry(case: Any) -> Period | None:
    """Until the day that was published with the result."""
    return Period(max((case.carry_on - moment.today()).days, 0), "day") if case.carry_on else None


def _report(case: Any) -> Period:
    """From today over the closing to the end of the declared days."""
    closing = timezone.localdate(case.closes_at)
    return Period(max((closing - moment.today()).days, 0) + case.report_days, "day")


MOTION_FLOW = register_flow(
    Flow(
        lifecycle=MOTION, case=Motion, step=MotionStep, clock=MotionClock,
        clocks={
            "answer": ClockSpec("answer", "答复议题", lambda _: ("LX-186", "answer"), own=_answer),
            "look": ClockSpec("look", "复核申诉", lambda _: ("LX-186", "look")),
            "carry": ClockSpec("carry", "落实", lambda _: ("LX-186", "carry"), own=_carry),
        },
        is_author=policies.is_author, announce=announcing.motion_moved, alert=announcing.motion_alert,
        guards={
            "show": policies.not_own, "take_up": policies.not_own, "decline": policies.not_own,
            "appeal": policies.may_appeal, "uphold": policies.may_look, "overturn": policies.may_look,
            "return_result": policies.not_decider, "publish": policies.may_publish, "publish_no": policies.may_publish_no,
        },
    )
)  # fmt: skip

CONSULTATION_FLOW = register_flow(
    Flow(
        lifecycle=CONSULTATION, case=Consultation, step=ConsultationStep, clock=ConsultationClock,
        clocks={"report": ClockSpec("report", "公布采纳情况", lambda _: ("LX-187", "report"), own=_report)},
        is_author=lambda actor, case: False, announce=announcing.consultation_moved, alert=announcing.consultation_alert,
        guards={
            "send_back": policies_consult.not_prepared, "release": policies_consult.may_release,
            "extend": policies_consult.may_extend, "report": policies_consult.may_report,
            "return_report": policies_consult.not_reported, "finish": policies_consult.may_finish,
            "correct": policies_consult.may_correct, "take_correction": policies_consult.may_take_correction,
            "drop_correction": policies_consult.may_drop_correction, "show_late": policies_consult.may_show_late,
        },
    )
)  # fmt: skip
FLOWS = (MOTION_FLOW, CONSULTATION_FLOW)
