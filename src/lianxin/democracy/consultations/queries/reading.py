"""What readers see (M01): lists and single ones, narrowed by the one rule of the audience."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from lianxin.democracy.cards import Card
from lianxin.foundation.organisations.queries import ancestors_of
from lianxin.foundation.spine import moment
from lianxin.kernel.actor import Actor
from lianxin.membership.dossiers import queries as dossiers

from .. import audience, policies, policies_consult
from ..lifecycle import CONSULT_SHOWN, MOTION_SHOWN
from ..models import Consultation, Motion, Second, Terms

#: lists of `/consult/`; slug -> heading
LISTS = {"running": "正在征求意见", "closed": "已经截止", "motions": "议题", "results": "议题结果"}


def consultations(actor: Actor, *, running: bool, now: datetime) -> QuerySet[Consultation]:
    """Released ones: those that still take opinions (or will), what closes first in front; or those that are over."""
    rows = _released().filter(audience.readable(actor))
    if running:
        return rows.filter(state="released", closes_at__gt=now).order_by("closes_at", "pk")
    return rows.exclude(state="released", closes_at__gt=now).order_by("-closes_at", "-pk")


def _released() -> QuerySet[Consultation]:
    rows = Consultation.objects.unscoped("narrowed by the audience").filter(state__in=CONSULT_SHOWN)
    return rows.select_related("organisation")


def motions(actor: Actor, *, decided: bool = False) -> QuerySet[Any]:
    """Shown motions, newest first; never by the number of those who seconded them (B01)."""
    shown = Motion.objects.unscoped("narrowed by the audience").filter(audience.readable(actor))
    rows = shown.select_related("organisation").annotate(seconded=Count("seconds"))
    if decided:
        return rows.filter(state__in=("carrying", "done", "ended")).order_by("-published_at", "-pk")
    return rows.filter(state__in=("shown", "discussing", "voting", "decided")).order_by("-shown_at", "-pk")


def motion(actor: Actor, pk: int) -> Motion | None:
    """The motion when it is for this reader, or None."""
    rows = Motion.objects.unscoped("checked in the next line").annotate(seconded=Count("seconds"))
    found = rows.select_related("organisation", "resolution__gathering").filter(pk=pk).first()
    return found if found is not None and policies.may_read(actor, found) else None


def consultation(actor: Actor, pk: int) -> Consultation | None:
    """The consultation when it is for this reader, or None."""
    rows = Consultation.objects.unscoped("checked in the next line").select_related("organisation", "keeper", "deputy")
    found = rows.filter(pk=pk).first()
    return found if found is not None and policies_consult.may_read(actor, found) else None


def own_motions(actor: Actor) -> QuerySet[Motion]:
    """What the actor proposed, newest first."""
    rows = Motion.objects.unscoped("one's own").filter(author_id=actor.person_id or 0)
    return rows.select_related("organisation").annotate(seconded=Count("seconds")).order_by("-pk")


def seconded_by(actor: Actor) -> QuerySet[Motion]:
    """What the actor seconded and may still read."""
    mine = Second.objects.filter(person_id=actor.person_id or 0).values("motion_id")
    rows = Motion.objects.unscoped("one's own").filter(pk__in=mine, state__in=MOTION_SHOWN)
    return rows.filter(audience.readable(actor)).select_related("organisation").order_by("-pk")


def open_places(actor: Actor) -> list[Terms]:
    """Where the actor may propose something: organisations that opened it to everybody, and the own ones above."""
    condition = Q(open_to="public")
    home = dossiers.home_of(actor.person_id)
    if home:
        condition |= Q(open_to="members", org_path__in=ancestors_of(home))
    rows = Terms.objects.unscoped("what was declared is for everybody").filter(condition, organisation__closed_on=None)
    return list(rows.select_related("organisation").order_by("org_path"))


def open_cards(actor: Actor, limit: int = 10) -> list[Card]:
    """What somebody can take part in now: consultations that run, then motions to second. Two statements and the file."""
    now = moment.now()
    found = [_card(case) for case in consultations(actor, running=True, now=now)[:limit]]
    rows = motions(actor).filter(state__in=("shown", "discussing"))
    return [*found, *(_motion_card(row) for row in rows[: max(limit - len(found), 0)])][:limit]


def _card(case: Consultation) -> Card:
    return Card(
        "意见征集", case.title, case.get_absolute_url(), case.organisation.short_name, case.opens_at, case.closes_at,
        case.state_label, None, "", case.audience,
    )  # fmt: skip


def _motion_card(row: Any) -> Card:
    return Card(
        "议题", row.title, row.get_absolute_url(), row.organisation.short_name, row.shown_at, None, row.state_label,
        row.seconded, "人附议", row.audience,
    )  # fmt: skip


def public_addresses(limit: int) -> list[tuple[str, datetime]]:
    """(path, last change) of what everybody reads, newest first, for a site map."""
    rows = _released().filter(audience="public").order_by("-released_at")[:limit]
    found = [(row.get_absolute_url(), row.finished_at or row.released_at or row.opened_at) for row in rows]
    shown = Motion.objects.unscoped("shown to everybody").filter(audience="public", state__in=MOTION_SHOWN)
    return [
        *found,
        *((row.get_absolute_url(), row.shown_at or row.opened_at) for row in shown.order_by("-shown_at")[:limit]),
    ]
