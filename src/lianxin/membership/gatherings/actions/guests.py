"""列席 by somebody from outside the organiser's scope: by name, and by an exact number for those who have a file.

The answer is the same whether or not there is a file of that name and number, so a number tells nothing about anybody (P05).
"""

from __future__ import annotations

from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.foundation.spine.sealed import blind_index
from lianxin.foundation.spine.unique import or_refuse
from lianxin.kernel.actor import Actor
from lianxin.kernel.chinese import fold
from lianxin.kernel.decision import Denied, Refused
from lianxin.membership.dossiers import queries as dossiers
from lianxin.membership.dossiers.models import Member

from .. import policies
from ..models import Attendance, Gathering, Guest
from ..words import UNSEEN
from .attending import _mark

_TWICE = Denied(
    "名单上已经有叫这个名字的同志。", code="twice", field="name", remedy="同名的另一位，请在姓名后面写上单位。"
)


@action("gatherings.add_guest")
def add_guest(
    *, actor: Actor, gathering: Gathering, name: str, unit: str = "", number: str = "", revision: int
) -> None:
    """补记列席. number: phone or identity number; where name and number are those of one file, it counts there (EDU-12)."""
    gathering = lock(gathering, revision=revision)
    require(policies.may_record(actor, gathering))
    name = " ".join(name.split())
    if not name:
        raise Refused(Denied("请填写姓名。", code="empty", field="name"))
    if gathering.guests.filter(name=name).exists() or gathering.attendances.filter(member__name=name).exists():
        raise Refused(_TWICE)
    member = _file_of(name, number)
    row = None
    if member is not None and not gathering.attendances.filter(member=member).exists():
        row = Attendance(gathering=gathering, member=member, role="guest")
        _mark(row, "present", UNSEEN, actor)
        row.save()
    with or_refuse(_TWICE):
        Guest.objects.create(gathering=gathering, name=name, unit=unit.strip(), counted=row, by_id=actor.person_id)
    gathering.revision += 1
    gathering.save()
    record("gatherings.add_guest", actor=actor, subject=gathering)


@action("gatherings.drop_guest")
def drop_guest(*, actor: Actor, guest: Guest) -> None:
    """撤掉补错的列席, until the gathering is filed; it no longer counts at home either."""
    gathering = lock(guest.gathering)
    guest = lock(guest)
    require(policies.may_record(actor, gathering))
    row = guest.counted
    guest.delete()
    if row is not None:
        row.delete()
    record("gatherings.drop_guest", actor=actor, subject=gathering)


def _file_of(name: str, number: str) -> Member | None:
    """The one file of that name and number; none when either is another's."""
    index = blind_index(number)
    if not index:
        return None
    rows = Member.objects.unscoped("counted at home, told to nobody").filter(
        dossiers.numbered(index), standing="active"
    )
    found = [member for member in rows[:2] if fold(member.name) == fold(name) and member.in_party]
    return found[0] if len(found) == 1 else None
