"""What the frame of every page is told by the rooms: names and clauses."""

from __future__ import annotations

from functools import cache

from django.conf import settings

from lianxin.foundation.organisations.queries import root_name
from lianxin.foundation.rules.registry import find_rule
from lianxin.ui.registry import Clause, Site


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


def clause(rule_id: str) -> Clause | None:
    """Title, clause and page of a rule for a refusal box."""
    found = find_rule(rule_id)
    return Clause(found.title, found.cited, found.url) if found else None
