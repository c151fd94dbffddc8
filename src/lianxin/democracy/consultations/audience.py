"""Who reads and who may speak: one rule for motions and consultations, for a row and for a list."""

from __future__ import annotations

from django.db.models import Q

from lianxin.foundation.organisations.queries import ancestors_of
from lianxin.foundation.spine.scope import subtree
from lianxin.kernel.actor import Actor
from lianxin.membership.dossiers import queries as dossiers

from .lifecycle import ANSWER, MANAGE, READ, RELEASE

DESK = (READ, MANAGE, ANSWER, RELEASE)


def works_at(actor: Actor, org_path: str) -> bool:
    """Has a duty of this room at the organisation or above it."""
    return any(actor.may(verb, org_path) for verb in DESK)


def belongs(actor: Actor, audience: str, org_path: str) -> bool:
    """Is meant by the audience itself, whatever the post."""
    return audience == "public" or dossiers.home_of(actor.person_id).startswith(org_path)


def reads(actor: Actor, audience: str, org_path: str) -> bool:
    """Reads what is shown there."""
    return belongs(actor, audience, org_path) or works_at(actor, org_path)


def readable(actor: Actor) -> Q:
    """The same for a list of rows with ``audience`` and ``org_path``."""
    found = Q(audience="public")
    if actor.person_id is None:
        return found
    paths = [path for verb in DESK for path in actor.paths_for(verb)]
    if paths:
        found |= subtree("org_path", paths)
    home = dossiers.home_of(actor.person_id)
    return found | Q(audience="members", org_path__in=ancestors_of(home)) if home else found
