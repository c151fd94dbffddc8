"""A booking: made, moved, cancelled, and what became of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from lianxin.foundation.casework.engine import advance
from lianxin.foundation.rules.registry import rule
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.foundation.spine.sealed import blind_index
from lianxin.foundation.spine.unique import or_refuse
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Allowed, Denied, Refused, all_of

from .. import codes
from ..flow import VISIT_FLOW
from ..lifecycle import DESK
from ..models import Reception, Visit, VisitStep
from ..policies import receptions as policies
from ..policies.common import fits
from ..words import ACTIVE

#: a telephone number as the world writes them (E.164), also one without its area
_NUMBER = re.compile(r"\d{7,15}")


@dataclass(frozen=True, slots=True)
class Coming:
    """Who wants to come, when, and about what. people: how many come in, the one who books among them."""

    slot: int
    name: str
    phone: str
    matter: str
    people: int = 1


@action("receptions.book")
def book(*, actor: Actor, reception: Reception, coming: Coming, key: str, assisted: bool = False) -> tuple[Visit, str]:
    """预约一个时段; answers the booking and its number. The same form twice is one booking with the same number.

    assisted: staff writes down what somebody said by phone or at the window (A02). Of two who want the same slot one
    gets it; the other is told and keeps what was typed.
    """
    plan = lock(reception)
    kind = "desk" if assisted else "web"
    key = f"{kind}:{key}"[:64]
    known = Visit.objects.unscoped("the same form").filter(key=key).select_related("reception").first()
    if known is not None:
        if known.reception_id != plan.pk:
            raise Refused(OUT_OF_SCOPE)
        record("receptions.book_again", actor=actor, subject=known)
        return known, codes.code_for(key)
    if assisted and not actor.may(DESK, plan.org_path):
        raise Refused(OUT_OF_SCOPE)
    person_id = None if assisted else actor.person_id
    day, index = timezone.localdate(plan.starts_at), blind_index(coming.phone)
    require(all_of(policies.slot_open(plan, coming.slot), written(coming), policies.representatives(coming.people, day),
                   policies.one_a_day(index, day, person_id=person_id)))  # fmt: skip
    require(_free(plan, coming.slot))
    code = codes.code_for(key)
    made = Visit(
        state=VISIT_FLOW.lifecycle.initial, organisation_id=plan.organisation_id, org_path=plan.org_path, opened_at=moment.now(), key=key,
        reception=plan, day=day, slot=coming.slot, person_id=person_id, name=coming.name.strip(), phone=coming.phone.strip(),
        phone_index=index, matter=coming.matter.strip(), people=coming.people, code_hash=codes.slow_hash(code),
        assisted_by_id=actor.person_id if assisted else None,
    )  # fmt: skip
    with or_refuse(policies.FULL):
        made.save()
    VisitStep.objects.create(case=made, event="book", label="预约", source="", target=made.state, at=moment.now(),
                             public_label="预约", actor_kind=actor.kind, person_id=actor.person_id)  # fmt: skip
    record("receptions.book", actor=actor, subject=made, assisted=assisted)
    return made, code


def written(coming: Coming) -> Allowed | Denied:
    """A name to call out, a number that reaches them, a matter."""
    signs = "".join(sign for sign in coming.phone if sign.isdigit())
    number = (
        Allowed() if _NUMBER.fullmatch(signs) else Denied("请填写能联系到您的电话号码。", code="phone", field="phone")
    )
    name = Allowed() if coming.name.strip() else Denied("请填写怎么称呼您。", code="empty", field="name")
    return all_of(name, number, fits(coming.matter, "LX-161", "matter", "想说什么事", "matter"))


def _free(plan: Reception, slot: int, beside: int | None = None) -> Allowed | Denied:
    rows = Visit.objects.unscoped("who has the slot").filter(reception=plan, slot=slot, state__in=ACTIVE)
    return policies.FULL if rows.exclude(pk=beside or 0).exists() else Allowed()


@action("receptions.move")
def move(*, actor: Actor, visit: Visit, reception: Reception, slot: int) -> Visit:
    """改时间, by the visitor or for them at the desk: to a free slot of the same organisation; the old one is open at once."""
    plan = lock(reception)
    case = _held(visit)
    if plan.organisation_id != case.organisation_id:
        raise Refused(OUT_OF_SCOPE)
    day = timezone.localdate(plan.starts_at)
    require(all_of(policies.slot_open(plan, slot),
                   policies.one_a_day(case.phone_index, day, person_id=case.person_id, beside=case.pk),
                   _free(plan, slot, case.pk)))  # fmt: skip
    changes = {"reception": plan, "slot": slot, "day": day}
    with or_refuse(policies.FULL):
        return advance(case, "move" if policies.is_visitor(actor, case) else "move_for", actor=actor, changes=changes)


@action("receptions.cancel_visit")
def cancel(*, actor: Actor, visit: Visit) -> Visit:
    """取消预约; the slot is open at once."""
    case = _held(visit)
    return advance(case, "cancel" if policies.is_visitor(actor, case) else "cancel_for", actor=actor)


@action("receptions.arrive")
def arrive(*, actor: Actor, visit: Visit, revision: int) -> Visit:
    """到了."""
    return advance(_held(visit, revision), "arrive", actor=actor)


@action("receptions.miss")
def miss(*, actor: Actor, visit: Visit, revision: int) -> Visit:
    """没有来; the slot is open for somebody who waits at the door."""
    return advance(_held(visit, revision), "miss", actor=actor)


@action("receptions.result")
def result(
    *, actor: Actor, visit: Visit, event: str, told: str, way: str = "", until: date | None = None, revision: int
) -> Visit:
    """谈的结果: answered, handed over as a letter, sent to the right place, or to be followed up until a day."""
    if event not in ("answer", "hand", "refer", "follow"):
        raise Refused(Denied("请选择谈的结果。", code="choice", field="event"))
    case = _held(visit, revision)
    require(fits(told, "LX-161", "told", "谈了什么", "told"))
    if event == "refer":
        require(fits(way, "LX-161", "told", "去哪里、找谁", "way"))
    if event == "follow" and (until is None or until <= moment.today()):
        raise Refused(Denied("请填写跟进到哪天，要在今天以后。", code="empty", field="until"))
    changes = {"told": told.strip(), "way": way.strip() if event == "refer" else "",
               "follow_until": until if event == "follow" else None}  # fmt: skip
    return advance(case, event, actor=actor, changes=changes)


@action("receptions.settle")
def settle(*, actor: Actor, visit: Visit, told: str, revision: int) -> Visit:
    """跟进有了答复."""
    case = _held(visit, revision)
    require(fits(told, "LX-161", "told", "答复了什么", "told"))
    return advance(case, "settle", actor=actor, changes={"told": f"{case.told}\n{told.strip()}", "follow_until": None})


@action("receptions.rate")
def rate(*, actor: Actor, visit: Visit, level: int, solved: bool | None) -> Visit:
    """五级评价 (HCP-01), by the visitor, or written down for them by somebody else than the receiver."""
    if not 1 <= level <= rule("HCP-01").count("levels"):
        raise Refused(Denied("请选择一个评价。", rule="HCP-01", code="choose", field="level"))
    case = _held(visit)
    event = "rate" if policies.is_visitor(actor, case) else "rate_for"
    return advance(case, event, actor=actor, changes={"rating": level, "solved": solved})


def _held(visit: Visit, revision: int | None = None) -> Visit:
    return lock(visit, revision=revision)
