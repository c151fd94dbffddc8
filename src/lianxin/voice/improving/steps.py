"""What people do with a problem: the form of each step, and what the page says afterwards."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse

from lianxin.foundation.accounts.stepping import step_page
from lianxin.foundation.casework.engine import may
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Denied

from . import actions
from .forms import (
    AcceptForm,
    CorrectForm,
    DecideForm,
    DoneForm,
    LaterForm,
    PlanForm,
    ProgressForm,
    ReasonForm,
    ReportForm,
    Spoken,
)  # fmt: skip
from .lifecycle import IMPROVEMENT
from .models import Improvement


@dataclass(frozen=True, slots=True)
class Step:
    """slug: in the address; event: the row of the table that decides whether it is offered; act: takes the valid form."""

    slug: str
    event: str
    label: str
    form: Callable[[Improvement, Any, Any], forms.Form]
    act: Callable[[Actor, Improvement, Any], object]
    done: str
    hint: str = ""


def _reason(label: str, outside: bool = False) -> Callable[[Improvement, Any, Any], forms.Form]:
    return lambda case, data, files: ReasonForm(data, label=label, outside=outside)


def _words(action: Callable[..., object], *names: str) -> Callable[[Actor, Improvement, Any], object]:
    """An action that takes some of the cleaned words by their names, and the revision."""

    def act(actor: Actor, case: Improvement, form: Any) -> object:
        said = form.cleaned_data
        return action(actor=actor, case=case, revision=said["revision"] or 0, **{name: said[name] for name in names})

    return act


def _accept(actor: Actor, case: Improvement, form: Any) -> object:
    said = form.cleaned_data
    return actions.accept(
        actor=actor, case=case, revision=said["revision"] or 0, cause=said["cause"], plan=form.plan(), key=said["key"]
    )


def _decide(actor: Actor, case: Improvement, form: Any) -> object:
    said = form.cleaned_data
    return actions.decide(
        actor=actor, case=case, keep=said["keep"] == "yes", text=said["text"], revision=said["revision"] or 0
    )


def _plan(actor: Actor, case: Improvement, form: Any) -> object:
    plan = form.plan()
    if plan is None:
        raise ValueError("the form asks for a measure")
    return actions.add_measure(actor=actor, case=case, plan=plan, key=form.cleaned_data["key"])


def _finish(actor: Actor, case: Improvement, form: Any) -> object:
    said = form.cleaned_data
    return actions.finish_measure(actor=actor, case=case, measure=int(said["measure"]), on=said["on"], text=said["text"],
                                  revision=said["revision"] or 0)  # fmt: skip


def _report(actor: Actor, case: Improvement, form: Any) -> object:
    said = form.cleaned_data
    return actions.report(
        actor=actor, case=case, text=said["text"], after=said.get("after"), revision=said["revision"] or 0
    )


def _progress(actor: Actor, case: Improvement, form: Any) -> object:
    said = form.cleaned_data
    return actions.progress(actor=actor, case=case, text=said["text"], outside=said["outside"], files=said["photos"],
                            files_outside=said["files_outside"], revision=said["revision"] or 0)  # fmt: skip


def _correct(actor: Actor, case: Improvement, form: Any) -> object:
    said = form.cleaned_data
    return actions.correct(actor=actor, case=case, title=said["title"], problem=said["problem"], wanted=said["wanted"],
                           reason=said["text"], revision=said["revision"] or 0)  # fmt: skip


def _plain(case: Improvement, data: Any, files: Any) -> forms.Form:
    return Spoken(data)


def _open_measures(case: Improvement, data: Any, files: Any) -> forms.Form:
    return DoneForm(data, measures=list(case.measures.filter(done_on=None)))


_LATER = "期限会公开，请写清楚原因。"
#: in the order of the page; the first that is offered leads on
STEPS = {
    step.slug: step
    for step in (
        Step("accept", "accept", "认领", lambda c, d, f: AcceptForm(d, case=c), _accept, "已认领，按措施整改。", "写清原因，至少一条措施。"),
        Step("decide", "keep", "复核异议", lambda c, d, f: DecideForm(d), _decide, "已复核，责任单位会收到通知。"),
        Step("close", "close", "验收通过，销号", _reason("怎么验收的", True), _words(actions.close, "text"), "已销号。", "请实地看过、问过再验收；用留言统计衡量的，数字由系统再算一遍。"),
        Step("send_back", "send_back", "退回继续整改", _reason("差在哪里", True), _words(actions.send_back, "text"), "已退回。"),
        Step("show", "show", "公开", _plain, _words(actions.show), "已公开，来源留言的留言人会收到通知。", "公开的是现在这一页上能公开的内容；以后写的，要再提请一次。"),
        Step("keep_inside", "keep_inside", "暂不公开", _reason("理由"), _words(actions.keep_inside, "text"), "已记下，暂不公开。"),
        Step("progress", "progress", "记一步进展", lambda c, d, f: ProgressForm(d, f), _progress, "已记下。"),
        Step("measured", "measured", "措施完成", _open_measures, _finish, "已登记完成。"),
        Step("report", "report", "报告完成", lambda c, d, f: ReportForm(d, case=c), _report, "已报告，等另一位同志验收。", "用留言统计衡量的，整改后的数字由系统按同样的天数再算。"),
        Step("settle_again", "settle_again", "看过，不重新整改", _reason("理由"), _words(actions.settle_again, "text"), "已记下。以后再有同类留言，会再提示。"),
        Step("reopen", "reopen", "重新整改", lambda c, d, f: LaterForm(d, label="原因", outside=True), _words(actions.reopen, "due_on", "text"), "已重新整改。"),
        Step("measure", "measure", "补充措施", lambda c, d, f: PlanForm(d), _plan, "措施已补充。"),
        Step("answer", "answer_show", "写单位说明", _reason("单位说明", True), _words(actions.answer_show, "text"), "说明已写好，公开时一起公开。", "公开以前，先听责任单位怎么说。"),
        Step("object", "object", "提出异议", _reason("理由"), _words(actions.object_to, "text"), "异议已提出，由提出单位另一位同志复核。", "只能提一次。"),
        Step("ask_show", "ask_show", "提请公开", _plain, _words(actions.ask_show), "已提请，由另一位同志决定。", "请再看一遍：题目、问题、措施里有没有人名、电话、住址。"),
        Step("extend", "extend", "延期", lambda c, d, f: LaterForm(d, label="原因", outside=True), _words(actions.extend, "due_on", "text"), "已延期。", _LATER),
        Step("correct", "correct", "改文字", lambda c, d, f: CorrectForm(d, case=c), _correct, "已改，原因记入经过。"),
        Step("take_down", "take_down", "撤下公开", _reason("理由", True), _words(actions.take_down, "text"), "已撤下，原来的地址写着理由。"),
        Step("drop", "drop", "不列入", _reason("理由"), _words(actions.drop, "text"), "已撤下，不列入。"),
    )
}  # fmt: skip


def offered(actor: Actor, case: Improvement) -> list[tuple[Step, Denied | None]]:
    """Steps that the actor's duties could take now; a refused one stands with its reason."""
    rows = {row.event for row in IMPROVEMENT.leaving(case.state)}
    found: list[tuple[Step, Denied | None]] = []
    for step in STEPS.values():
        if step.event not in rows or (step.slug == "drop" and case.state == "objected"):
            continue
        decision = may(actor, case, step.event)
        denied = decision if isinstance(decision, Denied) else None
        if denied is None or denied.code in ("own_work", "early", "once", "public"):
            found.append((step, denied))
    return sorted(found, key=lambda pair: pair[1] is not None)


def handle(
    request: HttpRequest, actor: Actor, case: Improvement, step: Step, *, back: str, looks: Sequence[str] = ()
) -> HttpResponse:
    """Show the form, or take the step; what was typed stays when it is refused. looks: what looks personal."""
    held: list[forms.Form] = []

    def make(data: Any) -> forms.Form:
        held[:] = [step.form(case, data, request.FILES if data is not None else None)]
        return held[0]

    return step_page(
        request, make, lambda said: step.act(actor, case, held[0]), may(actor, case, step.event), revision=case.revision,
        done=step.done, back=back, template="improving/desk/step.html", context={"case": case, "step": step, "looks": looks},
        hidden=("out_of_scope", "no_right"),
    )  # fmt: skip
