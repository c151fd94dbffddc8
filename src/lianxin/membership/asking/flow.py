"""The table made executable."""

from __future__ import annotations

from lianxin.foundation.casework.flow import ClockSpec, Flow, register_flow

from . import announcing, policies
from .lifecycle import QUESTION
from .models import Question, QuestionClock, QuestionStep

FLOW = register_flow(
    Flow(
        lifecycle=QUESTION, case=Question, step=QuestionStep, clock=QuestionClock,
        clocks={"answer": ClockSpec("answer", "答复", lambda _: ("LX-121", "answer"))},
        is_author=policies.is_author, announce=announcing.moved, alert=announcing.alert,
        guards={
            "answer": policies.answers_here, "add": policies.answers_here, "show": policies.may_show,
            "unshow": policies.may_unshow, "enter_more": policies.may_enter_more, "hand_back": policies.may_hand_back,
        },
    )
)  # fmt: skip
