"""Questions about the ledger, each narrowed by the one policy. There is no figure of a person and no order but time (B01)."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from lianxin.kernel.actor import Actor
from lianxin.membership.dossiers.models import Member
from lianxin.membership.dossiers.words import IN_PARTY

from . import policies
from .lifecycle import KEEP
from .models import Matter
from .words import LANES


def _rows(condition: Q) -> QuerySet[Matter]:
    rows = Matter.objects.unscoped("narrowed by the policy").filter(condition)
    return rows.select_related("organisation", "member", "sanction")


def at_desk(actor: Actor) -> QuerySet[Matter]:
    return _rows(policies.kept_by(actor))


def lane(actor: Actor, slug: str) -> QuerySet[Matter]:
    """One of `LANES`, what has a last day in front."""
    rows = at_desk(actor).filter(state__in=LANES[slug][1])
    return rows.order_by("until", "-opened_at", "-pk") if slug == "open" else rows.order_by("-closed_at", "-pk")


def own(person_id: int | None) -> QuerySet[Matter]:
    """What concerns the person who asks, the newest first."""
    return _rows(Q(member__person_id=person_id or 0)).order_by("-opened_at", "-pk")


def people(actor: Actor, text: str) -> QuerySet[Member]:
    """Members of the scope by the beginning of a name or initials."""
    rows = Member.objects.visible_to(actor, KEEP).filter(stage__in=IN_PARTY, standing="active")
    rows = rows.exclude(person_id=actor.person_id or 0)
    if text:
        rows = rows.filter(Q(name__startswith=text) | Q(initials__startswith=text.lower()))
    return rows.select_related("organisation").order_by("name", "pk")
