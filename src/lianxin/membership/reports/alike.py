"""相似提示: told to the author while they write, reckoned anew each time and kept nowhere (LX-76)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lianxin.foundation.rules.registry import rule
from lianxin.foundation.search.likeness import likeness, weigh
from lianxin.foundation.search.queries import similar
from lianxin.foundation.search.text import stored
from lianxin.kernel.actor import Actor

from . import queries
from .models import Report


@dataclass(frozen=True, slots=True)
class Hint:
    """own: one's own earlier reports with the share (per cent) of the weighty words they have too.

    others, published: whether something that others wrote, or that the house published, is as alike; never which.
    """

    own: tuple[tuple[Report, int], ...] = ()
    others: bool = False
    published: bool = False

    def __bool__(self) -> bool:
        return bool(self.own) or self.others or self.published


def hint(actor: Actor, title: str, body: str, *, but: int | None = None) -> Hint:
    """What the text is like. but: key of the report itself."""
    text = f"{title}\n{body}"
    weights = weigh(text)
    found = rule("LX-76")
    least, many = found.count("alike"), found.count("compared")
    if not weights:
        return Hint()
    own = _alike(weights, queries.own(actor).exclude(pk=but or 0)[:many], least)
    others = _alike(weights, queries.opened(actor)[:many], least)
    published = any(hit.score * 100 >= least for hit in similar(text, audience="public", limit=1))
    return Hint(tuple(own), bool(others), published)


def _alike(weights: dict[str, float], rows: Iterable[Report], least: int) -> list[tuple[Report, int]]:
    scored = [(row, int(likeness(weights, stored(row.title, row.body)) * 100)) for row in rows]
    return sorted(((row, share) for row, share in scored if share >= least), key=lambda pair: -pair[1])
