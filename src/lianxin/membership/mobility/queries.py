"""Questions of the room; every list of the desk is narrowed to what both sides may see."""

from __future__ import annotations

from datetime import date

from django.db.models import F, Q, QuerySet

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine.scope import subtree
from lianxin.kernel.actor import Actor
from lianxin.membership.dossiers.models import Member
from lianxin.membership.dossiers.words import IN_PARTY
from lianxin.membership.gatherings.models import Gathering

from . import policies, reckoning
from .lifecycle import DECIDE, KEEP
from .models import Absence, Matter
from .words import OPEN

#: most meetings that a form offers
MEETINGS = 20


def absences(actor: Actor) -> QuerySet[Absence]:
    """Everything that the actor may see."""
    rows = Absence.objects.unscoped("narrowed here to both sides").filter(policies.seen_by(actor))
    return rows.select_related("member", "organisation", "host")


def lane(actor: Actor, slug: str, today: date) -> QuerySet[Absence]:
    """A list of registrations. ``contacts``: whose last day for a contact is near or over, the latest in front."""
    rows, paths = absences(actor), actor.paths_for(policies.READ)
    ours = subtree("org_path", paths)
    if slug == "in":
        there = subtree("host_path", paths) & ~Q(host_path="")
        return rows.filter(there, state="open").exclude(host_state="declined").order_by("host_state", "-since", "pk")
    if slug == "contacts":
        near = today + reckoning.ahead(today)
        return rows.filter(ours, state="open", next_contact_on__lte=near).order_by("next_contact_on", "pk")
    if slug == "over":
        return rows.filter(ours).exclude(state__in=OPEN).order_by("-ended_on", "-pk")
    return rows.filter(ours, state__in=OPEN).order_by("state", "-since", "pk")


def matters(actor: Actor) -> QuerySet[Matter]:
    """Proposals of the branch and of the committee over it, those that run in front, the oldest first."""
    rows = Matter.objects.unscoped("narrowed here to branch and committee").filter(policies.matters_of(actor))
    return rows.select_related("member", "organisation", "home").order_by(
        F("closed_at").desc(nulls_first=True), "opened_at", "pk"
    )


def turn(actor: Actor) -> QuerySet[Matter]:
    """Those whose next step is the actor's."""
    at_branch = subtree("org_path", actor.paths_for(KEEP)) & Q(state__in=("proposed", "told"))
    at_committee = subtree("org_path", actor.paths_for(DECIDE)) & Q(state="discussed")
    rows = matters(actor).filter(at_branch | at_committee, closed_at=None)
    return rows.exclude(member__person_id=actor.person_id or 0)


def counts(actor: Actor, today: date) -> dict[str, int]:
    """How many stand in each list."""
    found = {slug: lane(actor, slug, today).order_by().count() for slug in ("out", "in", "contacts", "over")}
    return found | {"proposals": matters(actor).filter(closed_at=None).order_by().count()}


def one(actor: Actor, pk: int) -> Absence | None:
    rows = absences(actor).select_related("member__person", "member__organisation", "organisation", "host", "liaison")
    return rows.filter(pk=pk).first()


def at_home(actor: Actor, absence: Absence) -> bool:
    """Whether the actor reads it from the side where the file is."""
    return actor.may(policies.READ, absence.org_path)


def matter(actor: Actor, pk: int) -> Matter | None:
    return matters(actor).select_related("member__person", "organisation", "home", "meeting").filter(pk=pk).first()


def open_matter(member: Member) -> Matter | None:
    """The proposal about a member that runs."""
    return Matter.objects.unscoped("of one member").filter(member=member, closed_at=None).first()


def open_of(member: Member) -> Absence | None:
    """The registration of a member that runs."""
    rows = Absence.objects.unscoped("of one member").filter(member=member, state__in=OPEN)
    return rows.select_related("organisation", "host", "liaison", "member").first()


def own_absences(member: Member) -> list[Absence]:
    rows = Absence.objects.unscoped("one's own").filter(member=member)
    return list(rows.select_related("host", "liaison", "member").order_by("-since", "-pk")[:20])


def own_matters(member: Member) -> list[Matter]:
    """What somebody was told of, the newest first."""
    rows = Matter.objects.unscoped("one's own").filter(member=member, told_on__isnull=False)
    return list(rows.select_related("home", "member").order_by("-opened_at")[:20])


def choosable(actor: Actor) -> QuerySet[Member]:
    """Members of the actor's scope without a registration that runs."""
    rows = Member.objects.visible_to(actor, KEEP).filter(stage__in=IN_PARTY, standing__in=("active", "stopped"))
    return rows.exclude(absences__state__in=OPEN).exclude(person_id=actor.person_id or 0).order_by("name", "pk")


def member_for(actor: Actor, pk: int) -> Member | None:
    """A member whose registrations and proposals the actor keeps."""
    rows = Member.objects.visible_to(actor, KEEP).select_related("organisation", "person")
    return rows.filter(pk=pk, stage__in=IN_PARTY).first()


def liaisons(absence: Absence) -> list[Member]:
    """Members of the branch who can keep in touch with somebody."""
    rows = Member.objects.unscoped("of the branch whose page it is").filter(
        subtree("org_path", [absence.org_path]), stage__in=IN_PARTY, standing="active"
    )
    return list(rows.exclude(pk=absence.member_id).order_by("name", "pk"))


def meetings_for(case: Matter) -> list[Gathering]:
    """Filed meetings of the branch, since the proposal, at which it can have been discussed."""
    rows = Gathering.objects.unscoped("of the branch of the case").filter(
        organisation_id=case.home_id, state="closed", kind__in=case.words.meetings, starts_at__gte=case.opened_at
    )
    return list(rows.order_by("-starts_at", "-pk")[:MEETINGS])


def visitors(organisation: Organisation, on: date) -> set[int]:
    """Keys of members who take part in the life of an organisation without belonging to it (EDU-12)."""
    rows = Absence.objects.unscoped("invited by the organisation that took note of them").filter(
        host=organisation, host_state="noted", state="open", since__lte=on, member__standing="active"
    )
    return set(rows.values_list("member_id", flat=True))
