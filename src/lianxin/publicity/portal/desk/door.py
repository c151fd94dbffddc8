"""What every page of the portal's desk does first: who is asking, may they."""

from __future__ import annotations

from wagtail.models import Page

from lianxin.foundation.accounts.desk import actor_of, door, no_duty, to
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Refused, require

from .. import policies

at_desk = door(no_duty("写稿和审稿的同志"))


def item_of(actor: Actor, pk: int) -> Page:
    """An item that the actor's duties reach, as its kind; 404 for every other page (P05)."""
    from ..models import ReviewedPage

    page = Page.objects.filter(pk=pk).first()
    found = page.specific if page is not None else None
    if not isinstance(found, ReviewedPage):
        raise Refused(OUT_OF_SCOPE)
    require(policies.may_read(actor, found))
    return found


__all__ = ["actor_of", "at_desk", "item_of", "to"]
