"""Questions about the taxonomy and its routes."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine.scope import subtree
from lianxin.kernel.actor import Actor

from ..models import Route, Topic


@dataclass(frozen=True, slots=True)
class Line:
    """A topic in the tree with what stands below it and how many routes it has."""

    topic: Topic
    below: int
    routes: int


def level(parent: Topic | None) -> list[Line]:
    """The topics directly below one (or the first level), in their order. One statement."""
    rows = Topic.objects.filter(parent=parent).annotate(
        n_below=Count("children", filter=Q(children__retired=False), distinct=True),
        n_routes=Count("routes", distinct=True),
    )
    return [Line(t, t.n_below, t.n_routes) for t in rows.order_by("retired", "order", "id")]


def one(pk: int) -> Topic | None:
    return Topic.objects.select_related("parent__parent").filter(pk=pk).first()


def trail(topic: Topic | None) -> list[Topic]:
    """The topics above one, the topmost first."""
    found: list[Topic] = []
    while topic is not None:
        found.insert(0, topic)
        topic = topic.parent
    return found


def routes(topic: Topic, actor: Actor) -> list[tuple[Route, str]]:
    """Routes of the topic inside the actor's duty, with the name of their area."""
    rows = list(
        Route.objects.filter(subtree("area_path", actor.paths_for("letters.route")), topic=topic)
        .select_related("organisation")
        .order_by("area_path")
    )
    areas = dict(Organisation.objects.filter(path__in=[r.area_path for r in rows]).values_list("path", "short_name"))
    return [(row, areas.get(row.area_path, "（已不存在的组织）")) for row in rows]
