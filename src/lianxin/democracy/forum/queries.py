"""Questions about topics; each list is narrowed by the audience or by the scope before it is read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When

from lianxin.democracy.cards import Card
from lianxin.democracy.speaking import audiences
from lianxin.democracy.speaking import queries as speaking
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.scope import subtree
from lianxin.kernel.actor import Actor

from . import policies
from .lifecycle import MANAGE, RELEASE, VISIBLE
from .models import Follow, Topic, TopicStep
from .words import KIND, LANES, PUBLIC_LANES


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader asks for. lane: of `PUBLIC_LANES`, empty for all; office: with everything below it."""

    lane: str = ""
    office: Organisation | None = None


def _phase(lane: str) -> Q:
    now = moment.now()
    running = Q(state="released", opens_at__lte=now, closes_at__gt=now)
    coming = Q(state="released", opens_at__gt=now)
    return {"running": running, "coming": coming, "over": ~running & ~coming}[lane]


def visible(actor: Actor) -> QuerySet[Topic]:
    """What the actor may read as a reader, what runs first in front, then what comes, then the latest."""
    rows = Topic.objects.unscoped("narrowed by the audience").filter(audiences.readable(actor), state__in=VISIBLE)
    rank = Case(When(_phase("running"), then=Value(0)), When(_phase("coming"), then=Value(1)), default=Value(2),
                output_field=IntegerField())  # fmt: skip
    return rows.annotate(rank=rank).select_related("organisation").order_by("rank", "-closes_at", "-pk")


def listed(actor: Actor, wanted: Wanted) -> QuerySet[Topic]:
    """`visible`, narrowed to what the reader asked for."""
    rows = visible(actor)
    if wanted.lane:
        rows = rows.filter(_phase(wanted.lane))
    return rows.filter(subtree("org_path", [wanted.office.path])) if wanted.office is not None else rows


def lane_counts(actor: Actor, office: Organisation | None) -> dict[str, int]:
    """How many stand in each of `PUBLIC_LANES`; one statement."""
    rows = listed(actor, Wanted(office=office)).order_by()
    return rows.aggregate(**{lane: Count("pk", filter=_phase(lane)) for lane in PUBLIC_LANES})


def one(actor: Actor, pk: int) -> Topic | None:
    """A topic that the actor may read, also one that was taken down; else None, which is answered with 404."""
    rows = Topic.objects.unscoped("the policy decides").filter(pk=pk)
    found = rows.select_related("organisation", "keeper", "deputy").first()
    return found if found is not None and policies.may_read(actor, found) else None


def public(limit: int) -> list[Topic]:
    """What everybody may read, the latest first, for the feed."""
    rows = Topic.objects.unscoped("for everybody").filter(audience="public", state__in=VISIBLE)
    return list(rows.select_related("organisation").order_by("-opens_at", "-pk")[:limit])


def steps(topic: Topic) -> list[TopicStep]:
    """What readers see of the way of a topic."""
    return list(
        topic.steps.exclude(public_label="").exclude(event__in=("decline", "appeal", "uphold", "overturn", "begin"))
    )


def open_cards(actor: Actor, limit: int) -> list[Card]:
    """For a page of several rooms: what runs, then what comes. Three statements at most."""
    rows = list(visible(actor).filter(_phase("running") | _phase("coming"))[:limit])
    counts = speaking.counts(KIND, [row.pk for row in rows])
    return [
        Card(
            kind=KIND, title=row.title, url=row.get_absolute_url(), organisation=row.organisation.short_name,
            opens_at=row.opens_at, closes_at=row.closes_at, state_words=row.phase_words, count=counts.get(row.pk, 0),
            count_words="条发言", audience=row.audience,
        )
        for row in rows
    ]  # fmt: skip


def own(person_id: int | None) -> QuerySet[Topic]:
    """What a person proposed, the newest first."""
    rows = Topic.objects.unscoped("one's own").select_related("organisation")
    return rows.filter(proposer_id=person_id).order_by("-opened_at", "-pk") if person_id else rows.none()


def followed(actor: Actor) -> list[Topic]:
    """What a person follows and may still read, at most fifty."""
    pks = Follow.objects.filter(person_id=actor.person_id or 0).values("topic")
    return list(visible(actor).filter(pk__in=pks)[:50])


def follows(actor: Actor, topic: Topic) -> bool:
    return Follow.objects.filter(topic=topic, person_id=actor.person_id or 0).exists()


def at_desk(actor: Actor) -> QuerySet[Topic]:
    """What lies in the scope of either duty."""
    if actor.kind == "system":
        return Topic.objects.unscoped("system")
    paths = (*actor.paths_for(MANAGE), *actor.paths_for(RELEASE))
    rows = Topic.objects.unscoped("narrowed by the two duties").filter(subtree("org_path", paths))
    return rows.select_related("organisation")


def of_plans(actor: Actor, numbers: Iterable[int]) -> list[tuple[Topic, bool]]:
    """(topic, whether it lies at the actor's desk) that came from these plans, of those the actor may see."""
    paths = (*actor.paths_for(MANAGE), *actor.paths_for(RELEASE))
    desk = subtree("org_path", paths)
    reader = Q(state__in=VISIBLE) & audiences.readable(actor)
    rows = Topic.objects.unscoped("narrowed by the duties or the audience").filter(desk | reader)
    rows = rows.filter(planned__in=list(numbers)).order_by("-pk")
    return [(one, any(one.org_path.startswith(path) for path in paths)) for one in rows]


def lane(actor: Actor, slug: str) -> QuerySet[Topic]:
    """One of `LANES`; what waits longest in front."""
    rows = at_desk(actor).filter(state__in=LANES[slug][1])
    return rows.order_by("-opened_at", "-pk") if slug == "over" else rows.order_by("due_at", "closes_at", "pk")


def desk_counts(actor: Actor) -> dict[str, int]:
    """How many stand in each lane; one statement."""
    sums = {slug: Count("pk", filter=Q(state__in=states)) for slug, (_, states) in LANES.items()}
    return at_desk(actor).order_by().aggregate(**sums)


def waiting(actor: Actor) -> QuerySet[Topic]:
    """What waits for the actor: proposals and appeals, what another one wrote, one's own summaries to write."""
    condition = Q(state="closed") & Q(keeper_id=actor.person_id or 0) | Q(
        state="closed", deputy_id=actor.person_id or 0
    )
    if actor.has(MANAGE):
        condition |= Q(state="proposed") & ~Q(proposer_id=actor.person_id or 0)
        condition |= Q(state="appealed") & ~Q(decided_by_id=actor.person_id or 0) & ~Q(proposer_id=actor.person_id or 0)
    if actor.has(RELEASE):
        condition |= Q(state="draft") & ~Q(prepared_by_id=actor.person_id or 0)
        condition |= Q(state="summing") & ~Q(summed_by_id=actor.person_id or 0)
    return at_desk(actor).filter(condition).order_by("due_at", "pk")
