"""The table of the way into the Party (DEV-01 … DEV-26)."""

from __future__ import annotations

from lianxin.kernel.lifecycle import BACK, SAME, ClockMove, Lifecycle, State, Transition

#: states out of which the committee leads on
OF_COMMITTEE = ("recommended", "proposed", "checked", "accepted", "accepted_full", "accepted_longer", "accepted_cancel")
READ, WORK, FILE = "development.read", "development.work", "development.file"
#: a step that was entered wrongly is proposed to be taken back, is taken back, stays; each asks its own right (LX-260)
RETRACTING = ("ask_back", "take_back", "keep_step")


def _m(*moves: str) -> tuple[ClockMove, ...]:
    """``"start talk"`` -> ClockMove("talk", "start")."""
    return tuple(ClockMove(clock, move) for move, clock in (m.split() for m in moves))


_ON_THE_WAY = (
    "applied", "talked", "recommended", "activist", "proposed", "candidate", "checked", "pre_reviewed", "form_filled",
)  # fmt: skip
#: from the day on which somebody became a probationary member until they are a full one
ON_PROBATION = ("probationary", "asked_full", "accepted_full", "accepted_longer", "accepted_cancel")
_ALL = (*_ON_THE_WAY, "accepted", *ON_PROBATION, "full", "archived", "cancelled", "stopped")
_CLOCKS = _m("cancel talk", "cancel inspection", "cancel meeting")

DEVELOPMENT = Lifecycle(
    "development", "发展党员",
    (
        State("applied", "已申请", "applicant"),
        State("talked", "已谈话", "applicant"),
        State("recommended", "待备案为积极分子", "applicant"),
        State("activist", "积极分子培养中", "activist"),
        State("proposed", "发展对象公示中", "activist"),
        State("candidate", "发展对象考察中", "candidate"),
        State("checked", "待党委预审", "candidate"),
        State("pre_reviewed", "预审合格", "candidate"),
        State("form_filled", "待支部大会讨论", "candidate"),
        State("accepted", "待党委审批", "candidate"),
        State("probationary", "预备期", "probationary"),
        State("asked_full", "待讨论转正", "probationary"),
        State("accepted_full", "待党委审批转正", "probationary"),
        State("accepted_longer", "待党委审批延长预备期", "probationary"),
        State("accepted_cancel", "待党委审批取消资格", "probationary"),
        State("full", "已转正，待归档", "member"),
        State("archived", "已归档", "member", terminal=True),
        State("cancelled", "已取消预备党员资格", "stopped", terminal=True),
        State("stopped", "已终止", "stopped", terminal=True),
        State("voided", "登记有误，已撤销", "stopped", terminal=True),
    ),
    (
        Transition("talk", ("applied",), "talked", WORK, "派人谈话", _m("stop talk"), "党组织派人谈话"),
        Transition("recommend", ("talked",), "recommended", WORK, "推荐和支委会研究确定", (), "支委会研究确定为积极分子"),
        Transition("file_activist", ("recommended",), "activist", FILE, "备案为积极分子", _m("start inspection"), "上级党委备案，成为入党积极分子"),
        Transition("mentors", ("activist", "proposed"), SAME, WORK, "指定培养联系人", (), "指定培养联系人"),
        Transition("inspect", ("activist", "proposed", "candidate"), SAME, WORK, "登记考察", _m("stop inspection", "start inspection"), "支部考察一次"),
        Transition("propose", ("activist",), "proposed", WORK, "列为发展对象并公示", (), "支委会讨论，开始公示"),
        Transition("file_candidate", ("proposed",), "candidate", FILE, "备案为发展对象", (), "公示期满，上级党委备案，成为发展对象"),
        Transition("introducers", ("candidate",), SAME, WORK, "确定入党介绍人", (), "确定入党介绍人"),
        Transition("political_review", ("candidate",), SAME, WORK, "登记政治审查", (), "完成政治审查"),
        Transition("training", ("candidate",), SAME, WORK, "登记集中培训", (), "参加短期集中培训"),
        Transition("check", ("candidate",), "checked", WORK, "支委会审查合格", _m("cancel inspection"), "支部委员会审查合格"),
        Transition("pre_review", ("checked",), "pre_reviewed", FILE, "预审合格", _m("start meeting"), "上级党委预审合格"),
        Transition("fill_form", ("pre_reviewed",), "form_filled", WORK, "已填写入党志愿书", (), "填写《入党志愿书》"),
        Transition("accept", ("form_filled",), "accepted", WORK, "支部大会通过接收", _m("stop meeting", "start approve"), "支部大会通过接收为预备党员"),
        Transition("not_accepted", ("form_filled",), "candidate", WORK, "支部大会没有通过", _m("stop meeting"), "支部大会没有通过"),
        Transition("talk_before", ("accepted",), SAME, FILE, "审批前谈话", (), "上级党委派人谈话"),
        Transition("prolong", ("accepted",), SAME, FILE, "特殊情况延长审批", (), "审批延长"),
        Transition("approve", ("accepted",), "probationary", FILE, "批准为预备党员", _m("stop approve", "start oath"), "上级党委批准为预备党员"),
        Transition("refuse_accept", ("accepted",), "candidate", FILE, "不批准接收", _m("cancel approve"), "上级党委没有批准接收为预备党员"),
        Transition("file_up", ("probationary",), SAME, FILE, "报再上一级备案", (), "再上一级党委组织部门备案"),
        Transition("place", ("probationary",), SAME, WORK, "编入党支部和党小组", (), "编入党支部和党小组"),
        Transition("oath", ("probationary",), SAME, WORK, "举行入党宣誓", _m("stop oath"), "入党宣誓"),
        Transition("inspect_probation", ("probationary", "asked_full"), SAME, WORK, "登记考察", (), "预备期考察一次"),
        Transition("ask_full", ("probationary",), "asked_full", WORK, "收到转正申请", (), "提出转正申请"),
        Transition("postpone", ("probationary", "asked_full"), SAME, WORK, "推迟讨论转正", (), "新转来的同志推迟讨论转正"),
        Transition("not_full", ("asked_full",), SAME, WORK, "支部大会没有通过转正", (), "支部大会没有通过转正"),
        Transition("extend", ("asked_full",), "accepted_longer", WORK, "延长预备期", _m("start approve"), "支部大会讨论通过延长预备期"),
        Transition("approve_extend", ("accepted_longer",), "probationary", FILE, "批准延长预备期", _m("stop approve"), "上级党委批准延长预备期"),
        Transition("refuse_extend", ("accepted_longer",), "asked_full", FILE, "不批准延长预备期", _m("cancel approve"), "上级党委没有批准延长预备期"),
        Transition("accept_full", ("asked_full",), "accepted_full", WORK, "支部大会通过转正", _m("start approve"), "支部大会通过转正"),
        Transition("approve_full", ("accepted_full",), "full", FILE, "批准转正", _m("stop approve"), "上级党委批准转为正式党员"),
        Transition("refuse_full", ("accepted_full",), "asked_full", FILE, "不批准转正", _m("cancel approve"), "上级党委没有批准转正"),
        Transition("cancel", ("probationary", "asked_full"), "accepted_cancel", WORK, "取消预备党员资格", _m("start approve"), "支部大会讨论通过取消预备党员资格"),
        Transition("approve_cancel", ("accepted_cancel",), "cancelled", FILE, "批准取消预备党员资格", _m("stop approve", "cancel oath"), "上级党委批准取消预备党员资格"),
        Transition("refuse_cancel", ("accepted_cancel",), "probationary", FILE, "不批准取消资格", _m("cancel approve"), "上级党委没有批准取消预备党员资格"),
        Transition("archive", ("full",), "archived", WORK, "材料归档", (), "材料归档"),
        Transition("move", (*_ON_THE_WAY, "accepted", *ON_PROBATION, "full"), SAME, "system", "随人转到新支部", (), "转到新的支部，时间连续计算"),
        Transition("leave", (*_ON_THE_WAY, "accepted", *ON_PROBATION, "full"), "stopped", "system", "随人转出，材料随转", (*_CLOCKS, *_m("cancel approve", "cancel oath")), "已转到别处，材料随转"),
        Transition("stop", (*_ON_THE_WAY, "accepted"), "stopped", WORK, "终止培养", (*_CLOCKS, *_m("cancel approve")), "终止培养"),
        Transition("ask_back", _ALL, SAME, READ, "提出撤回上一步"),
        Transition("take_back", _ALL, BACK, READ, "同意撤回上一步", (), "上一步登记有误，已经撤回"),
        Transition("keep_step", _ALL, SAME, READ, "上一步不撤回"),
    ),
    "applied",
)  # fmt: skip
#: clocks that start with the application itself
AT_APPLICATION = _m("start talk")
#: clocks of an activist or a candidate whose way goes on here
AT_CULTIVATION = _m("start inspection")
