"""传达 (R024): a published item is brought to everybody of one's organisation at once. No forced check-in (B02)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lianxin.foundation.accounts.queries import people_below
from lianxin.foundation.jobs import enqueue
from lianxin.foundation.notices.actions import send_many
from lianxin.foundation.notices.queries import reached
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine.actions import action, record, require
from lianxin.foundation.spine.unique import or_refuse
from lianxin.kernel.actor import SYSTEM, Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Allowed, Decision, Denied
from lianxin.membership.dossiers.queries import people_below as members_below

from ..models import ArticlePage, Conveyance

ISSUE = "portal.issue"
TWICE = Denied("这一篇已经传达过了，不会重复打扰大家。", code="twice", field="organisation")


def may_convey(actor: Actor, article: ArticlePage, organisation: Organisation) -> Decision:
    """Whoever issues for the organisation, and only what everybody may read already."""
    if not actor.has(ISSUE) or actor.person_id is None:
        return Denied("传达由书记、审签人或分管领导发起。", code="no_right")
    if not actor.may(ISSUE, organisation.path):
        return OUT_OF_SCOPE
    return Allowed() if article.live else Denied("只有已经发布的内容才能传达。", code="not_live")


@action("portal.convey")
def convey(*, actor: Actor, article: ArticlePage, organisation: Organisation) -> Conveyance:
    """Note the wish; the notices leave with the next job, so that nobody waits for two thousand lines."""
    from .jobs import spread

    require(may_convey(actor, article, organisation))
    assert actor.person_id is not None  # said by the policy
    with or_refuse(TWICE):
        row = Conveyance.objects.create(
            article=article, organisation=organisation, org_path=organisation.path, by_id=actor.person_id
        )  # fmt: skip
    record("portal.convey", actor=actor, subject=f"page:{article.pk}", org_path=organisation.path)
    enqueue(spread, key=f"portal.convey:{row.pk}", conveyance=row.pk)
    return row


@action("portal.spread")
def spread_notices(*, conveyance: int, actor: Actor = SYSTEM) -> int:
    """Send the notices; idempotent, and silent about what was taken down meanwhile. Answers how many persons."""
    rows = Conveyance.objects.unscoped("the job carries the number").select_related("article", "organisation")
    row = rows.filter(pk=conveyance).first()
    people = receivers(row.org_path) if row is not None and row.article.live else []
    if row is not None and people:
        send_many(
            to=people, code="portal.convey", title=f"请阅知：{row.article.title}"[:120], body=row.organisation.short_name,
            url=row.article.url or "", key=key_of(row), working=True, org_path=row.org_path,
        )  # fmt: skip
        rows.filter(pk=conveyance).update(people=len(people))
    record("portal.spread", actor=actor, subject=row or f"conveyance:{conveyance}", people=len(people))
    return len(people)


def receivers(org_path: str) -> list[int]:
    """Persons whom it reaches: every member of the Party there and below, and everybody with an appointment (R024)."""
    return sorted({*people_below(org_path), *members_below(org_path)})


def key_of(row: Conveyance) -> str:
    """The key of the notice, by which its deliveries are counted."""
    return f"portal:{row.article_id}:convey:{row.organisation_id}"


@dataclass(frozen=True, slots=True)
class Told:
    """What became of one conveyance, in numbers (B02: nobody is named)."""

    organisation: str
    at: datetime
    people: int | None
    sent: int
    waiting: int
    failed: int


def told(actor: Actor, article: ArticlePage) -> list[Told]:
    """Conveyances of an item inside the actor's scope, the newest first."""
    rows = Conveyance.objects.visible_to(actor, ISSUE).filter(article=article).select_related("organisation")
    found = []
    for row in rows.order_by("-at")[:20]:
        mails = reached(key_of(row), row.org_path)
        found.append(Told(row.organisation.name, row.at, row.people, mails["sent"], mails["waiting"], mails["failed"]))
    return found
