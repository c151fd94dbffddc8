"""One page of a roster in the time that a page takes, however many people there are (decision 0020)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from lianxin.kernel.actor import Actor

from .headcounts import Heads
from .models import Member
from .queries import Wanted, asked, members
from .words import STAGES

#: who finds more people than this writes one more character; and how far a whole roster is leafed through
MOST, REACH = 2000, 10_000


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page of a roster. total: how many there are, `MOST` when there are more than that; cut: pages end before the
    people do; stages: how many of those asked for stand at each, None when there are more than are counted."""

    rows: list[Member]
    number: int
    last: int
    total: int
    stages: Mapping[str, int] | None
    more: bool = False
    cut: bool = False


def leaf(actor: Actor, wanted: Wanted, number: int, size: int, figures: Heads) -> Leaf:
    """A page in the order of the tree.

    figures: of the same scope; the number of a roster nobody searches in is known from there. What a search finds is
    read to `MOST`: few are sorted here as the database sorts, many are met soon in the order of the tree.
    """
    if not wanted.text and wanted.standing == "active":
        stages = figures.stages
        return _window(
            actor, wanted, number, size, stages[wanted.stage] if wanted.stage else sum(stages.values()), stages
        )
    keys = _keys(actor, wanted)
    counted = Counter(stage for _, stage, _, _ in keys) if len(keys) <= MOST else None
    if counted is None and wanted.stage:
        keys = _keys(actor, wanted, wanted.stage)
    if len(keys) > MOST:
        return _window(actor, wanted, number, size, MOST, counted, more=True)
    fitting = sorted(key for key in keys if wanted.stage in ("", key[1]))
    last, number = _pages(len(fitting), number, size)
    shown = [key[-1] for key in fitting[(number - 1) * size : number * size]]
    known = {stage: counted[stage] for stage in STAGES} if counted is not None else None
    return Leaf(list(members(actor, wanted).filter(pk__in=shown)) if shown else [], number, last, len(fitting), known)


def browse(rows: QuerySet[Member], number: int, size: int) -> Leaf:
    """A page of any list of files in its own order; what is beyond `MOST` is not counted."""
    total = rows.order_by()[: MOST + 1].count()
    more = total > MOST
    last, number = _pages(min(total, MOST), number, size)
    begin = (number - 1) * size
    return Leaf(list(rows[begin : begin + size]), number, last, min(total, MOST), None, more, cut=more)


def _keys(actor: Actor, wanted: Wanted, stage: str = "") -> list[tuple[str, str, str, int]]:
    rows = asked(actor, wanted).filter(stage=stage) if stage else asked(actor, wanted)
    return list(rows.order_by().values_list("organisation__path", "stage", "name", "pk")[: MOST + 1])


def _window(
    actor: Actor,
    wanted: Wanted,
    number: int,
    size: int,
    total: int,
    stages: Mapping[str, int] | None,
    *,
    more: bool = False,
) -> Leaf:
    last, number = _pages(min(total, REACH), number, size)
    begin = (number - 1) * size
    asked_for = members(actor, wanted)
    if wanted.text:  # keys first: one index holds all that is looked at until thirty are found
        keys = list(asked_for.values_list("pk", flat=True)[begin : begin + size])
        rows = list(asked_for.filter(pk__in=keys))
    else:
        rows = list(asked_for[begin : begin + size])
    return Leaf(rows, number, last, total, stages, more, cut=more or total > REACH)


def _pages(total: int, number: int, size: int) -> tuple[int, int]:
    """(the last page, the nearest page to the one asked for)."""
    last = max(1, -(-total // size))
    return last, min(max(number, 1), last)
