"""网上支部: what goes with members wherever they are (R022), a piece of the page of their own branch.

Who works for the branch and how to reach it says `upkeep` on the same page. Rooms above add what they convey.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from lianxin.foundation.spine import moment
from lianxin.kernel.actor import Actor
from lianxin.membership.dossiers.models import Member
from lianxin.membership.dues import queries as dues
from lianxin.membership.gatherings import queries as gatherings
from lianxin.membership.gatherings.models import Resolution
from lianxin.membership.upkeep.models import ContactCard
from lianxin.membership.upkeep.own_page import Part

from . import queries
from .models import Absence

SHOWN = 5


@dataclass(frozen=True, slots=True)
class Told:
    """Something that the organisation told its members."""

    title: str
    url: str
    at: datetime
    note: str = ""


Conveyed = Callable[[Actor], Sequence[Told]]
_conveyed: list[Conveyed] = []


def register_conveyed(provide: Conveyed) -> None:
    """A room above says what was conveyed to the members of the actor's organisations; again replaces it."""
    _conveyed[:] = [provide]


def part_of(actor: Actor, member: Member) -> Part:
    """Everything that the piece shows; nothing of it is anybody else's."""
    absence, owed = queries.open_of(member), dues.owed(member)
    away = absence is not None and absence.state == "open"
    return Part(
        "mobility/branch.html",
        {
            "branch": member.organisation, "absence": absence, "liaison": absence.liaison if absence and away else None,
            "host_card": _host_card(absence) if absence and away else None, "flows": bool(absence and absence.host_state == "noted"),
            "coming": gatherings.coming(actor.person_id, moment.now())[:SHOWN], "resolutions": _resolutions(member),
            "conveyed": list(_conveyed[0](actor))[:SHOWN] if _conveyed else [], "owed": sum(owed.values()), "owed_months": len(owed),
        },
    )  # fmt: skip


def _host_card(absence: Absence) -> ContactCard | None:
    """What the organisation there says of itself to everybody, once it took note of the person."""
    if absence.host_id is None or absence.host_state != "noted":
        return None
    rows = ContactCard.objects.unscoped("for everybody").filter(organisation_id=absence.host_id)
    return rows.filter(confirmed_on__isnull=False).select_related("organisation").first()


def _resolutions(member: Member) -> list[Resolution]:
    """What the gatherings decided to which the person was called, also those that they missed."""
    rows = Resolution.objects.filter(gathering__attendances__member=member, gathering__state="closed", passed=True)
    return list(rows.select_related("gathering").order_by("-gathering__starts_at", "pk")[:SHOWN])
