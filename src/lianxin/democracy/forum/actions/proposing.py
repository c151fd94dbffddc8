"""提议: a member or citizen proposes a topic; taken up, or declined with a reason and one appeal."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.casework import timers
from lianxin.foundation.casework.engine import advance
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.rules.registry import rule
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.foundation.spine.sealed import blind_index
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Allowed, Decision, Denied, Refused
from lianxin.kernel.lifecycle import ClockMove

from .. import announcing, policies
from ..flow import FLOW
from ..models import Topic
from ..words import REASONS

_START = (ClockMove("answer", "start"),)


def fits(text: str, figure: str, label: str, field: str) -> Decision:
    """Whether something was written, and not more than LX-132 allows."""
    most = rule("LX-132").count(figure)
    if not text.strip():
        return Denied(f"请填写“{label}”。", code="empty", field=field)
    if len(text.strip()) > most:
        return Denied(
            f"“{label}”最多 {most} 个字，现在是 {len(text.strip())} 个字。", rule="LX-132", code="too_long", field=field
        )
    return Allowed()


def known(actor: Actor, key: str) -> tuple[str, Topic | None]:
    """The keyed mark of a form, and the topic that the same form already made."""
    hashed = blind_index(f"forum:{actor.person_id}:{key}")
    return hashed, Topic.objects.unscoped("the sender's own retry").filter(key=hashed).first()


def create(actor: Actor, organisation: Organisation, hashed: str, state: str, **values: Any) -> tuple[Topic, bool]:
    """(row, whether it is new); two forms of one moment are one topic."""
    now = moment.now()
    try:
        with transaction.atomic():
            made = Topic.objects.create(
                state=state, organisation=organisation, org_path=organisation.path, opened_at=now, key=hashed, **values
            )
    except IntegrityError:
        twin = Topic.objects.unscoped("the sender's own double click").filter(key=hashed).first()
        if twin is None:
            raise
        return twin, False
    FLOW.step.objects.create(
        case=made, event="begin", label="提议" if state == "proposed" else "准备", source="", target=state, at=now,
        actor_kind=actor.kind, person_id=actor.person_id, public_label="",
    )  # fmt: skip
    return made, True


@action("forum.propose")
def propose(*, actor: Actor, organisation: Organisation, title: str, why: str, audience: str, key: str) -> Topic:
    """提议 a topic to an organisation; answered within the days of LX-132. The same form twice is one proposal."""
    hashed, found = known(actor, key)
    if found is not None:
        record("forum.propose_again", actor=actor, subject=found)
        return found
    require(policies.may_propose(actor))
    if organisation.pk not in {one.pk for one in policies.targets(actor)}:
        raise Refused(Denied("请从列出的组织里选一个。", code="choice", field="organisation"))
    if audience not in policies.audiences_at(actor, organisation):
        raise Refused(Denied("您不能在这个组织提议这样的话题。", code="choice", field="audience"))
    for decision in (fits(title, "title", "话题", "title"), fits(why, "why", "为什么值得议", "why")):
        require(decision)
    person = lock(Person.objects.get(pk=actor.person_id or 0))
    rows = Topic.objects.unscoped("one's own").filter(proposer=person, state__in=("proposed", "appealed"))
    if rows.count() >= rule("LX-132").count("waiting"):
        raise Refused(Denied(f"您有 {rows.count()} 个提议还等着答复。", rule="LX-132", code="too_many"))
    made, fresh = create(
        actor, organisation, hashed, "proposed", proposer=person, proposer_name=person.nickname[:30], title=title.strip(),
        why=why.strip(), audience=audience,
    )  # fmt: skip
    if fresh:
        timers.move(FLOW, made, _START, moment.now())
        made.save(update_fields=["due_at", "due_clock"])
        announcing.arrived(made)
    record("forum.propose", actor=actor, subject=made, audience=audience)
    return made


@action("forum.decline")
def decline(*, actor: Actor, topic: Topic, reason: str, text: str, revision: int) -> Topic:
    """不采纳, with a reason code and words; that it is critical is no reason (M03)."""
    case = lock(topic, revision=revision)
    if reason not in REASONS:
        raise Refused(Denied("请选择理由。批评意见不是理由。", rule="LX-131", code="no_reason", field="reason"))
    require(fits(text, "reason", "具体情况", "text"))
    changes = {"reason": reason, "reason_text": text.strip(), "decided_by_id": actor.person_id}
    return advance(case, "decline", actor=actor, changes=changes, public_note=text.strip(), data={"reason": reason})


@action("forum.appeal")
def appeal(*, actor: Actor, topic: Topic, text: str) -> Topic:
    """申诉 against not taking it up, to another one (M02)."""
    case = _own(actor, topic)
    require(fits(text, "reason", "申诉理由", "text"))
    return advance(case, "appeal", actor=actor, note=text.strip())


@action("forum.decide_appeal")
def decide_appeal(*, actor: Actor, topic: Topic, overturn: bool, text: str, revision: int) -> Topic:
    """申诉复核 by another one; overturned it can only be taken up."""
    case = lock(topic, revision=revision)
    require(fits(text, "reason", "复核理由", "text"))
    return advance(case, "overturn" if overturn else "uphold", actor=actor, public_note=text.strip())


@action("forum.withdraw")
def withdraw(*, actor: Actor, topic: Topic) -> Topic:
    """撤回 one's own proposal; its words are gone."""
    case = _own(actor, topic)
    return advance(case, "withdraw", actor=actor, changes={"title": "（已撤回）", "why": "", "reason_text": ""})


def _own(actor: Actor, topic: Topic) -> Topic:
    case = lock(topic)
    if not policies.is_author(actor, case):
        raise Refused(OUT_OF_SCOPE)
    return case
