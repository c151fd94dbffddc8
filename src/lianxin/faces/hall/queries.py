"""What runs now in the rooms of democracy and in the contests, each asked for what the reader may see (R070, R076)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.core.cache import cache

from lianxin.democracy.cards import Card
from lianxin.democracy.consultations import queries as consultations
from lianxin.democracy.elections import queries as elections
from lianxin.democracy.essays import queries as essays
from lianxin.democracy.forum import queries as forum
from lianxin.democracy.interviews.queries import talks
from lianxin.democracy.polls import queries as polls
from lianxin.foundation.audit.queries import newest
from lianxin.kernel.actor import ANONYMOUS, Actor
from lianxin.learning.contests import queries as contests

KEPT = 5
#: cards of one room on this page; the room's own list has all of them
MOST = 6
Ask = Callable[[Actor, int], list[Card]]


@dataclass(frozen=True, slots=True)
class Door:
    """A room: its word, what one does there, its list. inside: only for those who are signed in."""

    key: str
    label: str
    said: str
    url: str
    icon: str
    ask: Ask
    inside: bool = False


def _contests(actor: Actor, limit: int) -> list[Card]:
    """Contests in the shape of the other rooms; never how many took part, which would urge people on."""
    return [
        Card("contests", one.title, one.url, one.organisation, one.opens_at, one.closes_at, one.state_words, None, "", one.audience)
        for one in contests.open_now(actor, limit)
    ]  # fmt: skip


DOORS = [
    Door(
        "consultations",
        "意见征集与议题",
        "定下来之前先问大家；大家的提议也有回音",
        "/consult/",
        "letter",
        consultations.open_cards,
    ),
    Door("forum", "议事与讨论", "一个话题大家说，组织回应，结束有小结", "/forum/", "pen", forum.open_cards),
    Door("polls", "投票与测评", "不是选举：表决、推荐、评价，结束以后公布结果", "/polls/", "check", polls.open_cards),
    Door(
        "elections",
        "选举",
        "在会场里无记名投票，谁都可以核对",
        "/elections/",
        "lock",
        elections.open_cards,
        inside=True,
    ),
    Door("talks", "在线访谈", "把问题交给请来的同志，当场或会后回答", "/talks/", "people", talks.open_cards),
    Door(
        "essays",
        "征文与征稿",
        "写一篇，评委不看作者；选的是作品，每篇都有回音",
        "/essays/",
        "open-book",
        essays.open_cards,
    ),
    Door("contests", "知识竞赛", "练习不留记录，成绩只给自己看，不排名次", "/contests/", "cap", _contests),
]


@dataclass(frozen=True, slots=True)
class Shelf:
    """A room with its cards."""

    door: Door
    cards: tuple[Card, ...]


def shelves(actor: Actor) -> list[Shelf]:
    """Every room with what is open in it, for this reader.

    What everybody sees is asked again as soon as anything was done in the house: what is taken down stands nowhere a
    moment later. The clock opens and closes things without anybody doing something, so it is kept for seconds only.
    """
    if actor.person_id is not None:
        return _asked(actor)
    key = f"hall.cards:{newest()}"
    kept: dict[str, tuple[Card, ...]] | None = cache.get(key)
    if kept is None:
        kept = {shelf.door.key: shelf.cards for shelf in _asked(ANONYMOUS)}
        cache.set(key, kept, KEPT)
    return [Shelf(door, kept.get(door.key, ())) for door in DOORS if not door.inside]


def _asked(actor: Actor) -> list[Shelf]:
    seen = [door for door in DOORS if actor.person_id is not None or not door.inside]
    return [Shelf(door, tuple(door.ask(actor, MOST))) for door in seen]


def running(most: int) -> list[Card]:
    """The first cards that everybody sees, one room after another in turn, for the home page."""
    rows = [list(shelf.cards) for shelf in shelves(ANONYMOUS)]
    found: list[Card] = []
    while any(rows) and len(found) < most:
        for row in rows:
            if row and len(found) < most:
                found.append(row.pop(0))
    return found
