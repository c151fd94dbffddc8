"""撤下: gone for every reader with the same commit; the address says that something stood here, and why."""

from __future__ import annotations

from typing import Any

from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Page

from lianxin.foundation.accounts.models import Account
from lianxin.foundation.notices.actions import send_many
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, record, require
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Allowed, Decision, Denied

from .. import policies
from ..words_desk import ISSUE, WITHDRAWS
from .stages import DESK, hold


def may_withdraw(actor: Actor, page: Page) -> Decision:
    """Whoever may issue there, or above."""
    if not actor.may(ISSUE, policies.org_path_of(page)):
        return OUT_OF_SCOPE if actor.has(ISSUE) else Denied("只有签发人能撤下内容。", code="no_right")
    return Allowed() if page.live else Denied("这篇现在没有发布。", code="nothing")


@action("portal.withdraw")
def withdraw(*, actor: Actor, account: Account, page: Page, reason: str, text: str) -> Any:
    """Take an item down. A review of a newer draft that runs is ended too: what was withdrawn must not slip back."""
    from ..models import Emergency, Withdrawal

    page = hold(page)
    require(may_withdraw(actor, page))
    flow = page.current_workflow_state
    if flow is not None:
        flow.cancel(user=account)
    row = Withdrawal.objects.create(
        page=page, revision_id=page.live_revision_id, org_path=policies.org_path_of(page), reason=reason, text=text,
        person_id=actor.person_id, at=moment.now(),
    )  # fmt: skip
    Emergency.objects.filter(page=page, closed_at=None).update(closed_at=row.at)
    UnpublishPageAction(page.specific, user=account).execute(skip_permission_checks=True)
    record("portal.withdraw", actor=actor, subject=f"page:{page.pk}", org_path=row.org_path, reason=reason)
    send_many(
        to=policies.people_of({page.owner_id or 0}), code="portal.withdrawn", title=f"您写的内容已被撤下：{page.draft_title}",
        body=f"{WITHDRAWS[reason]}。{text}", url=f"{DESK}/{page.pk}/", key=f"portal.withdrawn:{row.pk}", org_path=row.org_path,
    )  # fmt: skip
    return row


def current(page_id: int) -> Any:
    """The withdrawal that holds now, or None."""
    from ..models import Withdrawal

    return Withdrawal.objects.filter(page_id=page_id, lifted_at=None).select_related("person").first()
