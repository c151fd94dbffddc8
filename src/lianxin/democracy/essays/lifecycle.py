"""The tables of a call (征集→评审→展示, R035) and of a work (投稿、审稿、用稿, R036)."""

from __future__ import annotations

from lianxin.kernel.lifecycle import SAME, ClockMove, Lifecycle, State, Transition

#: MANAGE: calls, judges, decisions on works; RELEASE: whatever others wrote or decided
MANAGE, RELEASE = "essays.manage", "essays.release"

#: states in which readers see a call; the exhibition opens with the last
CALL_SHOWN = ("released", "judging", "deciding", "announced", "closed")
#: states of a work that the desk sees: a draft is nobody's business but its writer's
SENT = ("sent", "returned", "accepted", "handed", "refused", "appealed", "upheld", "honoured", "passed", "hidden")
#: the author writes
WRITING = ("draft", "returned")


def _m(*moves: str) -> tuple[ClockMove, ...]:
    """``"start answer"`` -> ClockMove("answer", "start")."""
    return tuple(ClockMove(clock, move) for move, clock in (m.split() for m in moves))


CALL = Lifecycle(
    "essay_call", "征文与征稿",
    (
        State("drafting", "待放行", "drafting"),
        State("dropped", "不办了", "over", terminal=True),
        State("released", "征集中", "collecting"),
        State("judging", "评审中", "judging"),
        State("deciding", "结果待放行", "judging"),
        State("announced", "结果已公布", "shown", terminal=True),
        State("closed", "已停止征稿", "over", terminal=True),
        State("stopped", "已终止", "over", terminal=True),
    ),
    (
        Transition("edit", ("drafting",), SAME, MANAGE, "修改"),
        Transition("drop", ("drafting",), "dropped", MANAGE, "不办了"),
        Transition("release", ("drafting",), "released", RELEASE, "放行", (), "开始征集"),
        Transition("extend", ("released",), SAME, MANAGE, "延长征集", (), "延长征集"),
        Transition("judges", ("drafting", "released", "judging"), SAME, MANAGE, "请评委、登记回避"),
        Transition("begin_judging", ("released",), "judging", MANAGE, "开始评审", _m("start result"), "征集截止，开始评审"),
        Transition("submit_result", ("judging",), "deciding", MANAGE, "提交结果"),
        Transition("return_result", ("deciding",), "judging", RELEASE, "退回结果"),
        Transition("announce", ("deciding",), "announced", RELEASE, "公布结果", _m("stop result"), "公布结果，开始展示"),
        Transition("close", ("released",), "closed", MANAGE, "停止征稿", (), "停止征稿"),
        Transition("stop", ("released", "judging", "deciding"), "stopped", RELEASE, "终止", _m("cancel result"), "征集终止"),
        Transition("carried", ("drafting", *CALL_SHOWN, "stopped"), SAME, "system", "随组织合并转到新组织", (), "随组织合并转到新组织"),
    ),
    "drafting",
)  # fmt: skip

_ANY = ("draft", *SENT)
WORK = Lifecycle(
    "essay", "稿件",
    (
        State("draft", "草稿", "writing"),
        State("sent", "已交", "reviewing"),
        State("returned", "请修改", "writing"),
        State("accepted", "已用稿", "chosen"),
        State("handed", "已转门户编审", "chosen", terminal=True),
        State("refused", "没有采用", "over"),
        State("appealed", "申诉待复核", "reviewing"),
        State("upheld", "复核后没有采用", "over", terminal=True),
        State("honoured", "入选", "chosen", terminal=True),
        State("passed", "没有入选", "over", terminal=True),
        State("hidden", "已撤下", "over", terminal=True),
        State("withdrawn", "本人撤回", "over", terminal=True),
    ),
    (
        Transition("hand_in", ("draft",), "sent", "author", "交稿", (), "作者交稿"),
        Transition("offer", ("draft", "returned"), "sent", "author", "投稿", _m("start review"), "作者投稿"),
        Transition("take_back", ("sent",), "draft", "author", "收回再改", _m("cancel review"), "作者收回再改"),
        Transition("withdraw", ("draft", "sent", "returned", "refused", "accepted"), "withdrawn", "author", "撤回", _m("cancel review"), "作者撤回"),
        Transition("send_back", ("sent",), "returned", MANAGE, "退改", _m("stop review"), "请作者修改"),
        Transition("accept", ("sent",), "accepted", MANAGE, "用稿", _m("stop review"), "用稿"),
        Transition("refuse", ("sent",), "refused", MANAGE, "不采用", _m("stop review"), "没有采用"),
        Transition("decide", ("sent",), SAME, MANAGE, "定结果"),
        Transition("appeal", ("refused",), "appealed", "author", "申诉一次", _m("start look"), "作者申诉"),
        Transition("uphold", ("appealed",), "upheld", MANAGE, "维持不采用", _m("stop look"), "复核：维持"),
        Transition("admit", ("appealed",), "sent", MANAGE, "改为进入评审", _m("stop look"), "复核：进入评审"),
        Transition("reopen", ("appealed",), "sent", MANAGE, "重新审稿", _m("stop look", "start review"), "复核：重新审稿"),
        Transition("hand", ("accepted",), "handed", MANAGE, "转给门户编审", (), "已转门户，先审后发"),
        Transition("honour", ("sent",), "honoured", "system", "公布入选", (), "入选"),
        Transition("pass_over", ("sent",), "passed", "system", "公布没有入选", (), "没有入选"),
        Transition("lapse", ("sent",), "passed", "system", "征集终止", _m("cancel review"), "征集终止，不再评审"),
        Transition("keep_private", ("honoured",), SAME, "author", "不再展示", (), "作者不再展示"),
        Transition("let_show", ("honoured",), SAME, "author", "同意展示", (), "作者同意展示"),
        Transition("hide", ("honoured",), "hidden", RELEASE, "撤下", (), "已撤下"),
        Transition("carried", _ANY, SAME, "system", "随组织合并转到新组织", (), "随组织合并转到新组织"),
    ),
    "draft",
)  # fmt: skip
