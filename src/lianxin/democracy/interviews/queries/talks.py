"""Lists of interviews."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When

from lianxin.democracy.cards import Card
from lianxin.democracy.speaking import queries as speaking
from lianxin.kernel.actor import Actor

from ..lifecycle import DRAW, HOST, RELEASE
from ..models import Answer, Guest, Interview
from ..policies import talks as policies
from ..speaking_floor import KIND
from ..words import TALK_LANES, TALK_QUEUES


def _rows(condition: Q) -> QuerySet[Interview]:
    rows = Interview.objects.unscoped("narrowed by the policy").filter(condition)
    return rows.select_related("organisation", "keeper", "deputy").prefetch_related("guests")


def one(actor: Actor, pk: int) -> Interview | None:
    """An interview as a reader; None is answered with 404."""
    return _rows(policies.readable(actor)).filter(pk=pk).first()


def lane(actor: Actor, slug: str) -> QuerySet[Interview]:
    """One of `TALK_LANES`: what comes first in front, the past the newest first."""
    rows = _rows(policies.readable(actor) & Q(state__in=TALK_LANES[slug][1]))
    return rows.order_by("-starts_at", "-pk") if slug == "past" else rows.order_by("starts_at", "pk")


def at_desk(actor: Actor) -> QuerySet[Interview]:
    """What the actor works on by duty, or answers at as a guest."""
    from lianxin.foundation.spine.scope import subtree

    paths = [path for verb in (DRAW, RELEASE, HOST) for path in actor.paths_for(verb)]
    condition = subtree("org_path", paths)
    if actor.person_id:
        mine = Guest.objects.filter(person_id=actor.person_id)
        condition |= Q(pk__in=mine.values("talk_id"))
    return _rows(condition)


def queue(actor: Actor, slug: str) -> QuerySet[Interview]:
    """One of `TALK_QUEUES`."""
    rows = at_desk(actor).filter(state__in=TALK_QUEUES[slug][1])
    return rows.order_by("starts_at", "pk") if slug in ("draft", "going") else rows.order_by("-starts_at", "-pk")


def counts(actor: Actor) -> dict[str, int]:
    """How many stand in each queue; one statement."""
    rows = at_desk(actor).order_by().values_list("state").annotate(n=Count("pk", distinct=True))
    found = dict(rows)
    return {slug: sum(found.get(state, 0) for state in states) for slug, (_, states) in TALK_QUEUES.items()}


def working(actor: Actor, pk: int) -> Interview | None:
    """An interview at the desk; None is answered with 404."""
    return at_desk(actor).filter(pk=pk).first()


def answer(talk: Interview, pk: int) -> Answer | None:
    return Answer.objects.filter(pk=pk, guest__talk=talk).select_related("guest__talk", "question").first()


def open_cards(actor: Actor, limit: int = 6) -> list[Card]:
    """What people can take part in now, what runs first (`democracy.cards`): two statements and one for guests."""
    rank = Case(When(state="live", then=Value(0)), default=Value(1), output_field=IntegerField())
    rows = _rows(policies.readable(actor) & Q(state__in=("live", "announced")))
    found = list(rows.order_by(rank, "starts_at", "pk")[:limit])
    asked = speaking.counts(KIND, [row.pk for row in found])
    return [
        Card(KIND, row.subject, row.get_absolute_url(), row.organisation.short_name, row.starts_at, row.ends_at, row.state_label,
             asked.get(row.pk, 0), "个问题", row.audience)
        for row in found
    ]  # fmt: skip


def late(now: datetime) -> Q:
    """Interviews whose questions are overdue."""
    return Q(state__in=("finished", "recorded"), answer_by__lt=now.date())
