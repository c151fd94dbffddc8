"""Doors on the portal's front to the rooms beside it, which it does not know itself."""

from __future__ import annotations

from lianxin.foundation.organisations.queries import by_paths
from lianxin.kernel.actor import ANONYMOUS
from lianxin.publicity.disclosure.queries import reading as disclosure
from lianxin.publicity.portal.front import Door, Line, register_door
from lianxin.voice.letters.queries import public

MANY = 4


def connect() -> None:
    """Called when the face loads."""
    register_door("letters", Door("刚刚答复", "/letters/", "letter", letters))
    register_door("disclosure", Door("党务公开", "/disclosure/", "paper", disclosed))


def letters(path: str) -> list[Line]:
    """Letters that were answered lately, of one organisation and all below or of everybody."""
    filters = public.Filters(organisation=by_paths([path]).get(path))
    rows = public.listing(filters).filter(answered_at__isnull=False).order_by("-answered_at")[:MANY]
    return [Line(x.title, f"/letters/{x.pk}/", x.answered_at) for x in rows]


def disclosed(path: str) -> list[Line]:
    """What was made public lately."""
    filters = disclosure.Filters(organisation=by_paths([path]).get(path))
    rows = disclosure.listing(ANONYMOUS, filters)[:MANY]
    return [Line(x.title, f"/disclosure/{x.pk}/", x.public_at) for x in rows]
