"""The three stages: sent in, passed, returned. Wagtail moves its workflow; here stand the rules and the traces."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils import timezone
from wagtail.models import Page, TaskState, WorkflowState

from lianxin.foundation.accounts.models import Account
from lianxin.foundation.accounts.queries import actor_for
from lianxin.foundation.calendars.queries import calendar_for
from lianxin.foundation.notices.actions import send_many
from lianxin.foundation.rules.registry import rule
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, record, require
from lianxin.kernel.actor import Actor
from lianxin.kernel.clocks import due_at
from lianxin.kernel.decision import Allowed, Decision, Denied, Refused

from .. import policies
from ..words import RETURNS
from ..words_desk import STAGES, TIMES
from .complete import complete
from .corrections import note_given

DESK = "/workbench/portal-desk"
TAKEN = Denied(
    "这一稿刚刚已被别人办理，您的操作没有执行。", code="stale", remedy="请看下面的最新进展；您填写的内容还在。"
)


def may_begin(page: Page) -> None:
    """What must be there before anybody is asked to read: an item without gaps, a word on what changed (M06)."""
    require(complete(page.get_latest_revision_as_object()))
    require(note_given(page))


def begun(page: Page, verb: str, state: TaskState) -> None:
    """Tell those who have the stage now: the keeper of the column where there is one, else the nearest holders."""
    asked = policies.holder(page, verb)
    send_many(
        to=[p.pk for p in asked.people], code="portal.waiting", title=f"有内容待{STAGES[verb][0]}：{page.draft_title}",
        body="请在工作台的“门户内容”里审。" + ("本级没有人能办这一环节，按规定转到您这里。" if asked.above else ""),
        url=f"{DESK}/{page.pk}/", key=f"portal.waiting:{state.pk}", working=True, org_path=policies.org_path_of(page),
    )  # fmt: skip


def due(state: TaskState, verb: str, org_path: str) -> Any:
    """Until when a stage should be done (LX-61)."""
    return due_times()(state, verb, org_path)


def due_times() -> Callable[[TaskState, str, str], datetime]:
    """`due` for many items: the calendar of an organisation is asked once."""
    calendars: dict[str, Any] = {}

    def of(state: TaskState, verb: str, org_path: str) -> datetime:
        period = rule("LX-61", on=timezone.localdate(state.started_at)).period(TIMES[verb])
        if org_path not in calendars:
            calendars[org_path] = calendar_for(org_path)
        at: datetime = due_at(calendars[org_path], state.started_at, period)
        return at

    return of


def decide(*, user: Account, task_state: TaskState, verb: str, action_name: str, data: dict[str, Any]) -> None:
    """Pass or return one stage; the entry that Wagtail's desk calls, and our own page too."""
    _decide(
        actor=actor_for(user), user=user, task_state=task_state, verb=verb, action_name=action_name,
        comment=str(data.get("comment", "")), reason=str(data.get("reason", "")),
    )  # fmt: skip


@action("portal.decide")
def _decide(
    *, actor: Actor, user: Account, task_state: TaskState, verb: str, action_name: str, comment: str, reason: str = ""
) -> None:
    state = running(task_state)
    page = state.workflow_state.content_object
    require(policies.stage(actor, user.pk, page, verb))
    passed = action_name == "approve"
    if not passed and reason not in RETURNS:
        raise Refused(Denied("请选择退回的原因。", code="no_reason", field="reason"))
    if passed:
        require(complete(state.revision.as_object()))
    verdict(page, actor, verb, "pass" if passed else "return", state=state, reason=reason, text=comment)
    if passed:
        state.approve(user=user, comment=comment)
    else:
        state.reject(user=user, comment=comment)
        _tell_author(page, state.workflow_state, verb, comment)
    record(
        f"portal.{'pass' if passed else 'return'}", actor=actor, subject=f"page:{page.pk}",
        org_path=policies.org_path_of(page), stage=verb, **({"reason": reason} if reason else {}),
    )  # fmt: skip


def running(task_state: TaskState) -> TaskState:
    """The stage, held until the action ends; refused when somebody else was quicker or the item was taken back."""
    hold(task_state.workflow_state.content_object)
    state = TaskState.objects.select_for_update().filter(pk=task_state.pk).select_related("workflow_state").first()
    flow = state.workflow_state if state else None
    alive = flow is not None and flow.status == WorkflowState.STATUS_IN_PROGRESS
    if state is None or flow is None or not alive or state.status != TaskState.STATUS_IN_PROGRESS:
        raise Refused(TAKEN)
    if flow.current_task_state_id != state.pk:
        raise Refused(TAKEN)
    return state.specific


def hold(page: Page | None) -> Page:
    """The row of an item, so that two decisions about it stand in line."""
    found = Page.objects.select_for_update().filter(pk=page.pk if page else 0).first()
    if found is None:
        raise Refused(TAKEN)
    return found


def verdict(
    page: Page, actor: Actor, stage: str, outcome: str, *, state: TaskState | None = None, reason: str = "",
    text: str = "", revision: Any = None,
) -> Any:  # fmt: skip
    """One line of who decided what, for the counts and for appeals."""
    from ..models import Verdict

    return Verdict.objects.create(
        page_id=page.pk, revision=state.revision if state else revision, org_path=policies.org_path_of(page),
        stage=stage, outcome=outcome, reason=reason, text=text[:600], person_id=actor.person_id,
        workflow_state_id=state.workflow_state_id if state else None, at=moment.now(),
    )  # fmt: skip


def _tell_author(page: Page, flow: WorkflowState, verb: str, comment: str) -> None:
    send_many(
        to=policies.people_of({flow.requested_by_id or 0, page.owner_id or 0}), code="portal.returned",
        title=f"{STAGES[verb][0]}退回修改：{page.draft_title}", body=comment, url=f"{DESK}/{page.pk}/",
        key=f"portal.returned:{flow.current_task_state_id}", org_path=policies.org_path_of(page),
    )  # fmt: skip


def task_verb(state: TaskState | None) -> str:
    """Verb of the stage that a task state stands for; "" when there is none."""
    return str(getattr(state.task.specific, "verb", "")) if state else ""


@action("portal.take_back")
def take_back(*, actor: Actor, user: Account, page: Page) -> None:
    """撤回送审: the author wants to go on writing. Refused once it went out."""
    flow = hold(page).current_workflow_state
    if flow is None:
        raise Refused(TAKEN)
    if user.pk not in {flow.requested_by_id, page.owner_id}:
        raise Refused(Denied("只有送审的人能撤回送审。", code="no_right"))
    flow.cancel(user=user)
    record("portal.take_back", actor=actor, subject=f"page:{page.pk}", org_path=policies.org_path_of(page))


def may_send_again(actor: Actor, page: Page, flow: WorkflowState) -> Decision:
    """Who writes there, once something was changed after the return."""
    if not actor.may(policies.WRITE, policies.org_path_of(page)):
        return Denied("您的岗位不能送审。", code="no_right")
    if flow.current_task_state.revision_id == page.latest_revision_id:
        return Denied("退回以后还没有改过。", code="unchanged", remedy="请先修改，再送审。")
    return Allowed()


@action("portal.send_again")
def send_again(*, actor: Actor, user: Account, page: Page) -> None:
    """修改后再送审: the review starts at the first stage that has not passed these words."""
    flow = hold(page).workflow_states.order_by("-pk").first()
    if flow is None or flow.status != WorkflowState.STATUS_NEEDS_CHANGES:
        raise Refused(TAKEN)
    require(may_send_again(actor, page, flow))
    flow.resume(user=user)
    record("portal.send_again", actor=actor, subject=f"page:{page.pk}", org_path=policies.org_path_of(page))
