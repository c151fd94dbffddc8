"""Questions about the bank; lists of the desk are narrowed to the scope, a draw takes what is ready here and above."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from lianxin.foundation.organisations.queries import ancestors_of
from lianxin.kernel.actor import Actor

from .lifecycle import READ, REVIEW
from .models import BankQuestion
from .words import KINDS, LANES


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the reader of the bank asks for."""

    lane: str = "ready"
    kind: str = ""
    topic: str = ""
    text: str = ""


def at_desk(actor: Actor) -> QuerySet[BankQuestion]:
    """Those of the actor's organisations and below."""
    return BankQuestion.objects.visible_to(actor, READ).select_related("organisation", "latest")


def lane(actor: Actor, wanted: Wanted) -> QuerySet[BankQuestion]:
    """One of `LANES`, newest first."""
    rows = at_desk(actor).filter(state=LANES[wanted.lane][1])
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.topic:
        rows = rows.filter(topic=wanted.topic)
    if wanted.text:
        rows = rows.filter(
            Q(latest__stem__contains=wanted.text) | Q(number=wanted.text) | Q(latest__source__contains=wanted.text)
        )
    return rows.order_by("-opened_at", "-pk")


def counts(actor: Actor) -> dict[str, int]:
    """How many stand in each lane; one statement."""
    found = dict(at_desk(actor).order_by().values_list("state").annotate(n=Count("pk")))
    return {slug: found.get(state, 0) for slug, (_, state) in LANES.items()}


def topics(actor: Actor) -> list[str]:
    """Topics that are in use inside the scope."""
    rows = BankQuestion.objects.visible_to(actor, READ).exclude(topic="")
    return sorted(set(rows.order_by().values_list("topic", flat=True).distinct()))[:60]


def to_review(actor: Actor, only: int | None = None) -> QuerySet[BankQuestion]:
    """What the actor may approve: not their own, oldest first."""
    rows = BankQuestion.objects.visible_to(actor, REVIEW).select_related("organisation", "latest")
    rows = (
        rows.filter(state="waiting").exclude(author_id=actor.person_id or 0).exclude(latest__by_id=actor.person_id or 0)
    )
    return (rows.filter(pk=only) if only else rows).order_by("opened_at", "pk")


def usable(org_path: str, topics: tuple[str, ...] = ()) -> QuerySet[BankQuestion]:
    """What a paper of the organisation may be drawn from: ready in its own bank or in one above it."""
    rows = BankQuestion.objects.unscoped("drawn by an organisation from its own banks").filter(
        org_path__in=ancestors_of(org_path), state="ready"
    )
    return rows.filter(topic__in=topics) if topics else rows


def stock(org_path: str) -> dict[str, int]:
    """How many questions of each kind could be drawn at an organisation; one statement."""
    found = dict(usable(org_path).order_by().values_list("kind").annotate(n=Count("pk")))
    return {kind: found.get(kind, 0) for kind in KINDS}
