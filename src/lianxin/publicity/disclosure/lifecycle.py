"""The ways of a line of the catalogue, of a disclosed item (DIS-01) and of a request (DIS-03)."""

from __future__ import annotations

from lianxin.kernel.lifecycle import SAME, ClockMove, Lifecycle, State, Transition


def _m(*moves: str) -> tuple[ClockMove, ...]:
    """``"start review"`` -> ClockMove("review", "start")."""
    return tuple(ClockMove(clock, move) for move, clock in (m.split() for m in moves))


ENTRY = Lifecycle(
    "disclosure_entry", "公开目录",
    (State("listed", "在目录中", "listed"), State("retired", "已停用", "retired", terminal=True)),
    (
        Transition("renew", ("listed",), SAME, "system", "已按期公开"),
        Transition("renew_periodic", ("listed",), SAME, "system", "已公开，计下一期", _m("stop renew", "start renew")),
        Transition("edit", ("listed",), SAME, "disclosure.catalogue", "修改目录"),
        Transition("edit_rhythm", ("listed",), SAME, "disclosure.catalogue", "修改公开时机", _m("cancel renew")),
        Transition("start_rhythm", ("listed",), SAME, "system", "开始定期公开", _m("start renew")),
        Transition("succeed", ("listed",), SAME, "system", "组织合并，由新组织接着公开"),
        Transition("fold", ("listed",), "retired", "system", "组织合并，并入新组织的同一项", _m("cancel renew")),
        Transition("retire", ("listed",), "retired", "disclosure.catalogue", "停用", _m("cancel renew")),
    ),
    "listed",
)  # fmt: skip

#: states of an item before anybody outside the procedure may read it
PREPARING = ("proposed", "returned", "reviewed", "approved")
SHOWN = ("inner", "public")

ITEM = Lifecycle(
    "disclosure", "党务公开",
    (
        State("proposed", "待审核", "preparing"),
        State("returned", "退回修改", "preparing"),
        State("reviewed", "待审批", "preparing"),
        State("approved", "待实施", "preparing"),
        State("inner", "党内公开", "inner"),
        State("public", "向社会公开", "public"),
        State("withdrawn", "已撤回", "withdrawn", terminal=True),
        State("dropped", "不再提出", "dropped", terminal=True),
    ),
    (
        # -- the four steps; a text that comes back begins again with the first
        Transition("clear_secrecy", ("proposed",), SAME, "disclosure.secrecy", "保密审查通过", (), "保密审查通过"),
        Transition("stop_secrecy", ("proposed",), "returned", "disclosure.secrecy", "保密审查不通过", _m("stop review")),
        Transition("review", ("proposed",), "reviewed", "disclosure.review", "审核通过",
                   _m("stop review", "start approve"), "审核通过"),
        Transition("return_review", ("proposed",), "returned", "disclosure.review", "退回修改", _m("stop review")),
        Transition("approve", ("reviewed",), "approved", "disclosure.approve", "审批同意",
                   _m("stop approve", "start carry_out"), "审批同意"),
        Transition("return_approval", ("reviewed",), "returned", "disclosure.approve", "审批退回", _m("stop approve")),
        Transition("resubmit", ("returned",), "proposed", "disclosure.propose", "修改后再提出", _m("start review"), "修改后再次提出"),
        Transition("drop", ("proposed", "returned"), "dropped", "disclosure.propose", "不再提出", _m("cancel review")),
        Transition("show_inside", ("approved",), "inner", "disclosure.publish", "党内公开", _m("stop carry_out"), "党内公开"),
        Transition("show_inside_first", ("approved",), "inner", "disclosure.publish", "先在党内公开",
                   _m("stop carry_out", "start inner"), "先在党内公开"),
        Transition("open", ("inner",), "public", "disclosure.publish", "向社会公开", _m("stop inner"), "向社会公开"),
        # -- after it is shown, nothing changes silently (M06)
        Transition("correct", SHOWN, SAME, "disclosure.propose", "提出更正"),
        Transition("review_correction", SHOWN, SAME, "disclosure.review", "审核更正"),
        Transition("return_correction", SHOWN, SAME, "disclosure.review", "退回更正"),
        Transition("apply_correction", SHOWN, SAME, "disclosure.approve", "审批并更正", (), "更正"),
        Transition("succeed", (*PREPARING, *SHOWN), SAME, "system", "组织合并，由新组织接着办理", (), "组织合并"),
        Transition("withdraw", SHOWN, "withdrawn", "disclosure.approve", "撤回", _m("cancel inner"), "撤回"),
    ),
    "proposed",
)  # fmt: skip

REQUEST = Lifecycle(
    "disclosure_request", "依申请公开",
    (
        State("received", "待答复", "waiting"),
        State("granted", "已答复", "answered", terminal=True),
        State("refused", "不予公开", "refused", terminal=True),
        State("withdrawn", "已撤回", "withdrawn", terminal=True),
    ),
    (
        Transition("succeed", ("received",), SAME, "system", "组织合并，由新组织答复", (), "组织合并，由新组织答复"),
        Transition("extend", ("received",), SAME, "disclosure.answer", "延长答复", (), "延长答复期限"),
        Transition("grant", ("received",), "granted", "disclosure.answer", "答复公开", _m("stop decide"), "已答复"),
        Transition("refuse", ("received",), "refused", "disclosure.answer", "不予公开", _m("stop decide"), "不予公开，已说明理由"),
        Transition("withdraw", ("received",), "withdrawn", "author", "撤回申请", _m("cancel decide"), "申请人撤回"),
    ),
    "received",
)  # fmt: skip

AT_PROPOSAL = _m("start review")
AT_REQUEST = _m("start decide")
AT_LISTING = _m("start renew")
