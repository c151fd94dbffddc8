"""紧急先发 (LX-62): an issuer lets an item out at once with a reason; two others review it afterwards.

The system never takes an item down by itself: it shows readers that the review is to come, it reminds,
and when the hours are over it tells those above. People decide.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.utils import timezone
from wagtail.models import Page

from lianxin.foundation.accounts.models import Account
from lianxin.foundation.accounts.queries import holders, nearest_holders
from lianxin.foundation.notices.actions import send_many
from lianxin.foundation.rules.registry import rule
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, record, require
from lianxin.kernel.actor import SYSTEM, Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Allowed, Decision, Denied

from .. import policies
from ..words_desk import EDIT, ISSUE, REVIEW
from .stages import DESK, hold, may_begin, verdict


def may_issue(actor: Actor, account: Account, page: Page) -> Decision:
    """An issuer, not about own words, and only what is not out yet in this form."""
    decision = policies.stage(actor, account.pk, page, ISSUE)
    if not decision:
        return decision
    if page.live and page.live_revision_id == page.latest_revision_id:
        return Denied("这一稿已经发布。", code="nothing")
    if open_one(page.pk) is not None:
        return Denied("这篇已经紧急先发，正在事后审。", code="once")
    return Allowed()


def _not_later(page: Page) -> Decision:
    """At once means now: a version with a moment of its own would wait for it while the desk says that it is out."""
    at = page.get_latest_revision_as_object().go_live_at
    if at is None or at <= moment.now():
        return Allowed()
    return Denied(
        f"这一稿定在{timezone.localtime(at):%m月%d日 %H:%M}发布，紧急先发也要等到那时。", rule="LX-62", code="later",
        remedy="请先到编辑页去掉定时（每日一学请把日子改到今天），再紧急先发。",
    )  # fmt: skip


@action("portal.emergency")
def issue(*, actor: Actor, account: Account, page: Page, reason: str, text: str) -> Any:
    """Out at once; the running review ends, because the review afterwards takes its place."""
    from ..models import Emergency

    page = hold(page)
    require(may_issue(actor, account, page))
    may_begin(page.specific)
    require(_not_later(page))
    flow = page.current_workflow_state
    if flow is not None:
        flow.cancel(user=account)
    revision, now = page.get_latest_revision(), moment.now()
    row = Emergency.objects.create(
        page=page, revision=revision, org_path=policies.org_path_of(page), reason=reason, text=text,
        person_id=actor.person_id, at=now, due_at=now + timedelta(hours=rule("LX-62").count("after")),
    )  # fmt: skip
    revision.publish(user=account, skip_permission_checks=True)
    record("portal.emergency", actor=actor, subject=f"page:{page.pk}", org_path=row.org_path, reason=reason)
    _ask(row)
    return row


def _ask(row: Any) -> None:
    """Tell those who may review afterwards: editors and reviewers of the nearest organisation that has any."""
    out = policies.people_of(policies.all_hands(row.page)) | {row.person_id}
    people = {p for verb in (EDIT, REVIEW, ISSUE) for p in nearest_holders(verb, row.org_path, exclude=out)}
    send_many(
        to=people, code="portal.after", title=f"紧急先发，请事后审：{row.page.draft_title}",
        body=f"签发人写的理由：{row.text}", url=f"{DESK}/{row.page_id}/", key=f"portal.after:{row.pk}", urgent=True,
        org_path=row.org_path,
    )  # fmt: skip


def open_one(page_id: int) -> Any:
    """The emergency of an item that still waits for its review, or None."""
    from ..models import Emergency

    return Emergency.objects.filter(page_id=page_id, closed_at=None).first()


def reviewed_by(actor: Actor, rows: Iterable[Any]) -> set[int]:
    """Of these emergencies those that the actor has reviewed already, in one statement."""
    from ..models import Verdict

    at = {row.page_id: row for row in rows}
    mine = Verdict.objects.filter(page__in=at, stage="after", person_id=actor.person_id)
    return {at[page].pk for page, when in mine.values_list("page_id", "at") if when >= at[page].at}


def may_review(
    actor: Actor, account: Account, row: Any, *, hands: set[int] | None = None, reviewed: set[int] | None = None
) -> Decision:
    """Two others: none who wrote it, not the one who let it out, nobody twice.

    hands (`policies.all_hands`) and reviewed (`reviewed_by`): known already, when many are asked about.
    """
    if row is None:
        return Denied("没有待事后审的内容。", code="nothing")
    if not any(actor.may(verb, row.org_path) for verb in (EDIT, REVIEW, ISSUE)):
        return OUT_OF_SCOPE
    hands = policies.all_hands(row.page) if hands is None else hands
    if account.pk in hands or actor.is_person(row.person_id):
        return Denied(
            "写稿的人和紧急签发的人不能事后审。", rule="LX-62", code="own_work", remedy="请由另外两位同志审。"
        )
    if row.pk in (reviewed_by(actor, [row]) if reviewed is None else reviewed):
        return Denied("您已经审过这一稿，还需要另一位同志。", rule="LX-62", code="once")
    return Allowed()


@action("portal.review_after")
def review(*, actor: Actor, account: Account, page: Page, outcome: str, text: str) -> None:
    """事后审: pass, or an objection that the issuer and those above must look at."""
    from ..models import Verdict

    hold(page)
    row = open_one(page.pk)
    require(may_review(actor, account, row))
    verdict(page, actor, "after", outcome, text=text, revision=row.revision)
    if outcome == "object":
        row.objected = True
        _warn(row, f"事后审有异议：{page.draft_title}", text, "object")
    else:
        since = Verdict.objects.filter(page_id=page.pk, stage="after", outcome="pass", at__gte=row.at)
        if since.count() >= rule("LX-62").count("people") and not row.objected:
            row.closed_at = moment.now()
    row.save()
    record("portal.review_after", actor=actor, subject=f"page:{page.pk}", org_path=row.org_path, outcome=outcome)


def _warn(row: Any, title: str, body: str, what: str) -> None:
    """The one who let it out, and the nearest above who could have: they decide whether it stays."""
    send_many(
        to={row.person_id, *holders(ISSUE, row.org_path, exclude={row.person_id})}, code="portal.emergency", title=title, body=f"{body} 请决定保留、更正还是撤下。".strip(),
        url=f"{DESK}/{row.page_id}/", key=f"portal.emergency:{row.pk}:{what}", urgent=True, org_path=row.org_path,
    )  # fmt: skip


@action("portal.close_emergency")
def keep_up(*, actor: Actor, account: Account, page: Page, text: str) -> None:
    """保留: after an objection somebody else who may issue decides that the item stays."""
    hold(page)
    row = open_one(page.pk)
    require(may_keep_up(actor, account, row))
    row.closed_at = moment.now()
    row.save()
    verdict(page, actor, "after", "overturn", text=text, revision=row.revision)
    record("portal.close_emergency", actor=actor, subject=f"page:{page.pk}", org_path=row.org_path)


def may_keep_up(actor: Actor, account: Account, row: Any, *, hands: set[int] | None = None) -> Decision:
    """Only after an objection, and neither by writers nor by the one who let it out. hands: see `may_review`."""
    if row is None or not row.objected:
        return Denied("没有需要决定的异议。", code="nothing")
    if not actor.may(ISSUE, row.org_path):
        return OUT_OF_SCOPE
    hands = policies.all_hands(row.page) if hands is None else hands
    if account.pk in hands or actor.is_person(row.person_id):
        return Denied("写稿的人和紧急签发的人不能决定。", rule="LX-62", code="own_work")
    return Allowed()


@action("portal.alarm_emergencies")
def alarm(*, actor: Actor = SYSTEM) -> int:
    """Once for each that is late: those above are told. Answers how many."""
    from ..models import Emergency

    now = moment.now()
    late = list(Emergency.objects.filter(closed_at=None, alarmed_at=None, due_at__lt=now).select_related("page"))
    for row in late:
        _warn(row, f"紧急先发超过时限还没有审完：{row.page.draft_title}", "", "late")
        row.alarmed_at = now
        row.save(update_fields=["alarmed_at"])
    record("portal.alarm_emergencies", actor=actor, items=len(late))
    return len(late)
