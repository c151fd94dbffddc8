"""Steps that people take: which form each has, what it does, what the page says afterwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from lianxin.foundation.accounts.stepping import step_page
from lianxin.foundation.casework.engine import may
from lianxin.kernel.actor import Actor

from . import actions, policies, queries
from .forms import DecideForm, IssueForm, ReceiptForm, ReceiveForm, RefuseForm, Spoken, TextForm
from .models import Transfer


@dataclass(frozen=True, slots=True)
class Step:
    """slug: in the address; event: of the table; rule: shown beside the form; done: what is said afterwards."""

    slug: str
    event: str
    label: str
    form: Callable[[Transfer, Any], Spoken]
    act: Callable[[Actor, Transfer, dict[str, Any]], Any]
    done: str
    rule: str = ""


def _issue(case: Transfer, data: Any) -> Spoken:
    usual, _ = policies.longest(case.way)
    return IssueForm(
        data, initial={"days": usual, "dues_until": case.dues_until or timezone.localdate().replace(day=1)}
    )


def _receive(case: Transfer, data: Any) -> Spoken:
    goal = case.target_id if case.target and case.target.kind != "committee" else None
    return ReceiveForm(data, homes=queries.homes(case), initial={"home": goal})


def _decide(case: Transfer, data: Any) -> Spoken:
    last = case.steps.filter(target="appealed").order_by("-at", "-pk").first()
    order = ("order_receive", "要求接收") if last and last.source == "refused" else ("order_issue", "要求开出介绍信")
    return DecideForm(data, outcomes=[order, ("keep", "维持原来的决定")])


def _home(case: Transfer, said: dict[str, Any]) -> Any:
    return queries.homes(case).filter(pk=said["home"]).first()


def _text(case: Transfer, data: Any) -> Spoken:
    return TextForm(data)


def _again(actor: Actor, case: Transfer, said: dict[str, Any], *, again: bool) -> Any:
    return actions.issue(
        actor=actor, case=case, days=said["days"], dues_until=said["dues_until"], revision=said["revision"], again=again
    )


def _to_branch(actor: Actor, case: Transfer, said: dict[str, Any]) -> Any:
    return actions.receive(actor=actor, case=case, home=_home(case, said), revision=said["revision"])


def _no(actor: Actor, case: Transfer, said: dict[str, Any]) -> Any:
    return actions.refuse(actor=actor, case=case, ground=said["ground"], text=said["text"], revision=said["revision"])


def _back(actor: Actor, case: Transfer, said: dict[str, Any]) -> Any:
    return actions.recall(actor=actor, case=case, text=said["text"], revision=said["revision"])


def _up(actor: Actor, case: Transfer, said: dict[str, Any]) -> Any:
    return actions.appeal(actor=actor, case=case, text=said["text"], revision=said["revision"])


def _judge(actor: Actor, case: Transfer, said: dict[str, Any]) -> Any:
    return actions.decide(actor=actor, case=case, outcome=said["outcome"], text=said["text"], revision=said["revision"])


def _receipt(actor: Actor, case: Transfer, said: dict[str, Any]) -> Any:
    return actions.note_receipt(actor=actor, case=case, on=said["on"], text=said["text"], revision=said["revision"])


#: the first of those that the table offers leads on
STEPS = {
    row.event: row
    for row in (
        Step("issue", "issue", "开出介绍信", _issue, lambda a, c, s: _again(a, c, s, again=False), "介绍信已开出。", "TRF-01"),
        Step("adjust", "adjust", "在本党委内调整", _receive, _to_branch, "已调整到新支部。"),
        Step("receive", "receive", "接收并编入支部", _receive, _to_branch, "已接收，回执已送达原党委。", "TRF-02"),
        Step("note_receipt", "note_receipt", "登记纸质回执", lambda c, d: ReceiptForm(d), _receipt, "回执已登记，档案已转出。", "TRF-02"),
        Step("reissue", "reissue", "重新开介绍信", _issue, lambda a, c, s: _again(a, c, s, again=True), "介绍信已重新开出。", "TRF-01"),
        Step("order_issue", "order_issue", "作出决定", _decide, _judge, "决定已送达双方。", "EDU-09"),
        Step("order_receive", "order_receive", "作出决定", _decide, _judge, "决定已送达双方。", "EDU-09"),
        Step("appeal", "appeal", "请上级复核", _text, _up, "已请上级复核。", "EDU-09"),
        Step("appeal_own", "appeal_own", "我要申诉", _text, _up, "申诉已送到上级党委。", "EDU-09"),
        Step("decline", "decline", "不同意转出", lambda c, d: RefuseForm(d), _no, "已告知支部和本人。", "EDU-09"),
        Step("refuse", "refuse", "不接收", lambda c, d: RefuseForm(d), _no, "已退回原党委，并告知本人。", "EDU-09"),
        Step("recall", "recall", "撤销转接", _text, _back, "已撤销。"),
        Step("ask_back", "ask_back", "撤销转接", _text, _back, "已请对方平台退回。"),
        Step("recall_own", "recall_own", "撤回申请", _text, _back, "申请已撤回。"),
    )
}  # fmt: skip


def handle(
    request: HttpRequest, actor: Actor, case: Transfer, wanted: Step, *, back: str, template: str
) -> HttpResponse:
    """Show the form, or take the step."""
    return step_page(
        request, lambda sent: wanted.form(case, sent), lambda said: wanted.act(actor, case, said), may(actor, case, wanted.event),
        revision=case.revision, done=wanted.done, back=back, template=template, context={"case": case, "step": wanted},
    )  # fmt: skip
