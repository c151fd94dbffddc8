"""Questions about helps; words are narrowed by the one policy, figures by the subtree."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.organisations.queries import by_paths
from lianxin.foundation.spine.scope import subtree
from lianxin.kernel.actor import Actor
from lianxin.membership.dossiers.models import Member
from lianxin.membership.dossiers.words import IN_PARTY

from . import policies
from .lifecycle import COUNT, MANAGE
from .models import Help
from .words import LANES, NEEDS, RESULTS

#: most that a list of helpers holds; a committee with more lets its branches organise the help
OFFERED = 200


def _rows(condition: Q) -> QuerySet[Help]:
    rows = Help.objects.unscoped("narrowed by the policy").filter(condition)
    return rows.select_related("organisation", "handler", "member")


def one(actor: Actor, pk: int) -> Help | None:
    """A help that the actor may read, or None, which is answered with 404."""
    return _rows(policies.readable(actor)).filter(pk=pk).first()


def at_desk(actor: Actor) -> QuerySet[Help]:
    """Those of exactly the organisations at which the actor organises."""
    return _rows(Q(org_path__in=actor.places_for(MANAGE)))


def lane(actor: Actor, slug: str) -> QuerySet[Help]:
    """One of `LANES`, what runs out first in front."""
    return at_desk(actor).filter(state__in=LANES[slug][1]).order_by("due_at", "-pk")


def counts(actor: Actor) -> dict[str, int]:
    """How many stand in each lane; one statement."""
    found = dict(at_desk(actor).order_by().values_list("state").annotate(n=Count("pk")))
    return {slug: sum(found.get(state, 0) for state in states) for slug, (_, states) in LANES.items()}


def helped_by(actor: Actor) -> QuerySet[Help]:
    """Those that the actor helps, what runs out first in front."""
    rows = _rows(Q(handler_id=actor.person_id or 0)).exclude(state="stopped")
    return rows.order_by("due_at", "-pk")


def for_me(actor: Actor) -> QuerySet[Help]:
    """Help that the actor gets."""
    return _rows(Q(member__person_id=actor.person_id or 0)).exclude(state="stopped").order_by("-pk")


def places(actor: Actor) -> list[Organisation]:
    """Organisations at which the actor organises, in the order of the tree."""
    found = by_paths(actor.places_for(MANAGE))
    return [found[path] for path in sorted(found) if found[path].is_party and not found[path].closed_on]


def helpers(case: Help) -> QuerySet[Member]:
    """Members who may be asked to help."""
    rows = Member.objects.unscoped("members of the organisation that helps").filter(
        subtree("org_path", [case.org_path])
    )
    rows = rows.filter(stage__in=IN_PARTY, standing="active").exclude(pk=case.member_id or 0)
    return rows.select_related("organisation").order_by("organisation__path", "pinyin", "pk")[:OFFERED]


@dataclass(frozen=True, slots=True)
class Figure:
    """One organisation in numbers. cells: in the order of `HEADINGS`."""

    name: str
    cells: tuple[int, ...]


#: headings of the figures: the lanes, then what the helped people said of those that are over or followed up
HEADINGS = tuple(word for word, _ in LANES.values()) + tuple(RESULTS.values())


def figures(actor: Actor) -> tuple[list[Figure], Figure, list[tuple[str, int]]]:
    """(organisations with a help in the order of the tree, sum, by need): counts only, no order by size (B01)."""
    rows = Help.objects.visible_to(actor, COUNT)
    found: dict[str, dict[str, int]] = {}
    for path, state, result, n in rows.order_by().values_list("org_path", "state", "result").annotate(n=Count("pk")):
        line = found.setdefault(path, {})
        line[state] = line.get(state, 0) + n
        if result and state in ("following", "closed"):
            line[result] = line.get(result, 0) + n
    offices = by_paths(found)
    lines = [Figure(offices[path].short_name, _cells(found[path])) for path in sorted(found) if path in offices]
    total = Figure("合计", tuple(sum(line.cells[at] for line in lines) for at in range(len(HEADINGS))))
    by_need = dict(rows.order_by().values_list("kind").annotate(n=Count("pk")))
    return lines, total, [(word, by_need.get(code, 0)) for code, word in NEEDS.items()]


def _cells(line: dict[str, int]) -> tuple[int, ...]:
    lanes = (sum(line.get(state, 0) for state in states) for _, states in LANES.values())
    return (*lanes, *(line.get(code, 0) for code in RESULTS))
