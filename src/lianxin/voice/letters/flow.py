"""The letters flow made executable: clocks by the per-kind table, guards, notices."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from lianxin.foundation.casework.flow import ClockSpec, Flow, register_flow
from lianxin.foundation.rules.registry import rule

from . import announcing, held_up, policies, policies_adoption, policies_leading
from .lifecycle import LETTER
from .models import Letter, LetterClock, LetterStep


def answer_figure(letter: Any) -> tuple[str, str]:
    """(rule, figure) of a letter's answer clock."""
    return figure_for(letter.kind, timezone.localdate(letter.opened_at))


def figure_for(kind: str, on: date) -> tuple[str, str]:
    """(rule, figure) by which a kind of letter is answered, read from the per-kind table LX-14."""
    for row in rule("LX-14", on=on).rows("answer"):
        if row["kind"] == kind:
            return str(row["rule"]), str(row["figure"])
    raise LookupError(f"LX-14 has no row for {kind}")


CLOCKS = {
    "review": ClockSpec("review", "审核", lambda _: ("LX-02", "review")),
    "inform": ClockSpec("inform", "告知是否受理", lambda _: ("PET-02", "inform")),
    "answer": ClockSpec("answer", "答复", answer_figure),
    "dispatch": ClockSpec("dispatch", "分派", lambda _: ("LX-03", "dispatch")),
    "appeal": ClockSpec("appeal", "申诉复核", lambda _: ("LX-01", "decide")),
    "rework": ClockSpec("rework", "重新办理", lambda _: ("HCP-01", "rework")),
    "callback": ClockSpec("callback", "回访", lambda _: ("LX-06", "callback")),
    "followup": ClockSpec("followup", "回答追问", lambda _: ("LX-07", "answer")),
    "rating": ClockSpec("rating", "等待评价", lambda _: ("LX-04", "rating"), duty="citizen"),
    "supplement": ClockSpec("supplement", "等待补充", lambda _: ("LX-05", "wait"), duty="citizen"),
}

GUARDS = {
    "accept_public": policies.may_review,
    "accept_private": policies.may_review,
    "refuse": policies.may_review,
    "appeal": policies.may_appeal,
    "uphold": policies.may_decide_appeal,
    "overturn": policies.may_decide_appeal,
    "assign": policies.no_conflict,
    "transfer": policies.no_conflict,
    "take": policies.may_handle,
    "send_back": policies.may_send_back,
    "add_cohandler": policies.no_conflict,
    "exclude": policies.no_conflict,
    "merge": policies.no_conflict,
    "note": policies.no_conflict,
    "supervise": policies.no_conflict,
    "acknowledge": policies.may_handle,
    "forward": policies.may_handle,
    "progress": policies.may_handle,
    "ask": policies.may_handle,
    "resume": policies.may_handle,
    "extend": policies.may_extend,
    "submit_reply": policies.may_handle,
    "return_reply": policies.may_sign,
    "send_reply": held_up.may_send,
    "urge": policies.may_urge,
    "follow_up": policies.may_follow_up,
    "redo": policies.may_redo,
    "accept_result": policies.may_call_back,
    "look_again": policies.may_call_back,
    "unreached": policies.may_call_back,
    "reopen": policies.may_reopen,
    "withdraw": policies.may_withdraw,
    "unpublish": policies.may_unpublish,
    "publish": policies.may_publish,
    "hide": policies.may_hide,
    "appeal_private": policies.may_appeal_private,
    "keep_private": policies.may_keep_private,
    "recommend": policies_leading.may_recommend,
    "instruct": policies_leading.may_instruct,
    "report_back": policies_leading.may_report_back,
    "ask_more": policies_leading.may_close,
    "close_instruction": policies_leading.may_close,
    "propose_adoption": policies_adoption.may_propose,
    "report_done": policies_adoption.may_report_done,
    "confirm_adoption": policies_adoption.may_confirm,
    "return_adoption": policies_adoption.may_confirm,
}

FLOW = register_flow(
    Flow(
        lifecycle=LETTER,
        case=Letter,
        step=LetterStep,
        clock=LetterClock,
        clocks=CLOCKS,
        is_author=policies.is_author,
        announce=announcing.moved,
        alert=announcing.alert,
        guards=GUARDS,
        helped=("note", "progress", "report_back"),
        helping_at=policies.helping_at,
    )
)
