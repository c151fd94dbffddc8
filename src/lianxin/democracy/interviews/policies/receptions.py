"""接访日: the plan is for everybody; a booking is for the visitor, the receiver and the desk of exactly that organisation."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Q

from lianxin.foundation.rules.registry import rule
from lianxin.foundation.spine import moment
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Allowed, Decision, Denied, all_of

from ..lifecycle import ANNOUNCE, DESK, PLAN
from ..models import Reception, Visit
from ..words import ACTIVE, SHOWN_RECEPTIONS
from .common import ahead, explained, fits, kept, not_own

POSTS = {
    "secretary": (PLAN, ANNOUNCE, DESK),
    "deputy_secretary": (PLAN, ANNOUNCE, DESK),
    "leader": (ANNOUNCE,),
    "approver": (ANNOUNCE,),
    "committee_member": (PLAN,),
    "editor": (PLAN,),
    "dispatcher": (PLAN, DESK),
    "assistant": (PLAN, DESK),
}
PAST = Denied("这个时间已经过了。", code="past", field="slot", remedy="请另选一个时段。")
FULL = Denied("这个时段刚被别人约走了。", code="taken", field="slot", remedy="请另选一个时段；您填写的内容已保留。")
ONCE = Denied("这个手机号当天已经约过了，一天约一次。", rule="LX-161", code="once", field="phone",
              remedy="请凭预约号查看、改时间或者取消原来的预约。")  # fmt: skip
CLOSED = Denied("这一天现在不能预约。", code="closed", remedy="请看看别的接访日。")


def public() -> Q:
    """What everybody reads."""
    return Q(state__in=SHOWN_RECEPTIONS)


def well_planned(plan: Reception) -> Decision:
    """Everything that a plan must say, within LX-161."""
    found = rule("LX-161")
    if not found.count("shortest") <= plan.minutes <= found.count("longest"):
        return Denied(f"每位 {found.count('shortest')} 到 {found.count('longest')} 分钟。", rule="LX-161", code="span",
                      field="minutes")  # fmt: skip
    if not 1 <= plan.slots <= found.count("slots"):
        return Denied(f"一天接待 1 到 {found.count('slots')} 位。", rule="LX-161", code="slots", field="slots")
    return fits(plan.matters, "LX-161", "matter", "接待哪些事", "matters")


def may_announce(actor: Actor, plan: Reception) -> Decision:
    """Released by another one, early enough (LX-161)."""
    return all_of(
        not_own(actor, plan.drawn_by_id), well_planned(plan), kept(plan.keeper_id, plan.deputy_id),
        ahead(plan.starts_at, "LX-161"),
    )  # fmt: skip


def bookable(plan: Reception, now: datetime | None = None) -> Decision:
    """Whether the day takes bookings at all."""
    return Allowed() if plan.state == "announced" and plan.ends_at > (now or moment.now()) else CLOSED


def slot_open(plan: Reception, slot: int) -> Decision:
    """A slot of the plan that lies ahead; that nobody else has it is decided by the unique key."""
    if not 1 <= slot <= plan.slots:
        return Denied("请从列出的时段里选一个。", code="choice", field="slot")
    return all_of(bookable(plan), Allowed() if plan.slot_at(slot) > moment.now() else PAST)


def representatives(people: int, day: date) -> Decision:
    """PET-11: who come together for one matter choose representatives, at most so many."""
    most = rule("PET-11", on=day).count("representatives")
    if people < 1:
        return Denied("请填写来几位，连您自己至少 1 位。", code="choice", field="people")
    if people > most:
        return Denied(
            f"多人为同一件事来访的，推选代表来，代表最多 {most} 位。", rule="PET-11", code="too_many_people", field="people",
            remedy=f"请大家先推选不超过 {most} 位代表，按代表的人数预约；其他人的意见可以请代表带来，也可以写群众留言。",
        )  # fmt: skip
    return Allowed()


def one_a_day(phone_index: str, plan_day: date, *, person_id: int | None, beside: int | None = None) -> Decision:
    """LX-161: one visitor, one slot a day, by telephone number and by account."""
    same = Q(phone_index=phone_index) | (Q(person_id=person_id) if person_id else Q(pk__in=[]))
    rows = Visit.objects.unscoped("the same visitor on one day").filter(same, day=plan_day, state__in=ACTIVE)
    return ONCE if rows.exclude(pk=beside or 0).exists() else Allowed()


def is_visitor(actor: Actor, visit: Visit) -> bool:
    """By the account, or by the booking number shown in this session."""
    return actor.is_person(visit.person_id) or f"visit:{visit.pk}" in actor.holds


def at_desk(actor: Actor) -> Q:
    """Bookings that the actor reads at work: of exactly the own organisations, and of days on which they receive."""
    return Q(org_path__in=actor.places_for(DESK)) | (
        Q(reception__receiver_id=actor.person_id) if actor.person_id else Q(pk__in=[])
    )


def works_on(actor: Actor, visit: Visit) -> Decision:
    """Guard of everything that the desk does with a booking: exactly that organisation, and not one's own visit."""
    if actor.kind == "system":
        return Allowed()
    if visit.org_path not in actor.places_for(DESK):
        return OUT_OF_SCOPE
    if actor.is_person(visit.person_id):
        return Denied("自己的来访由另一位同志登记。", code="own_work")
    return Allowed()


def may_arrive(actor: Actor, visit: Visit) -> Decision:
    """Not before the day; who comes early in the day is let in."""
    if visit.day > moment.today():
        return Denied("还没有到接访的日子。", code="too_early")
    return works_on(actor, visit)


def may_miss(actor: Actor, visit: Visit) -> Decision:
    """Nobody is late before the hour."""
    if visit.at > moment.now():
        return Denied("还没有到约定的时间。", code="too_early")
    return works_on(actor, visit)


def may_rate_for(actor: Actor, visit: Visit) -> Decision:
    """代记: asked by somebody else than who spoke with the visitor."""
    if actor.is_person(visit.reception.receiver_id):
        return Denied("满意不满意，由接访人以外的同志去问。", rule="HCP-01", code="own_work")
    return works_on(actor, visit)


def may_hold(actor: Actor, plan: Reception) -> Decision:
    """The day is closed when it has come and every booking says what became of it."""
    if plan.starts_at > moment.now():
        return Denied("接访还没有开始。", code="too_early")
    rows = Visit.objects.unscoped("the day is closed").filter(reception=plan, state__in=("booked", "arrived"))
    if left := rows.count():
        return Denied(
            f"还有 {left} 位没有登记结果。", code="open_visits", remedy="请先逐位登记：到了、没有来，谈的结果。"
        )
    return Allowed()


GUARDS_PLAN = {
    "announce": may_announce, "hold": may_hold,
    "change": lambda actor, plan: all_of(well_planned(plan), explained(plan.reason)),
    "cancel": lambda actor, plan: Allowed(),
}  # fmt: skip
GUARDS_VISIT = {
    **dict.fromkeys(("move_for", "cancel_for", "answer", "hand", "refer", "follow", "settle"), works_on),
    "arrive": may_arrive, "miss": may_miss, "rate_for": may_rate_for,
}  # fmt: skip
