"""A letter whose office must keep away (回避): nobody there may touch it, so those who can send it on have to know.

`Letter.held_up_at` says since when; it is set where 回避 is registered and cleared by whatever gives the letter to an
office. The citizen's clocks run on.
"""

from __future__ import annotations

from datetime import datetime

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.accounts.queries import appointments_at
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine import moment
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Decision, Denied

from . import policies
from .models import Letter, Reply


def since_when(letter: Letter, office: Organisation | None, person: Person | None) -> datetime | None:
    """Now or the earlier moment, when with this office or person the whole office of the letter keeps away; else None."""
    people, offices = policies.conflicts(letter)
    people, offices = people | {person.pk if person else 0}, offices | {office.pk if office else 0}
    if letter.organisation_id not in offices:
        there = set(appointments_at(letter.organisation_id, "letters.handle").values_list("person_id", flat=True))
        if not there or not there <= people:
            return None
    return letter.held_up_at or moment.now()


def may_send(actor: Actor, letter: Letter) -> Decision:
    """签发: what an office wrote that must keep away is not sent out (PET-06); it may be returned and handed on."""
    pending = Reply.objects.filter(letter=letter, state="pending").last()
    if pending is not None and pending.organisation_id in policies.conflicts(letter)[1]:
        return Denied(
            "起草答复的单位与此事有利害关系，应当回避，这份答复不能签发。", rule="PET-06", code="conflict",
            remedy="请退回修改，再由分派员改派给别的单位。",
        )  # fmt: skip
    return policies.may_sign(actor, letter)
