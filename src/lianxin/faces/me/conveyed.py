"""What the disclosure room shows inside the Party, on the page of one's own branch (R022)."""

from __future__ import annotations

from lianxin.kernel.actor import Actor
from lianxin.membership.mobility.branch import Told
from lianxin.publicity.disclosure.queries import reading


def told(actor: Actor) -> list[Told]:
    """The newest items that the actor may read there."""
    return [
        Told(item.title, f"/disclosure/{item.pk}/", item.inner_at, item.organisation.short_name)
        for item in reading.inside_of(actor)
        if item.inner_at is not None
    ]
