"""What the frame of every page is told by the rooms: names, counts, seats, clauses."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from django.conf import settings
from django.http import HttpRequest

from lianxin.foundation.accounts.queries import duty_labels
from lianxin.foundation.notices.queries import unread_count
from lianxin.foundation.organisations.queries import root_name
from lianxin.foundation.rules.registry import find_rule
from lianxin.kernel.actor import Actor
from lianxin.ui.registry import Clause, Seat, Site


def site() -> Site:
    """Names of the installation, the topmost organisation among them."""
    return _site(root_name())


@cache
def _site(organisation: str) -> Site:
    return Site(
        name=settings.SITE_NAME,
        organisation=organisation,
        sponsor=settings.SITE_SPONSOR or organisation,
        operator=settings.SITE_OPERATOR,
        contact=settings.SITE_CONTACT,
        records=tuple(settings.SITE_RECORDS),
    )


def counts(actor: Actor) -> Mapping[str, int]:
    """Only the bell: one indexed statement for a page of the desk."""
    return {"notices": unread_count(actor.person_id)} if actor.person_id else {}


def seats(request: HttpRequest) -> list[Seat]:
    """The duties of the person, the one nearest to the ground first."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by ActorMiddleware
    return [Seat(label=label) for label in duty_labels(actor)[:1]]


def clause(rule_id: str) -> Clause | None:
    """Title, clause and page of a rule for a refusal box."""
    found = find_rule(rule_id)
    return Clause(found.title, found.cited, found.url) if found else None

