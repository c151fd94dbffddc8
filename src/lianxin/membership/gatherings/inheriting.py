"""Filed gatherings of a branch that was merged stay where they were held; its heir reads them, and changes nothing."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q

from lianxin.foundation.organisations import queries as organisations
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine.scope import subtree
from lianxin.kernel.actor import Actor

from .models import Gathering


def merged_into(paths: Sequence[str]) -> list[int]:
    """Keys of the organisations that were merged, over however many mergers, into one inside these subtrees."""
    found: set[int] = set()
    level = set(Organisation.objects.filter(subtree("merged_into__path", paths)).values_list("pk", flat=True))
    while level - found:
        found |= level
        level = set(Organisation.objects.filter(merged_into__in=level).values_list("pk", flat=True))
    return sorted(found)


def filed_for(actor: Actor, verb: str, paths: list[str] | None = None) -> Q:
    """What an heir may read besides its own subtree. paths: of some organisations alone, instead of all of the actor's."""
    reach = actor.paths_for(verb) if paths is None else [path for path in paths if actor.may(verb, path)]
    return Q(organisation_id__in=merged_into(reach), state="closed") if reach else Q(pk__in=[])


def inherits(actor: Actor, verb: str, gathering: Gathering) -> bool:
    """The gathering is filed, and its organisation went on in one that the actor has the verb for."""
    if gathering.state != "closed" or not gathering.organisation.closed_on:
        return False
    return actor.may(verb, organisations.heir(gathering.organisation).path)
