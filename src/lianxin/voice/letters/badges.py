"""The number beside 群众留言 in the rail, without asking twice on a page that has counted already."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.utils import timezone

from lianxin.kernel.actor import Actor

from .queries import worklist
from .queries.worklist import Counts

_held: ContextVar[dict[int | None, Counts] | None] = ContextVar("counted_letters", default=None)


@contextmanager
def once() -> Iterator[None]:
    """Inside, piles are counted at most once for a person: by the page and by the rail together."""
    token = _held.set({})
    try:
        yield
    finally:
        _held.reset(token)


@contextmanager
def known(actor: Actor, counts: Counts | None) -> Iterator[None]:
    """While a page is rendered, its counts are also those of the rail."""
    token = _held.set({actor.person_id: counts} if counts is not None else None)
    try:
        yield
    finally:
        _held.reset(token)


def counts_of(actor: Actor, now: datetime) -> Counts:
    """The piles of the actor, counted now unless they were counted for this page already."""
    held = _held.get()
    if held is None:
        return worklist.counts(actor, now)
    if actor.person_id not in held:
        held[actor.person_id] = worklist.counts(actor, now)
    return held[actor.person_id]


def open_letters(actor: Actor) -> int:
    """Letters that wait for somebody within the actor's duties."""
    return counts_of(actor, timezone.now()).total
