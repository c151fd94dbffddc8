"""Who is called to a gathering: members of the organisation, without those whom nobody may press (EDU-05)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from lianxin.foundation.accounts.queries import in_force
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine.scope import subtree
from lianxin.membership.dossiers.models import Member, MemberRecord
from lianxin.membership.dossiers.words import IN_PARTY

from .models import Exemption, Gathering
from .visitors import visitors_of
from .words import AMONG_POSTS


@dataclass(frozen=True, slots=True)
class Called:
    """members: who is called, with their right to vote; exempt: who is not pressed; strangers: without a file;
    visitors: members from elsewhere who are asked as guests (EDU-12)."""

    members: tuple[tuple[Member, bool], ...]
    exempt: tuple[Member, ...]
    strangers: int = 0
    visitors: tuple[Member, ...] = ()


def called(gathering: Gathering) -> Called:
    """Everybody whom the gathering concerns, as things stand; five statements."""
    return called_for(gathering.organisation, gathering.kind, gathering.day)


def called_for(organisation: Organisation, kind: str, on: date) -> Called:
    """The same before there is a gathering."""
    posts = AMONG_POSTS.get(kind, ())
    rows = Member.objects.unscoped("called by their own organisation").filter(stage__in=IN_PARTY, standing="active")
    if posts:
        people = set(in_force(on).filter(organisation=organisation, post__in=posts).values_list("person_id", flat=True))
        rows = rows.filter(person_id__in=people)
    else:
        people = set()
        rows = rows.filter(subtree("org_path", [organisation.path]))
    found = list(rows.order_by("name", "pk"))
    strangers = len(people - {member.person_id for member in found})
    spared = set() if posts else exempt_on(found, on)
    voting = voters(found, on)
    return Called(
        tuple((member, member.pk in voting) for member in found if member.pk not in spared),
        tuple(member for member in found if member.pk in spared),
        strangers,
        tuple(m for m in visitors_of(organisation, kind, on) if not m.org_path.startswith(organisation.path)),
    )


def exempt_on(members: Iterable[Member], on: date) -> set[int]:
    """Keys of those who are exempt on a day."""
    rows = Exemption.objects.filter(Q(until=None) | Q(until__gte=on), member__in=list(members), since__lte=on)
    return set(rows.values_list("member_id", flat=True))


def voters(members: Iterable[Member], on: date) -> set[int]:
    """Keys of those entitled to vote (BR-01): full members who are not on probation within the Party."""
    full = [member for member in members if member.stage == "member"]
    running = [
        row.member_id
        for row in MemberRecord.objects.filter(member__in=full, kind="sanction")
        if (row.since is None or row.since <= on) and (row.until is None or on <= row.until) and "留党察看" in row.text
    ]
    return {member.pk for member in full} - set(running)
