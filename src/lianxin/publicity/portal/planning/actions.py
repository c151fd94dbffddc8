"""Every change of the planning table (R111): who does it, what follows, one line in the ledger each."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.accounts.queries import actor_of
from lianxin.foundation.casework.engine import advance
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.foundation.spine.unique import or_refuse
from lianxin.kernel.actor import SYSTEM, Actor
from lianxin.kernel.decision import Denied, Refused

from ..models import ArticlePage, PlannedTopic, TopicStep
from . import announcing, flow, policies  # noqa: F401 - flow registers itself
from .words import OPEN

TAKEN = Denied("这一篇已经关联到另一个选题了。", code="twice", field="article")


@dataclass(frozen=True, slots=True)
class Plan:
    """What stands on the table. angle: what it should make clear; column: code or ""; days: handed in, published."""

    title: str
    kind: str
    out_on: date
    due_on: date
    angle: str = ""
    column: str = ""


@action("portal.plan_topic")
def plan(*, actor: Actor, organisation: Organisation, what: Plan, handler: Person | None = None) -> PlannedTopic:
    """列入选题, for somebody or for whoever takes it."""
    require(policies.may_plan(actor, organisation))
    require(policies.days_fit(what.due_on, what.out_on))
    assert actor.person_id is not None  # said by the policy
    now, state = moment.now(), "writing" if handler else "planned"
    topic = PlannedTopic(
        organisation=organisation, org_path=organisation.path, state=state, opened_at=now, handler=handler,
        planned_by_id=actor.person_id, **asdict(what),
    )  # fmt: skip
    if handler is not None:
        require(policies.writes_there(actor_of(handler), topic))
    topic.save()
    topic.number = f"XT{topic.pk:06d}"
    topic.save(update_fields=["number"])
    TopicStep.objects.create(
        case=topic, event="plan", label="列入选题", source="", target=state, at=now, actor_kind=actor.kind,
        person_id=actor.person_id,
    )  # fmt: skip
    record("portal.plan_topic", actor=actor, subject=topic)
    announcing.tell(topic, "plan", actor)
    return topic


@action("portal.change_topic")
def change(*, actor: Actor, topic: PlannedTopic, what: Plan, revision: int) -> PlannedTopic:
    """Another title, another day; the one who writes it is told."""
    topic = lock(topic, revision=revision)
    require(policies.days_fit(what.due_on, what.out_on, before=topic.out_on))
    return advance(topic, "change", actor=actor, changes=asdict(what))


@action("portal.take_topic")
def take(*, actor: Actor, topic: PlannedTopic, revision: int) -> PlannedTopic:
    """认领: two at once, and the second is told."""
    topic = lock(topic, revision=revision)
    return advance(topic, "take", actor=actor, changes={"handler_id": actor.person_id})


@action("portal.assign_topic")
def assign(*, actor: Actor, topic: PlannedTopic, handler: Person, revision: int) -> PlannedTopic:
    """交给 another editor."""
    topic = lock(topic, revision=revision)
    require(policies.writes_there(actor_of(handler), topic))
    return advance(topic, "assign", actor=actor, changes={"handler": handler})


@action("portal.link_topic")
def link(*, actor: Actor, topic: PlannedTopic, article: ArticlePage, revision: int) -> PlannedTopic:
    """关联稿件. What is published already answers the topic at once."""
    topic = lock(topic, revision=revision)
    require(policies.fits(topic, article))
    changes: dict[str, object] = {"article": article}
    if topic.handler_id is None:
        changes["handler_id"] = actor.person_id
    with or_refuse(TAKEN):
        topic = advance(topic, "link", actor=actor, changes=changes)
    return advance(topic, "publish", actor=SYSTEM) if article.live else topic


@action("portal.unlink_topic")
def unlink(*, actor: Actor, topic: PlannedTopic, revision: int) -> PlannedTopic:
    """The item was the wrong one, or is gone."""
    topic = lock(topic, revision=revision)
    return advance(topic, "unlink", actor=actor, changes={"article": None})


@action("portal.drop_topic")
def drop(*, actor: Actor, topic: PlannedTopic, reason: str, revision: int) -> PlannedTopic:
    """不做了, with a word why: a plan that changes silently is none."""
    topic = lock(topic, revision=revision)
    reason = reason.strip()
    if not reason:
        raise Refused(Denied("请写一句为什么不做了，大家都能看到。", code="empty", field="reason"))
    return advance(topic, "drop", actor=actor, changes={"reason": reason[:200], "article": None})


@action("portal.resume_topic")
def resume(*, actor: Actor, topic: PlannedTopic, revision: int) -> PlannedTopic:
    """重新列入, free for whoever takes it."""
    topic = lock(topic, revision=revision)
    return advance(topic, "resume", actor=actor, changes={"reason": "", "handler": None})


def article_moved(article: ArticlePage, *, live: bool) -> None:
    """The item of a topic went out or was taken down; called inside the action that did it."""
    rows = PlannedTopic.objects.unscoped("whoever planned it").filter(article=article.pk)
    for topic in rows.filter(state="drafted" if live else "done").select_for_update():
        advance(topic, "publish" if live else "reopen", actor=SYSTEM)


def carry(old: Organisation, into: Organisation) -> None:
    """Open topics of an organisation that is merged go to its successor; called inside the merger."""
    for topic in PlannedTopic.objects.unscoped("the organisation ends").filter(organisation=old, state__in=OPEN):
        advance(topic, "carry", actor=SYSTEM, changes={"organisation": into})
