"""The tables of a motion (征集→讨论→表决→公开→落实, R070) and of a consultation (先审后发→征集→归类答复→公开, R075)."""

from __future__ import annotations

from lianxin.kernel.lifecycle import SAME, ClockMove, Lifecycle, State, Transition

#: MANAGE: the text and the opinions of consultations; ANSWER: motions and the terms; RELEASE: whatever others wrote
READ, MANAGE, ANSWER, RELEASE = "consult.read", "consult.manage", "consult.answer", "consult.release"

#: states in which readers see a motion, a consultation
MOTION_SHOWN = ("shown", "discussing", "voting", "decided", "carrying", "done", "ended")
CONSULT_SHOWN = ("released", "reporting", "finished")


def _m(*moves: str) -> tuple[ClockMove, ...]:
    """``"start answer"`` -> ClockMove("answer", "start")."""
    return tuple(ClockMove(clock, move) for move, clock in (m.split() for m in moves))


_OPEN = ("proposed", "shown", "declined", "appealed", "discussing", "voting", "decided", "carrying")
_ALL = _m("cancel answer", "cancel look", "cancel carry")

MOTION = Lifecycle(
    "motion", "议题",
    (
        State("proposed", "待审核", "collecting"),
        State("shown", "征集附议", "collecting"),
        State("declined", "不列入", "over"),
        State("appealed", "申诉待复核", "collecting"),
        State("upheld", "复核后不列入", "over", terminal=True),
        State("withdrawn", "本人撤回", "over", terminal=True),
        State("hidden", "已撤下", "over", terminal=True),
        State("discussing", "讨论中", "discussing"),
        State("voting", "表决中", "voting"),
        State("decided", "结果待公布", "voting"),
        State("carrying", "落实中", "carrying"),
        State("done", "已落实", "done", terminal=True),
        State("ended", "未通过，已公布", "done", terminal=True),
    ),
    (
        Transition("show", ("proposed",), "shown", RELEASE, "审核通过，开始附议", (), "通过审核，开始附议"),
        Transition("take_up", ("shown",), "discussing", ANSWER, "列入讨论", _m("stop answer"), "列入讨论"),
        Transition("decline", ("proposed", "shown"), "declined", ANSWER, "不列入，说明理由", _m("stop answer"), "答复：不列入"),
        Transition("appeal", ("declined",), "appealed", "author", "申诉一次", _m("start look"), "提出人申诉"),
        Transition("uphold", ("appealed",), "upheld", RELEASE, "维持不列入", _m("stop look"), "复核：维持不列入"),
        Transition("overturn", ("appealed",), "discussing", RELEASE, "改为列入讨论", _m("stop look"), "复核：列入讨论"),
        Transition("withdraw", ("proposed", "shown"), "withdrawn", "author", "撤回", _m("cancel answer"), "提出人撤回"),
        Transition("vote", ("discussing",), "voting", ANSWER, "交付表决", (), "讨论结束，交付表决"),
        Transition("revote", ("voting",), SAME, ANSWER, "换一种方式表决", (), "换一种方式表决"),
        Transition("decide", ("voting",), "decided", ANSWER, "登记表决结果"),
        Transition("return_result", ("decided",), "voting", RELEASE, "退回结果"),
        Transition("publish", ("decided",), "carrying", RELEASE, "公布：通过，开始落实", _m("start carry"), "结果公布：通过"),
        Transition("publish_no", ("decided",), "ended", RELEASE, "公布：没有通过", (), "结果公布：没有通过"),
        Transition("postpone", ("carrying",), SAME, ANSWER, "改落实期限", _m("cancel carry", "start carry"), "落实期限推后"),
        Transition("finish", ("carrying",), "done", ANSWER, "已落实", _m("stop carry"), "已落实"),
        Transition("hide", ("shown", "discussing", "voting"), "hidden", RELEASE, "撤下", _ALL, "已撤下"),
        Transition("carried", (*_OPEN, "done", "ended"), SAME, "system", "随组织合并转到新组织", (), "随组织合并转到新组织"),
    ),
    "proposed",
)  # fmt: skip

CONSULTATION = Lifecycle(
    "consultation", "意见征集",
    (
        State("drafting", "起草中", "drafting"),
        State("reviewing", "待审核", "drafting"),
        State("released", "已发布", "collecting"),
        State("reporting", "结果待审核", "answering"),
        State("finished", "结果已公布", "done", terminal=True),
        State("stopped", "已终止", "over", terminal=True),
    ),
    (
        Transition("edit", ("drafting",), SAME, MANAGE, "修改"),
        Transition("submit", ("drafting",), "reviewing", MANAGE, "提交审核"),
        Transition("send_back", ("reviewing",), "drafting", RELEASE, "退回修改"),
        Transition("release", ("reviewing",), "released", RELEASE, "审核通过，发布", _m("start report"), "审核通过，发布"),
        Transition("extend", ("released",), SAME, RELEASE, "延长征集", _m("cancel report", "start report"), "延长征集"),
        Transition("group", ("released",), SAME, MANAGE, "归类和答复"),
        Transition("report", ("released",), "reporting", MANAGE, "提交结果"),
        Transition("return_report", ("reporting",), "released", RELEASE, "退回结果"),
        Transition("finish", ("reporting",), "finished", RELEASE, "公布结果", _m("stop report"), "公布意见采纳情况"),
        Transition("correct", ("released", "finished"), SAME, MANAGE, "更正文稿"),
        Transition("take_correction", ("released", "finished"), SAME, RELEASE, "更正通过", (), "文稿更正"),
        Transition("drop_correction", ("released", "finished"), SAME, RELEASE, "更正不通过"),
        Transition("late", ("finished",), SAME, "system", "申诉成立，要补充答复", _m("cancel report", "start report")),
        Transition("group_late", ("finished",), SAME, MANAGE, "补充答复"),
        Transition("show_late", ("finished",), SAME, RELEASE, "公布补充答复", _m("stop report"), "公布补充答复"),
        Transition("stop", ("drafting", "reviewing", "released"), "stopped", RELEASE, "终止", _m("cancel report"), "征集终止"),
        Transition("carried", ("drafting", "reviewing", "released", "reporting", "finished", "stopped"), SAME, "system",
                   "随组织合并转到新组织", (), "随组织合并转到新组织"),
    ),
    "drafting",
)  # fmt: skip
