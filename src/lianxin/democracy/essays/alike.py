"""相似提示: told to the author alone, reckoned when they ask and kept nowhere (LX-76)."""

from __future__ import annotations

from dataclasses import dataclass

from lianxin.foundation.rules.registry import rule
from lianxin.foundation.search.likeness import likeness, weigh
from lianxin.foundation.search.queries import similar
from lianxin.foundation.search.text import stored
from lianxin.kernel.actor import Actor

from .models import Work
from .queries import reading


@dataclass(frozen=True, slots=True)
class Hint:
    """own: one's own other works with the share (per cent) of the weighty words they have too. shown, published: whether a
    work on show, or something else that the house published, is as alike; never which."""

    own: tuple[tuple[Work, int], ...] = ()
    shown: bool = False
    published: bool = False

    def __bool__(self) -> bool:
        return bool(self.own) or self.shown or self.published


def hint(actor: Actor, work: Work) -> Hint:
    """What the text is like. Works that others sent and nobody shows are not looked at."""
    text = f"{work.title}\n{work.body}"
    weights = weigh(text)
    if not weights:
        return Hint()
    found = rule("LX-76")
    least, many = found.count("alike"), found.count("compared")
    own = _alike(weights, list(reading.own(actor.person_id).exclude(pk=work.pk).defer(None)[:many]), least)
    on_show = reading.exhibited(actor).exclude(author_id=work.author_id).defer(None)[:many]
    shown = bool(_alike(weights, list(on_show), least))
    published = any(hit.score * 100 >= least for hit in similar(text, audience="public", limit=1))
    return Hint(tuple(own), shown, published)


def _alike(weights: dict[str, float], rows: list[Work], least: int) -> list[tuple[Work, int]]:
    scored = [(row, int(likeness(weights, stored(row.title, row.body)) * 100)) for row in rows]
    return sorted(((row, share) for row, share in scored if share >= least), key=lambda pair: -pair[1])
