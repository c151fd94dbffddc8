"""What people do with a motion at the desk."""

from __future__ import annotations

from typing import Any

from lianxin.kernel.actor import Actor

from . import actions, decisions, forms
from .actions import Outcome
from .steps import Said, Step


def _plain(case: Any, data: Any) -> Any:
    return forms.Spoken(data)


def _show(actor: Actor, case: Any, said: Said, form: Any) -> Any:
    return actions.show(actor=actor, motion=case, revision=said["revision"])


def _take_up(actor: Actor, case: Any, said: Said, form: Any) -> Any:
    words = {name: said[name] for name in ("topic_url", "text", "revision")}
    return actions.take_up(actor=actor, motion=case, **words)


def _decline(actor: Actor, case: Any, said: Said, form: Any) -> Any:
    words = {name: said[name] for name in ("reason", "text", "remedy", "revision")}
    return actions.decline(actor=actor, motion=case, **words)


def _look(actor: Actor, case: Any, said: Said, form: Any) -> Any:
    overturn = said["overturn"] == "yes"
    return actions.look(actor=actor, motion=case, overturn=overturn, text=said["text"], revision=said["revision"])


def _vote(actor: Actor, case: Any, said: Said, form: Any) -> Any:
    words = {name: said[name] for name in ("way", "poll", "text", "revision")}
    return actions.vote(actor=actor, motion=case, **words)


def _decide_form(case: Any, data: Any) -> Any:
    rows = decisions.resolutions(case) if case.way == "meeting" else []
    return forms.DecideForm(data, motion=case, rows=rows)


def _decide(actor: Actor, case: Any, said: Said, form: Any) -> Any:
    outcome = Outcome(
        adopted=said.get("adopted") == "yes", text=said["text"], on=said.get("on"), resolution=form.chosen(),
        carry_on=said["carry_on"], carry_post=said["carry_post"],
    )  # fmt: skip
    return actions.decide(actor=actor, motion=case, outcome=outcome, revision=said["revision"])


def _return(actor: Actor, case: Any, said: Said, form: Any) -> Any:
    return actions.return_result(actor=actor, motion=case, text=said["text"], revision=said["revision"])


def _publish(actor: Actor, case: Any, said: Said, form: Any) -> Any:
    return actions.publish(actor=actor, motion=case, revision=said["revision"])


def _postpone(actor: Actor, case: Any, said: Said, form: Any) -> Any:
    return actions.postpone(actor=actor, motion=case, on=said["carry_on"], text=said["text"], revision=said["revision"])


def _finish(actor: Actor, case: Any, said: Said, form: Any) -> Any:
    return actions.finish_motion(actor=actor, motion=case, text=said["text"], revision=said["revision"])


def _hide(actor: Actor, case: Any, said: Said, form: Any) -> Any:
    return actions.hide(actor=actor, motion=case, text=said["text"], revision=said["revision"])


#: in the order of the page; the first that is offered leads on
STEPS = {
    step.slug: step
    for step in (
        Step("show", "show", "审核通过，开始附议", _plain, _show, "已公开，可以附议了。", "公开以后大家看得到议题和显示的名字。"),
        Step("take-up", "take_up", "列入讨论", lambda c, d: forms.TakeUpForm(d), _take_up, "已列入讨论。"),
        Step("look", "uphold", "复核申诉", lambda c, d: forms.LookForm(d), _look, "复核结果已告诉提出人。"),
        Step("vote", "vote", "交付表决", lambda c, d: forms.VoteForm(d), _vote, "已交付表决。"),
        Step("decide", "decide", "登记表决结果", _decide_form, _decide, "已登记，等另一位同志核对后公布。"),
        Step("publish", "publish", "公布：通过，开始落实", _plain, _publish, "结果已公布，开始落实。"),
        Step("publish-no", "publish_no", "公布：没有通过", _plain, _publish, "结果已公布。"),
        Step("finish", "finish", "已落实", lambda c, d: forms.DoneForm(d), _finish, "已登记，大家看得到。"),
        Step(
            "revote", "revote", "换一种方式表决", lambda c, d: forms.VoteForm(d), _vote, "已换一种方式。",
            "例如会没有开成、投票的人太少。",
        ),
        Step("return", "return_result", "退回结果", lambda c, d: forms.ReasonForm(d), _return, "已退回。"),
        Step("postpone", "postpone", "改落实期限", lambda c, d: forms.PostponeForm(d), _postpone, "期限已改，原因公开。"),
        Step("decline", "decline", "不列入，说明理由", lambda c, d: forms.DeclineForm(d), _decline, "已答复提出人。",
             "要说明理由，还要告诉提出人可以怎么办。提出人可以申诉一次，由另一位同志复核。"),
        Step("hide", "hide", "撤下", lambda c, d: forms.ReasonForm(d), _hide, "已撤下，原因公开。", "撤下后内容不再显示，只留下原因。"),
    )
}  # fmt: skip
