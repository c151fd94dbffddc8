"""提出议题、代录、附议."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from lianxin.foundation.casework import timers
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.rules.registry import rule
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.foundation.spine.unique import or_refuse
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Denied, Refused, all_of
from lianxin.kernel.lifecycle import ClockMove

from .. import announcing, policies
from ..flow import MOTION_FLOW
from ..models import Motion, Second, Terms
from ..policies import fits
from ..words import AUDIENCES

_TWICE = Denied("这一页已经提交过了。", code="twice", remedy="请到“我的议题”里查看。")


@dataclass(frozen=True, slots=True)
class Proposal:
    """What somebody says. front_name: what readers see (CMT-01)."""

    title: str
    why: str
    wish: str
    audience: str
    front_name: str


def _fits(said: Proposal) -> None:
    require(
        all_of(
            fits(said.title, "议题", "title", figure="title"), fits(said.why, "为什么提", "why"),
            fits(said.wish, "希望怎么办", "wish"),
        )
    )  # fmt: skip
    if said.audience not in AUDIENCES:
        raise Refused(Denied("请选择给谁看。", code="empty", field="audience"))
    if not said.front_name.strip():
        raise Refused(Denied("请写显示的名字，可以用昵称。", rule="CMT-01", code="empty", field="front_name"))


@action("consult.propose")
def propose(*, actor: Actor, organisation: Organisation, said: Proposal, key: str) -> Motion:
    """提出议题 (R070): seen by nobody else before its review (M01). The same form twice is one motion."""
    known = _known(key, Q(author_id=actor.person_id or 0))
    if known is not None:
        record("consult.propose_again", actor=actor, subject=known)
        return known
    require(policies.may_propose(actor, organisation, said.audience))
    _fits(said)
    most = rule("LX-186").count("waiting")
    rows = Motion.objects.unscoped("one's own").filter(author_id=actor.person_id, state__in=("proposed", "shown"))
    if rows.count() >= most:
        raise Refused(Denied(f"您有 {most} 个议题在等答复，等有了答复再提。", rule="LX-186", code="too_many"))
    return _open(actor, organisation, said, key, author_id=actor.person_id)


@action("consult.put_down")
def put_down(*, actor: Actor, organisation: Organisation, said: Proposal, spoken_for: str, key: str) -> Motion:
    """代录 (A02): for somebody without an account, by who works there; somebody else reviews and answers it."""
    known = _known(key, Q(assisted_by_id=actor.person_id or 0))
    if known is not None:
        record("consult.propose_again", actor=actor, subject=known)
        return known
    require(policies.may_put_down(actor, organisation))
    if not spoken_for.strip():
        raise Refused(Denied("请写明是代谁提出的、怎么联系。", rule="CMT-01", code="empty", field="spoken_for"))
    _fits(said)
    return _open(
        actor, organisation, said, key, author_id=None, assisted_by_id=actor.person_id, spoken_for=spoken_for.strip()
    )


def _known(key: str, whose: Q) -> Motion | None:
    return Motion.objects.unscoped("the same form").filter(whose, key=key[:40]).first()


def _open(actor: Actor, organisation: Organisation, said: Proposal, key: str, **who: object) -> Motion:
    terms = Terms.objects.unscoped("what was declared is for everybody").get(organisation=organisation)
    now = moment.now()
    with or_refuse(_TWICE):
        motion = Motion.objects.create(
            state=MOTION_FLOW.lifecycle.initial, organisation=organisation, org_path=organisation.path, opened_at=now,
            key=key[:40], title=said.title.strip(), why=said.why.strip(), wish=said.wish.strip(), audience=said.audience,
            front_name=said.front_name.strip()[:40], threshold=terms.threshold, answer_days=terms.answer_days, **who,
        )  # fmt: skip
    MOTION_FLOW.step.objects.create(
        case=motion, event="propose", label="提出", source="", target=motion.state, at=now, actor_kind=actor.kind,
        person_id=actor.person_id, public_label="提出议题",
    )  # fmt: skip
    timers.move(MOTION_FLOW, motion, (ClockMove("answer", "start"),), now)
    motion.save()
    record("consult.propose", actor=actor, subject=motion, audience=said.audience)
    announcing.proposed(motion, actor)
    return motion


@action("consult.second")
def second(*, actor: Actor, motion: Motion) -> int:
    """附议 once; answers how many did. Pressed twice it is one, and said so."""
    motion = lock(motion)
    require(policies.may_second(actor, motion))
    with or_refuse(Denied("您已经附议过了。", code="twice")):
        Second.objects.create(motion=motion, person_id=actor.person_id or 0, at=moment.now())
    count = Second.objects.filter(motion=motion).count()
    record("consult.second", actor=actor, subject=motion)
    if count == motion.threshold:
        announcing.reached(motion)
    return count


@action("consult.unsecond")
def unsecond(*, actor: Actor, motion: Motion) -> int:
    """收回附议, while it still counts."""
    motion = lock(motion)
    require(policies.may_unsecond(actor, motion))
    Second.objects.filter(motion=motion, person_id=actor.person_id or 0).delete()
    record("consult.unsecond", actor=actor, subject=motion)
    return Second.objects.filter(motion=motion).count()
