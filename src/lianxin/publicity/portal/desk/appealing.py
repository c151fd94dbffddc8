"""申诉 (M02, LX-01): the author once against a return or a withdrawal, decided by somebody who had no hand in it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone
from wagtail.models import Page, WorkflowState

from lianxin.foundation.accounts.models import Account
from lianxin.foundation.accounts.queries import nearest_holders
from lianxin.foundation.calendars.queries import calendar_for
from lianxin.foundation.notices.actions import send_many
from lianxin.foundation.rules.registry import rule
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, record, require
from lianxin.kernel.actor import Actor
from lianxin.kernel.clocks import due_at
from lianxin.kernel.decision import OUT_OF_SCOPE, Allowed, Decision, Denied
from lianxin.publicity.media.queries import changed_since

from .. import policies
from ..words_desk import ISSUE
from . import withdrawing
from .stages import DESK, hold, verdict

CHANGED = Denied(
    "这篇用到的录音录像后来改过标题、说明、文字稿、字幕或封面，照原样恢复会发出没有审过的内容。", code="changed",
    remedy="请维持撤下，由作者改好后重新送审；或者先把录音录像改回原样。",
)  # fmt: skip


def grounds(page: Page) -> Any:
    """What the author may appeal against now: the withdrawal that holds, else the last return; None for nothing."""
    from ..models import Verdict

    down = withdrawing.current(page.pk)
    if down is not None:
        return down
    state = page.workflow_states.order_by("-pk").first()
    if state is None or state.status != WorkflowState.STATUS_NEEDS_CHANGES:
        return None
    return Verdict.objects.filter(page_id=page.pk, workflow_state_id=state.pk, outcome="return").last()


def may_appeal(actor: Actor, account: Account, page: Page) -> Decision:
    """The author, once, within the days of LX-01."""
    from ..models import Appeal

    ground = grounds(page)
    if ground is None:
        return Denied("没有可以申诉的决定。", code="nothing")
    state = page.workflow_states.order_by("-pk").first()
    if account.pk not in {page.owner_id, state.requested_by_id if state else None}:
        return Denied("只有作者能申诉。", code="no_right")
    if Appeal.objects.filter(**{_name(ground): ground}).exists():
        return Denied("这个决定已经申诉过一次。", rule="LX-01", code="once")
    until = _until("appeal", ground.at, ground.org_path)
    if moment.now() > until:
        return Denied(f"申诉期限已过（{timezone.localtime(until):%Y年%m月%d日}截止）。", rule="LX-01", code="too_late")
    return Allowed()


def _name(ground: Any) -> str:
    return "withdrawal" if ground._meta.model_name == "withdrawal" else "verdict"


def _until(figure: str, since: datetime, org_path: str) -> datetime:
    return due_at(calendar_for(org_path), since, rule("LX-01", on=timezone.localdate(since)).period(figure))


@action("portal.appeal")
def appeal(*, actor: Actor, account: Account, page: Page, text: str) -> Any:
    """Ask another one to look again."""
    from ..models import Appeal

    page = hold(page)
    require(may_appeal(actor, account, page))
    ground, now = grounds(page), moment.now()
    row = Appeal.objects.create(
        page=page, org_path=ground.org_path, text=text, person_id=actor.person_id, at=now,
        due_at=_until("decide", now, ground.org_path), **{_name(ground): ground},
    )  # fmt: skip
    record("portal.appeal", actor=actor, subject=f"page:{page.pk}", org_path=row.org_path, against=_name(ground))
    out = policies.people_of(policies.all_hands(page)) | {ground.person_id}
    send_many(
        to=nearest_holders(verb_of(row), row.org_path, exclude=out), code="portal.appealed",
        title=f"有申诉待复核：{page.draft_title}", body=text, url=f"{DESK}/{page.pk}/", key=f"portal.appeal:{row.pk}",
        working=True, org_path=row.org_path,
    )  # fmt: skip
    return row


def verb_of(row: Any) -> str:
    """The duty that decides: that of the stage which returned it, the issuer's for a withdrawal."""
    return ISSUE if row.withdrawal_id else str(row.verdict.stage)


def open_one(page_id: int) -> Any:
    """The appeal of an item that waits, or None."""
    from ..models import Appeal

    return Appeal.objects.filter(page_id=page_id, outcome="").select_related("verdict", "withdrawal").first()


def may_decide(actor: Actor, account: Account, row: Any, *, hands: set[int] | None = None) -> Decision:
    """Another one than the author and than whoever decided before.

    hands: `policies.all_hands` of the item, known already when many are asked about.
    """
    if row is None:
        return Denied("没有待复核的申诉。", code="nothing")
    if not actor.may(verb_of(row), row.org_path):
        return OUT_OF_SCOPE if actor.has(verb_of(row)) else Denied("您的岗位不能复核申诉。", code="no_right")
    if actor.is_person((row.withdrawal or row.verdict).person_id):
        return Denied("原来作决定的人不能复核自己的决定。", rule="LX-01", code="same_reviewer")
    hands = policies.all_hands(row.page) if hands is None else hands
    if account.pk in hands or actor.is_person(row.person_id):
        return Denied("写稿的人不能复核。", rule="LX-01", code="own_work")
    return Allowed()


@action("portal.decide_appeal")
def decide(*, actor: Actor, account: Account, page: Page, outcome: str, text: str) -> None:
    """维持 or 改判. Overturned: the stage counts as passed, or the item stands again as it stood."""
    page = hold(page)
    row = open_one(page.pk)
    require(may_decide(actor, account, row))
    row.outcome, row.answer, row.decided_by_id, row.decided_at = outcome, text, actor.person_id, moment.now()
    row.save()
    verdict(page, actor, "appeal", outcome, text=text, revision=(row.withdrawal or row.verdict).revision)
    if outcome == "overturn":
        _overturn(account, page, row)
    record("portal.decide_appeal", actor=actor, subject=f"page:{page.pk}", org_path=row.org_path, outcome=outcome)
    send_many(
        to=[row.person_id], code="portal.appeal_decided", title=f"申诉{row.get_outcome_display()}：{page.draft_title}", body=text,
        url=f"{DESK}/{page.pk}/", key=f"portal.appeal_decided:{row.pk}", org_path=row.org_path,
    )  # fmt: skip


def may_stand_again(page: Page) -> Decision:
    """As it stood: recordings of it may have been written on meanwhile, and nobody has reviewed that (M01)."""
    return CHANGED if changed_since(page.pk) else Allowed()


def _overturn(account: Account, page: Page, row: Any) -> None:
    if row.withdrawal_id:
        require(may_stand_again(page))
        row.withdrawal.revision.publish(user=account, skip_permission_checks=True)
        return
    flow = page.workflow_states.order_by("-pk").first()
    if flow is None or flow.status != WorkflowState.STATUS_NEEDS_CHANGES:
        return
    same = flow.current_task_state.revision_id == page.latest_revision_id
    stage = flow.current_task_state.task_id
    flow.resume(user=account)
    flow.refresh_from_db()
    state = flow.current_task_state
    if same and state.task_id == stage:  # the very words that were returned: the second reviewer has read them
        state.specific.approve(user=account, comment=f"申诉改判：{row.answer}")
