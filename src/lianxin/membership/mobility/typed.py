"""What the forms say, as the actions take it; the same for the desk and for the person themselves."""

from __future__ import annotations

from typing import Any

from lianxin.foundation.organisations.queries import party_named, party_offered
from lianxin.kernel.decision import Denied, Refused

from . import places
from .actions import Place
from .words import ABROAD

__all__ = ["lists", "place_of"]


def place_of(said: dict[str, Any], kind: str) -> Place:
    """The place that somebody typed. Abroad is kept in words, China by GB/T 2260. Raises Refused with the field."""
    words = said["region"].strip()
    code, place = ("", words) if kind in ABROAD else places.named(words)
    host = None
    if said["host"].strip():
        host = party_named(said["host"])
        if host is None:
            raise Refused(Denied("没有找到这个党组织。", code="unknown", field="host",
                                 remedy="请从列出的里面选；不在本平台的，写在下面一栏。"))  # fmt: skip
    return Place(place=place, region_code=code, address=said["address"], phone=said["phone"], fixed=said["fixed"], host=host,
                 host_name=said["host_name"])  # fmt: skip


def lists() -> dict[str, Any]:
    """What the fields offer while somebody types."""
    return {"regions": places.offered(), "targets": party_offered()}
