"""What can be done with an item on its page: the form, who may, what it does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from wagtail.models import Page, TaskState

from lianxin.foundation.accounts.models import Account
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Allowed, Decision, Denied, Refused

from .. import policies
from . import appealing, emergency, stages, withdrawing
from . import forms as asked

Ask = Callable[[Actor, Account, Page], Decision]
Do = Callable[[Actor, Account, Page, dict[str, Any]], None]
NOTHING = Denied("没有正在进行的审核。", code="nothing")


@dataclass(frozen=True)
class Act:
    """One button. quiet: not shown at all when there is nothing to do; hint: a line above the form."""

    slug: str
    title: str
    form: type[forms.Form]
    may: Ask
    do: Do
    done: str
    hint: str = ""
    primary: bool = False


def current_state(page: Page) -> TaskState | None:
    """The stage that runs, or None."""
    flow = page.current_workflow_state
    state = flow.current_task_state if flow is not None else None
    return state if state is not None and state.status == TaskState.STATUS_IN_PROGRESS else None


def _may_decide(actor: Actor, account: Account, page: Page) -> Decision:
    state = current_state(page)
    return policies.stage(actor, account.pk, page, stages.task_verb(state)) if state else NOTHING


def _decide(action_name: str) -> Do:
    def do(actor: Actor, account: Account, page: Page, data: dict[str, Any]) -> None:
        state = TaskState.objects.filter(pk=data["state"], workflow_state__object_id=str(page.pk)).first()
        if state is None:
            raise Refused(stages.TAKEN)
        stages.decide(user=account, task_state=state, verb=stages.task_verb(state), action_name=action_name, data=data)

    return do


def _may_take_back(actor: Actor, account: Account, page: Page) -> Decision:
    flow = page.current_workflow_state
    if flow is None or current_state(page) is None:
        return NOTHING
    mine = account.pk in {flow.requested_by_id, page.owner_id}
    return Allowed() if mine else Denied("只有送审的人能撤回送审。", code="no_right")


def _may_submit(actor: Actor, account: Account, page: Page) -> Decision:
    state = page.workflow_states.order_by("-pk").first()
    if state is None or state.status != "needs_changes":
        return NOTHING
    return stages.may_send_again(actor, page, state)


ACTS: dict[str, Act] = {
    act.slug: act
    for act in (
        Act("pass", "通过", asked.PassForm, _may_decide, _decide("approve"), "已通过。", primary=True),
        Act("return", "退回修改", asked.SendBackForm, _may_decide, _decide("reject"), "已退回，作者会收到通知。"),
        Act("after", "事后审", asked.AfterForm,
            lambda actor, account, page: emergency.may_review(actor, account, emergency.open_one(page.pk)),
            lambda actor, account, page, data: emergency.review(actor=actor, account=account, page=page,
                                                                outcome=data["outcome"], text=data["text"]),
            "事后审意见已记录。", primary=True),
        Act("keep", "保留这篇", asked.KeepForm,
            lambda actor, account, page: emergency.may_keep_up(actor, account, emergency.open_one(page.pk)),
            lambda actor, account, page, data: emergency.keep_up(actor=actor, account=account, page=page, text=data["text"]),
            "已决定保留。"),
        Act("decide", "申诉复核", asked.AppealDecisionForm,
            lambda actor, account, page: appealing.may_decide(actor, account, appealing.open_one(page.pk)),
            lambda actor, account, page, data: appealing.decide(actor=actor, account=account, page=page,
                                                                outcome=data["outcome"], text=data["text"]),
            "复核结果已记录。", primary=True),
        Act("resubmit", "修改好了，再送审", asked.NothingForm, _may_submit,
            lambda actor, account, page, data: resubmit(account, page), "已送审。", primary=True),
        Act("appeal", "申诉", asked.AppealForm, appealing.may_appeal,
            lambda actor, account, page, data: appealing.appeal(actor=actor, account=account, page=page, text=data["text"]),
            "已收到申诉，由另一位同志复核。"),
        Act("take-back", "撤回送审", asked.NothingForm, _may_take_back,
            lambda actor, account, page, data: stages.take_back(actor=actor, user=account, page=page), "已撤回，可以继续修改。"),
        Act("emergency", "紧急先发", asked.EmergencyForm, emergency.may_issue,
            lambda actor, account, page, data: emergency.issue(actor=actor, account=account, page=page,
                                                               reason=data["reason"], text=data["text"]),
            "已发布，等待事后审。", hint="只在等不到三审的紧急情况下用，每一次都会公开计数。"),
        Act("withdraw", "撤下", asked.WithdrawForm, lambda actor, account, page: withdrawing.may_withdraw(actor, page),
            lambda actor, account, page, data: withdrawing.withdraw(actor=actor, account=account, page=page,
                                                                    reason=data["reason"], text=data["text"]),
            "已撤下，读者马上看不到了。", hint="原来的网址会显示“已撤下”和原因，作者可以申诉。"),
    )
}  # fmt: skip


def resubmit(account: Account, page: Page) -> None:
    """Send an item in again after it came back."""
    from lianxin.foundation.accounts.queries import actor_for

    stages.send_again(actor=actor_for(account), user=account, page=page)


#: refusals that are told grey with their reason; the others mean that there is nothing to do here
TOLD = {"own_work", "once", "same_reviewer", "too_late", "unchanged"}


@dataclass(frozen=True)
class Button:
    """An act as the page shows it: with its form, or grey with the reason."""

    act: Act
    form: forms.Form | None
    denied: Denied | None = None
    open: bool = False

    @property
    def title(self) -> str:
        return self.act.title


def buttons(
    actor: Actor, account: Account, page: Page, *, typed: forms.Form | None = None, slug: str = ""
) -> list[Button]:
    """What this person may do with the item now."""
    state = current_state(page)
    found = []
    for act in ACTS.values():
        decision = act.may(actor, account, page)
        if isinstance(decision, Denied):
            if decision.code in TOLD:
                found.append(Button(act, None, decision))
            continue
        initial = {"state": state.pk if state else 0}
        form = typed if act.slug == slug and typed is not None else act.form(initial=initial, prefix=act.slug)
        found.append(Button(act, form, open=act.slug == slug))
    return found
