"""What a page is called, by its address, and what one may do with what one has just read. Rooms register both.

So a room that lets people name what they mean (a note on what was studied) needs to import none of those whose pages
people name.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit


@dataclass(frozen=True, slots=True)
class Page:
    """A page that everybody may read. url: its one address; kind: ``item`` or ``clause``; source: where it is from."""

    url: str
    title: str
    source: str
    kind: str


#: (path, fragment) -> the page, None when nothing that everybody may read stands there
Finder = Callable[[str, str], Page | None]


@dataclass(frozen=True, slots=True)
class Offer:
    """A link beside what was read. url: with one ``{}`` for the address of the page."""

    label: str
    url: str
    icon: str


_finders: dict[str, Finder] = {}
_offers: dict[str, Offer] = {}


def register_pages(beginning: str, find: Finder) -> None:
    """Let a room name its pages under a beginning of their paths (``/portal/``)."""
    _finders[beginning] = find


def register_offer(key: str, offer: Offer) -> None:
    """Put a link beside everything that can be studied."""
    _offers[key] = offer


def is_address(text: str) -> bool:
    """Whether somebody typed an address and no words."""
    return text.startswith(("/", "http://", "https://")) and not any(c.isspace() for c in text)


def page_of(address: str) -> Page | None:
    """The page at an address of this house (the host does not matter here), with its fragment; None for any other."""
    try:
        parts = urlsplit(address)
        path = unquote(parts.path, errors="strict")
    except ValueError:
        return None
    if "\x00" in path:
        return None
    find = next((found for beginning, found in _finders.items() if path.startswith(beginning)), None)
    return find(path, parts.fragment) if find is not None else None


def offers(address: str) -> list[tuple[str, str, str]]:
    """(label, address, icon) of what one may do with the page at `address`."""
    return [(o.label, o.url.format(quote(address, safe="")), o.icon) for o in _offers.values()]
