"""Ways to follow an organisation, for its public pages."""

from __future__ import annotations

from typing import Any

from django import template

from .. import queries

register = template.Library()


@register.inclusion_tag("channels/follow.html")
def follow_organisation(org_path: str) -> dict[str, Any]:
    """``{% follow_organisation page.org_path %}``: newsletter, reminders of the browser, names of public accounts."""
    return {"ways": queries.ways_to_follow(org_path), "links": queries.links_of(org_path) if org_path else []}
