"""Who reads what: one rule for every room of the wing, for one row and for a list.

branch: members whose file is kept by exactly the organisation. members: members of its whole subtree. public:
everybody. Besides, those who review there or above (an appeal needs another one, M02), and those who answer exactly there.
"""

from __future__ import annotations

from django.db.models import Q

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.organisations.queries import ancestors_of
from lianxin.foundation.spine.scope import subtree
from lianxin.kernel.actor import Actor
from lianxin.membership.dossiers import queries as dossiers
from lianxin.membership.dossiers.models import Member
from lianxin.membership.dossiers.words import IN_PARTY

from .lifecycle import ANSWER, REVIEW


def member_of(actor: Actor) -> Member | None:
    """The actor's file, when it is that of a member (正式或预备党员) in the Party. One statement."""
    found = dossiers.own(actor.person_id)
    return found if found is not None and found.in_party else None


def works_at(actor: Actor, org_path: str) -> bool:
    """Reviews at the organisation or above it, or answers at exactly it."""
    return actor.may(REVIEW, org_path) or org_path in actor.places_for(ANSWER)


def belongs(actor: Actor, audience: str, organisation: Organisation) -> bool:
    """Is meant by the audience itself, without regard to duties: whoever may speak."""
    if audience == "public":
        return True
    member = member_of(actor)
    if member is None:
        return False
    if audience == "branch":
        return member.organisation_id == organisation.pk
    return audience == "members" and member.org_path.startswith(organisation.path)


def named(text: str, audience: str, organisation: Organisation) -> list[Member]:
    """Members whom an inner audience means, by name, or by name and branch with a space between; at most two."""
    name, _, branch = text.strip().partition(" ")
    rows = Member.objects.unscoped("taken down for them by their own organisation").filter(
        name=name, stage__in=IN_PARTY, standing="active"
    )
    if audience == "branch":
        rows = rows.filter(organisation=organisation)
    else:
        rows = rows.filter(subtree("org_path", [organisation.path]))
    if branch.strip():
        rows = rows.filter(Q(organisation__short_name=branch.strip()) | Q(organisation__name=branch.strip()))
    return list(rows.order_by("pk")[:2])


def reads(actor: Actor, audience: str, organisation: Organisation) -> bool:
    """Reads what is shown there; unknown audiences mean nobody."""
    if audience == "public" or actor.kind == "system":
        return True
    return works_at(actor, organisation.path) or belongs(actor, audience, organisation)


def readable(actor: Actor) -> Q:
    """The same for a list of rows with ``audience``, ``organisation`` and ``org_path``. One statement for the file."""
    condition = Q(audience="public")
    if actor.person_id is None:
        return condition
    condition |= subtree("org_path", actor.paths_for(REVIEW)) | Q(org_path__in=actor.places_for(ANSWER))
    member = member_of(actor)
    if member is not None:
        condition |= Q(audience="branch", organisation_id=member.organisation_id)
        condition |= Q(audience="members", org_path__in=ancestors_of(member.org_path))
    return condition
