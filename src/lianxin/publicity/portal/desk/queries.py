"""What waits at the desk of the portal, for whom, since when."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from wagtail.models import Page, Revision, WorkflowState

from lianxin.foundation.accounts.models import Account
from lianxin.foundation.spine.scope import subtree
from lianxin.kernel.actor import Actor

from .. import policies
from ..words_desk import EDIT, ISSUE, REVIEW, STAGES
from . import appealing, emergency, stages, unpublished
from .waiting import MOST, readable, sent_by, waiting_for


@dataclass(frozen=True, slots=True)
class Line:
    """One item in a queue. act: word on the button; due: until when; note: a soft line; late: the moment has passed."""

    page: Page
    act: str
    due: datetime | None = None
    note: str = ""
    late: bool = False

    @property
    def url(self) -> str:
        return f"{stages.DESK}/{self.page.pk}/"


@dataclass(frozen=True, slots=True)
class Queue:
    """A pile with its name."""

    slug: str
    label: str
    verbs: tuple[str, ...]
    rows: Callable[[Actor, Account, datetime], list[Line]]


def account_of(actor: Actor) -> Account | None:
    """The account of an actor who is a person."""
    return (
        Account.objects.filter(person_id=actor.person_id).select_related("person").first() if actor.person_id else None
    )


def waiting(verb: str) -> Callable[[Actor, Account, datetime], list[Line]]:
    """Items in one stage that the actor may decide on."""

    def rows(actor: Actor, account: Account, now: datetime) -> list[Line]:
        until = stages.due_times()
        return [
            Line(x.page, f"去{STAGES[verb][0]}", at := until(x.state, verb, x.org_path), x.place, at < now)
            for x in waiting_for(actor, account, verb)
        ]

    return rows


def returned(actor: Actor, account: Account, now: datetime) -> list[Line]:
    """What came back to its author."""
    states = WorkflowState.objects.filter(status=WorkflowState.STATUS_NEEDS_CHANGES)
    states = states.filter(Q(requested_by=account) | Q(object_id__in=_own(account))).order_by("created_at")
    rows = list(states.select_related("current_task_state")[:MOST])
    pages = Page.objects.in_bulk([int(state.object_id) for state in rows])
    at = [(pages.get(int(state.object_id)), state) for state in rows]
    return [Line(page, "去修改", None, s.current_task_state.comment[:60]) for page, s in at if page is not None]


def _own(account: Account) -> list[str]:
    return [str(pk) for pk in Page.objects.filter(owner=account).values_list("pk", flat=True)[:MOST]]


def in_review(actor: Actor, account: Account, now: datetime) -> list[Line]:
    """What the author sent in and others have now."""
    return [Line(page, "看进展", None, f"{STAGES[verb][0]}：{holder}") for page, verb, holder in sent_by(account)]


def after_reviews(actor: Actor, account: Account, now: datetime) -> list[Line]:
    """紧急先发 that wait for the actor's review, or for a decision after an objection. Three statements, however many."""
    from ..models import Emergency

    rows = list(Emergency.objects.filter(_reach(actor), closed_at=None).select_related("page")[:MOST])
    hands, reviewed = policies.all_hands_of([row.page for row in rows]), emergency.reviewed_by(actor, rows)
    found = []
    for row in rows:
        known = hands[row.page_id]
        if row.objected and emergency.may_keep_up(actor, account, row, hands=known):
            found.append(Line(row.page, "去决定", row.due_at, "事后审有异议", row.due_at < now))
        elif not row.objected and emergency.may_review(actor, account, row, hands=known, reviewed=reviewed):
            found.append(Line(row.page, "去事后审", row.due_at, row.text[:60], row.due_at < now))
    return found


def appeals(actor: Actor, account: Account, now: datetime) -> list[Line]:
    """Appeals that the actor may decide. Two statements, however many."""
    from ..models import Appeal

    rows = list(Appeal.objects.filter(_reach(actor), outcome="").select_related("page", "verdict", "withdrawal")[:MOST])
    hands = policies.all_hands_of([row.page for row in rows])
    return [
        Line(row.page, "去复核", row.due_at, row.text[:60], row.due_at < now)
        for row in rows
        if appealing.may_decide(actor, account, row, hands=hands[row.page_id])
    ]


def _reach(actor: Actor) -> Q:
    """Rows inside the organisations where the actor judges anything; which stage it is, the policy says."""
    return subtree("org_path", [path for verb in (EDIT, REVIEW, ISSUE) for path in actor.paths_for(verb)])


def scheduled(actor: Actor, account: Account, now: datetime) -> list[Line]:
    """Reviewed items that go out at a later moment."""
    rows = Revision.objects.filter(approved_go_live_at__gt=now, base_content_type__model="page")
    times = dict(rows.order_by("approved_go_live_at").values_list("object_id", "approved_go_live_at")[:MOST])
    pages = Page.objects.in_bulk([int(pk) for pk in times])
    mine = readable(actor, list(pages.values()))
    at = [(int(pk), moment) for pk, moment in times.items() if int(pk) in mine]
    return [Line(pages[pk], "查看", moment, "到时自动发布") for pk, moment in at]


def unpublished_ones(actor: Actor, account: Account, now: datetime) -> list[Line]:
    """Signed items that did not go out at their moment: own ones, and those of the organisations where the actor signs."""
    rows = list(unpublished.late(now)[:MOST])
    pages = Page.objects.in_bulk([int(row.object_id) for row in rows])
    at = [(pages[int(row.object_id)], row) for row in rows if int(row.object_id) in pages]
    return [
        Line(page, "去处理", row.approved_go_live_at, f"没有发布成：{unpublished.why(row)}", True)
        for page, row in at
        if account.pk in (page.owner_id, row.user_id) or actor.may(ISSUE, policies.org_path_of(page))
    ]


QUEUES = {
    q.slug: q
    for q in (
        Queue("edit", "待初审", (EDIT,), waiting(EDIT)),
        Queue("review", "待复审", (REVIEW,), waiting(REVIEW)),
        Queue("issue", "待签发", (ISSUE,), waiting(ISSUE)),
        Queue("after", "待事后审", (EDIT, REVIEW, ISSUE), after_reviews),
        Queue("appeals", "待复核的申诉", (EDIT, REVIEW, ISSUE), appeals),
        Queue("late", "到时没有发布成", (ISSUE, policies.WRITE), unpublished_ones),
        Queue("returned", "退回给我的", (policies.WRITE,), returned),
        Queue("mine", "我送审的", (policies.WRITE,), in_review),
        Queue("scheduled", "定时发布", policies.READERS, scheduled),
    )
}


def piles(actor: Actor, now: datetime) -> dict[str, list[Line]]:
    """Every queue that the actor's duties open, with its items."""
    account = account_of(actor)
    if account is None:
        return {}
    return {slug: q.rows(actor, account, now) for slug, q in QUEUES.items() if any(actor.has(verb) for verb in q.verbs)}


def recent(actor: Actor) -> QuerySet[Page]:
    """Items of the actor's organisations, the last touched first, for finding one again."""
    from ..models import ReviewedPage

    sites = _sites(sorted({p for verb in policies.READERS for p in actor.paths_for(verb)}))
    rows = Page.objects.type(ReviewedPage).filter(subtree("path", [site.path for site in sites]))
    return rows.order_by("-latest_revision_created_at", "-pk")


def columns(actor: Actor) -> Any:
    """Columns in which the actor may write, in the order of the tree; pages, each below its site."""
    from ..models import ColumnPage

    found = ColumnPage.objects.none()
    for site in _sites(list(actor.paths_for(policies.WRITE))):
        found = found | ColumnPage.objects.child_of(site)
    return found.order_by("path")


def _sites(paths: list[str]) -> list[Any]:
    from ..models import SitePage

    return list(SitePage.objects.filter(subtree("organisation__path", paths)))


def reviewed_before(page: Page) -> Revision | None:
    """The last words that somebody judged, other than those that wait now."""
    from ..models import Verdict

    row = Verdict.objects.filter(page_id=page.pk).exclude(revision_id=page.latest_revision_id).exclude(revision=None)
    found = row.select_related("revision").last()
    return found.revision if found else None
