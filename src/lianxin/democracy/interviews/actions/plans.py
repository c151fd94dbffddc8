"""接访日 from the first draft to the evening of the day."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.casework.engine import advance
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.foundation.spine.unique import or_refuse
from lianxin.kernel.actor import SYSTEM, Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Denied, Refused

from ..flow import RECEPTION_FLOW
from ..indexing import index_reception
from ..lifecycle import PLAN
from ..models import Reception, Visit
from ..policies import receptions as policies
from ..policies.common import TWICE, explained

_ODD = Denied(
    "那天已经有人预约了，位数和每位的时长不能再改。", code="booked", field="slots", remedy="日期、钟点和地点可以改。"
)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a plan says. receiver: the person behind the name, when they have an account here."""

    starts_at: datetime
    minutes: int
    slots: int
    venue: str
    receiver_name: str
    receiver_post: str
    matters: str
    telephone: str = ""
    receiver: Person | None = None
    keeper: Person | None = None
    deputy: Person | None = None

    def columns(self) -> dict[str, Any]:
        people = {"receiver": self.receiver, "keeper": self.keeper, "deputy": self.deputy}
        words = {k: v.strip() if isinstance(v, str) else v for k, v in asdict(self).items() if k not in people}
        return words | people


@action("receptions.draw")
def draw(*, actor: Actor, organisation: Organisation, plan: Plan, key: str) -> Reception:
    """拟接访安排. The same form twice is one plan."""
    known = Reception.objects.unscoped("the same form").filter(key=key[:40]).first()
    if known is not None:
        record("receptions.draw_again", actor=actor, subject=known)
        return known
    if not actor.may(PLAN, organisation.path):
        raise Refused(OUT_OF_SCOPE)
    made = Reception(
        state=RECEPTION_FLOW.lifecycle.initial, organisation=organisation, org_path=organisation.path, opened_at=moment.now(),
        key=key[:40], drawn_by_id=actor.person_id, **plan.columns(),
    )  # fmt: skip
    require(policies.well_planned(made))
    with or_refuse(TWICE):
        made.save()
    record("receptions.draw", actor=actor, subject=made)
    return made


@action("receptions.edit")
def edit(*, actor: Actor, reception: Reception, plan: Plan, revision: int) -> Reception:
    """修改草稿."""
    case = lock(reception, revision=revision)
    _put(case, plan)
    require(policies.well_planned(case))
    return advance(case, "edit", actor=actor)


@action("receptions.announce")
def announce(*, actor: Actor, reception: Reception, revision: int) -> Reception:
    """公布, by another one than who drew it up (M04)."""
    case = lock(reception, revision=revision)
    case.released_by_id = actor.person_id
    case = advance(case, "announce", actor=actor)
    index_reception(case)
    return case


@action("receptions.drop")
def drop(*, actor: Actor, reception: Reception, revision: int) -> Reception:
    """不再公布 of a draft."""
    return advance(lock(reception, revision=revision), "drop", actor=actor)


@action("receptions.change")
def change(*, actor: Actor, reception: Reception, plan: Plan, reason: str, revision: int) -> Reception:
    """改时间地点, visibly and with the reason; everybody who booked is told, and keeps the place in the row."""
    case = lock(reception, revision=revision)
    booked = Visit.objects.unscoped("of this day").filter(reception=case, state="booked")
    if booked.exists() and (plan.minutes, plan.slots) != (case.minutes, case.slots):
        raise Refused(_ODD)
    _put(case, plan)
    case.reason = reason.strip()
    if case.starts_at <= moment.now():
        raise Refused(Denied("新的时间要在以后。", code="past", field="day"))
    case = advance(case, "change", actor=actor, public_note=case.reason)
    _same_day(case)
    index_reception(case)
    return case


@action("receptions.cancel")
def cancel(*, actor: Actor, reception: Reception, reason: str, revision: int) -> Reception:
    """取消, visibly and with the reason; every booking is called off and its visitor told."""
    case = lock(reception, revision=revision)
    require(explained(reason))
    case.reason = reason.strip()
    case = advance(case, "cancel", actor=actor, public_note=case.reason)
    for visit in list(Visit.objects.unscoped("of this day").filter(reception=case, state="booked")):
        advance(lock(visit), "call_off", actor=SYSTEM)
    index_reception(case)
    return case


@action("receptions.hold")
def hold(*, actor: Actor, reception: Reception, revision: int) -> Reception:
    """结束这一天: every booking says what became of it; the figures become public."""
    case = advance(lock(reception, revision=revision), "hold", actor=actor)
    index_reception(case)
    return case


def _put(case: Reception, plan: Plan) -> None:
    for name, value in plan.columns().items():
        setattr(case, name, value)


def _same_day(case: Reception) -> None:
    """Bookings follow their day; who has another one there already keeps both: they did not choose it."""
    from django.utils import timezone

    day = timezone.localdate(case.starts_at)
    clash = Denied("那天有来访人已另有预约，请先联系他们。", code="clash", field="day")
    with or_refuse(clash):
        Visit.objects.unscoped("of this day").filter(reception=case, state="booked").update(day=day)
