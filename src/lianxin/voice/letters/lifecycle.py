"""The way of a letter: 留言 -> 审核 -> 分派 -> 办理 -> 答复 -> 审签 -> 公开 -> 评价 -> 重办 / 回访.

Clocks: `inform` (PET-02) and `answer` (per-kind table) start with the submission, not when an
office signs for the letter; only a sent substantive reply or the citizen's own "solved" stops
`answer`. Acknowledging and forwarding are facts on the way and stop nothing.
"""

from __future__ import annotations

from lianxin.kernel.lifecycle import SAME, ClockMove, Lifecycle, State, Transition

STATES = (
    State("submitted", "待审核", "waiting"),
    State("refused", "不予受理", "refused"),
    State("appealed", "申诉复核中", "waiting"),
    State("accepted", "待分派", "accepted"),
    State("assigned", "待签收", "working"),
    State("handling", "办理中", "working"),
    State("waiting", "等待留言人补充", "asking"),
    State("approving", "待审签", "working"),
    State("replied", "已答复", "answered"),
    State("callback", "待回访", "answered"),
    State("reworking", "重新办理", "redoing"),
    State("solved", "已解决", "solved", terminal=True),
    State("closed", "已办结", "closed", terminal=True),
    State("merged", "已并案", "merged", terminal=True),
    State("withdrawn", "已撤回", "withdrawn", terminal=True),
)

WORKING = ("assigned", "handling", "reworking")
OPEN = ("accepted", "assigned", "handling", "waiting", "approving", "reworking")
#: the office may change
TO_SEND_ON = (*WORKING, "waiting")
#: whatever comes beside the way of a letter that was taken in
TAKEN_IN = (*OPEN, "replied", "callback", "solved", "closed")
ALIVE = ("submitted", "refused", "appealed", *OPEN, "replied", "callback")


def _m(*moves: str) -> tuple[ClockMove, ...]:
    """``"start answer"`` -> ClockMove("answer", "start")."""
    return tuple(ClockMove(clock, move) for move, clock in (m.split() for m in moves))


_STOP_ALL = _m(
    "cancel review", "cancel inform", "cancel answer", "cancel dispatch", "cancel rework",
    "cancel callback", "cancel supplement", "cancel appeal", "cancel followup", "cancel rating",
)  # fmt: skip

TRANSITIONS = (
    # -- review before publication
    Transition("accept_public", ("submitted",), "accepted", "letters.review", "受理并公开",
               _m("stop review", "stop inform", "start dispatch"), "审核通过，公开办理"),
    Transition("accept_private", ("submitted",), "accepted", "letters.review", "受理但不公开",
               _m("stop review", "stop inform", "start dispatch"), "已受理，不公开办理"),
    Transition("refuse", ("submitted",), "refused", "letters.review", "不予受理",
               _m("stop review", "stop inform", "cancel answer"), "不予受理，已说明理由"),
    Transition("appeal", ("refused",), "appealed", "author", "申诉", _m("start appeal"), "留言人申诉"),
    Transition("uphold", ("appealed",), "refused", "letters.review", "维持不予受理", _m("stop appeal"), "申诉复核：维持"),
    Transition("overturn", ("appealed",), "accepted", "letters.review", "撤销原决定并受理",
               _m("stop appeal", "start answer", "start dispatch"), "复核改为受理"),
    # -- dispatch
    Transition("assign", ("accepted",), "assigned", "letters.dispatch", "分派", _m("stop dispatch"), "分派承办单位"),
    Transition("transfer", TO_SEND_ON, "assigned", "letters.dispatch", "改派",
               _m("resume answer", "resume rework", "resume followup", "cancel supplement"), "改派承办单位"),
    Transition("take", ("assigned",), "handling", "letters.handle", "签收", (), "承办单位已签收"),
    Transition("send_back", WORKING, "accepted", "letters.handle", "退回分派", _m("start dispatch"), "承办单位说明理由后退回，重新分派"),
    Transition("add_cohandler", OPEN, SAME, "letters.dispatch", "增加协办", (), "增加协办单位"),
    Transition("exclude", OPEN, SAME, "letters.dispatch", "登记回避"),
    Transition("merge", ("accepted", "assigned", "handling"), "merged", "letters.dispatch", "并入同一件事", _STOP_ALL, "与同一件事合并办理"),
    # -- handling
    Transition("acknowledge", WORKING, SAME, "letters.handle", "告知已收到", (), "承办单位告知已收到"),
    Transition("forward", WORKING, SAME, "letters.handle", "记录转交", (), "承办单位转交办理"),
    Transition("note", (*ALIVE, "solved", "closed"), SAME, "letters.work", "内部备注"),
    Transition("progress", (*WORKING, "waiting"), SAME, "letters.handle", "记一步进展", (), "办理进展"),
    Transition("ask", ("handling", "reworking"), "waiting", "letters.handle", "请留言人补充",
               _m("pause answer", "pause rework", "pause followup", "start supplement"), "请留言人补充情况，时限暂停"),
    Transition("supplement", ("waiting",), "handling", "author", "补充情况",
               _m("resume answer", "resume rework", "resume followup", "stop supplement"), "留言人已补充，时限继续"),
    Transition("resume", ("waiting",), "handling", "letters.handle", "继续办理",
               _m("resume answer", "resume rework", "resume followup", "cancel supplement"), "继续办理，时限继续"),
    Transition("extend", ("handling", "reworking"), SAME, "letters.approve", "延长期限", (), "延长办理期限"),
    Transition("submit_reply", WORKING, "approving", "letters.handle", "提交审签"),
    Transition("return_reply", ("approving",), "handling", "letters.approve", "退回修改"),
    Transition("send_reply", ("approving",), "replied", "letters.approve", "签发答复",
               _m("stop answer", "stop rework", "stop followup", "cancel supplement", "start rating"), "已答复"),
    Transition("urge", (*OPEN, "submitted"), SAME, "author", "催办", (), "留言人催办"),
    Transition("supervise", OPEN, SAME, "letters.supervise", "督办", (), "上级督办"),
    Transition("escalate", OPEN, SAME, "system", "逾期提级", (), "逾期，已提醒分管领导"),
    Transition("succeed", (*ALIVE, "solved", "closed"), SAME, "system", "承办单位合并", (), "单位合并，由新单位继续办理"),
    # -- 采纳登记 (R099): what became of the idea; a second person confirms before anybody reads it
    Transition("propose_adoption", TAKEN_IN, SAME, "letters.handle", "登记采纳情况"),
    Transition("report_done", TAKEN_IN, SAME, "letters.handle", "登记落实情况"),
    Transition("confirm_adoption", TAKEN_IN, SAME, "letters.approve", "确认采纳登记", (), "采纳登记"),
    Transition("return_adoption", TAKEN_IN, SAME, "letters.approve", "退回采纳登记"),
    # -- 领导阅办 (R099): internal, beside the way; who replies and 审签 stay as they are
    Transition("recommend", TAKEN_IN, SAME, "letters.recommend", "送领导阅看"),
    Transition("instruct", TAKEN_IN, SAME, "letters.instruct", "批示"),
    Transition("report_back", TAKEN_IN, SAME, "letters.handle", "反馈批示"),
    Transition("ask_more", TAKEN_IN, SAME, "letters.instruct", "批示：请再办"),
    Transition("close_instruction", TAKEN_IN, SAME, "letters.instruct", "批示阅结"),
    # -- the citizen's word
    Transition("follow_up", ("replied",), "handling", "author", "追问", _m("start followup", "cancel rating"), "留言人追问"),
    Transition("rate_good", ("replied",), "solved", "author", "评价", _m("stop rating"), "留言人评价"),
    Transition("rate_fair", ("replied",), "closed", "author", "评价（未解决）", _m("stop rating"), "留言人评价"),
    Transition("rate_bad", ("replied",), "callback", "author", "评价（不满意）", _m("stop rating", "start callback"), "留言人不满意，转回访"),
    Transition("say_solved", OPEN, "solved", "author", "问题已经解决",
               _m("stop answer", "stop rework", "stop followup", "cancel dispatch", "cancel supplement"), "留言人表示已解决"),
    Transition("redo", ("callback",), "reworking", "letters.call_back", "重新办理", _m("stop callback", "start rework"), "回访后重新办理"),
    Transition("accept_result", ("callback",), "closed", "letters.call_back", "留言人接受解释", _m("stop callback"), "回访后办结"),
    Transition("look_again", ("callback",), "accepted", "letters.call_back", "提级复查",
               _m("stop callback", "start rework", "start dispatch"), "提级复查"),
    Transition("unreached", ("callback",), "closed", "letters.call_back", "多次联系不上，结案", _m("stop callback"), "回访未能联系上，办结"),
    Transition("reopen", ("solved", "closed"), "reworking", "author", "问题又出现，请重办", _m("start rework"), "留言人要求重新办理"),
    Transition("close_unrated", ("replied",), "closed", "system", "到期未评价，办结", _m("cancel rating"), "到期未评价，办结"),
    Transition("no_supplement", ("waiting",), "handling", "system", "逾期未补充，继续办理",
               _m("resume answer", "resume rework", "resume followup", "cancel supplement"), "逾期未补充，按已有材料继续办理"),
    # -- the citizen's own text. Withdrawing ends the matter; unpublishing takes the page down and leaves
    # -- state, clocks and figures as they are, so that it is possible at any later time
    Transition("withdraw", ALIVE, "withdrawn", "author", "撤回留言", _STOP_ALL, "留言人撤回"),
    Transition("unpublish", (*OPEN, "replied", "callback", "solved", "closed", "merged"), SAME, "author", "撤回公开", (), "留言人撤回公开"),
    Transition("anonymise", (*ALIVE, "solved", "closed", "merged", "withdrawn"), SAME, "author", "隐去我的信息"),
    Transition("publish", (*OPEN, "replied", "callback", "solved", "closed"), SAME, "letters.review", "改为公开", (), "公开"),
    Transition("appeal_private", (*OPEN, "replied", "callback", "solved", "closed"), SAME, "author", "申诉：请求公开", (), "留言人申诉"),
    Transition("keep_private", (*OPEN, "replied", "callback", "solved", "closed"), SAME, "letters.review", "申诉复核：维持不公开", (), "申诉复核：维持"),
    Transition("hide", (*ALIVE, "solved", "closed", "merged"), SAME, "letters.review", "撤下公开", (), "已更正公开状态"),
)  # fmt: skip

LETTER = Lifecycle("letters", "群众留言", STATES, TRANSITIONS, "submitted")

#: clocks that begin when the letter is received
AT_SUBMISSION = _m("start review", "start inform", "start answer")
