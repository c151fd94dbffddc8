"""What people do with a help: the form of each step, and what the page says afterwards. The desk and 我的 share them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lianxin.foundation.accounts.desk import blame, to
from lianxin.foundation.casework.engine import may
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Denied, Refused
from lianxin.ui import toasts

from . import actions, queries
from .forms import AssignForm, DeedForm, FollowForm, ReasonForm, ResultForm, Spoken
from .lifecycle import HELP
from .models import Help

Make = Callable[[Help, Any], Spoken]
Act = Callable[[Actor, Help, Any], Any]


@dataclass(frozen=True, slots=True)
class Step:
    """slug: in the address; event: the row of the table that decides whether it is offered; act: takes the valid form."""

    slug: str
    event: str
    label: str
    form: Make
    act: Act
    done: str
    hint: str = ""


def _assign(actor: Actor, case: Help, form: Any) -> Any:
    return actions.assign(actor=actor, case=case, helper=form.person(), revision=form.cleaned_data["revision"] or 0)


def _deed(actor: Actor, case: Help, form: Any) -> Any:
    said = form.cleaned_data
    return actions.deed(actor=actor, case=case, on=said["on"], text=said["text"], key=said["key"])


def _done(actor: Actor, case: Help, form: Any) -> Any:
    return actions.done(actor=actor, case=case, revision=form.cleaned_data["revision"] or 0)


def _result(actor: Actor, case: Help, form: Any) -> Any:
    said = form.cleaned_data
    return actions.say_result(
        actor=actor, case=case, result=said["result"], text=said["text"], on=said["on"], revision=said["revision"] or 0
    )


def _follow(actor: Actor, case: Help, form: Any) -> Any:
    said = form.cleaned_data
    return actions.follow(
        actor=actor, case=case, stable=said["stable"] == "yes", text=said["text"], revision=said["revision"] or 0
    )


def _stop(actor: Actor, case: Help, form: Any) -> Any:
    return actions.stop(
        actor=actor, case=case, text=form.cleaned_data["text"], revision=form.cleaned_data["revision"] or 0
    )


def _revoke(actor: Actor, case: Help, form: Any) -> Any:
    return actions.revoke(actor=actor, case=case)


def _people(case: Help, data: Any) -> Spoken:
    return AssignForm(data, people=queries.helpers(case))


#: in the order of the page; the first that is offered leads on
STEPS = {
    step.slug: step
    for step in (
        Step("assign", "assign", "安排党员帮扶", _people, _assign, "已安排，帮扶的同志会收到通知。"),
        Step("deed", "deed", "登记做了什么", lambda c, d: DeedForm(d), _deed, "已登记。"),
        Step("result", "settle", "说结果", lambda c, d: ResultForm(d), _result, "结果已登记。", "按本人的原话记。"),
        Step("follow", "close", "登记回访", lambda c, d: FollowForm(d), _follow, "回访已登记。"),
        Step("done", "done", "办完了，请本人说结果", lambda c, d: Spoken(d), _done, "已请本人说结果。", "有没有用，由本人说。"),
        Step("reassign", "reassign", "换人帮扶", _people, _assign, "已换人。"),
        Step("stop", "stop", "停止", lambda c, d: ReasonForm(d), _stop, "已停止。", "例如搬走了、有别人帮了。"),
        Step("revoke", "revoke", "收回同意", lambda c, d: Spoken(d), _revoke, "已收回，写的内容都删掉了。",
             "收回以后马上停止帮扶，姓名、住址、困难和经过都删掉，不能恢复。"),
    )
}  # fmt: skip


def offered(actor: Actor, case: Help) -> list[Step]:
    """Steps that the actor may take now."""
    rows = {row.event for row in HELP.leaving(case.state)}
    return [step for step in STEPS.values() if step.event in rows and may(actor, case, step.event)]


def handle(request: HttpRequest, actor: Actor, case: Help, step: Step, *, back: str, template: str) -> HttpResponse:
    """Show the form, or take the step; what was typed stays when it is refused."""
    decision = may(actor, case, step.event)
    if isinstance(decision, Denied) and decision.code in ("out_of_scope", "no_right", "not_author"):
        raise Refused(decision)
    form = step.form(case, request.POST if request.method == "POST" else None)
    form.fields["revision"].initial = case.revision
    if request.method == "POST" and form.is_valid():
        try:
            step.act(actor, case, form)
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, step.done)
            return to(back)
    denied = decision if isinstance(decision, Denied) and request.method != "POST" else None
    context = {"case": case, "form": form, "step": step, "back": back, "denied": denied}
    return render(request, template, context, status=422 if request.method == "POST" else 200)
