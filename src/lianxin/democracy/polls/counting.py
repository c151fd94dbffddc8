"""Counting, plain: what a ballot says, what an urn keeps, and how wide it is padded. No Django, no clock.

An urn without names keeps no ballots. It keeps how often each answer was given, the names that were written in and the
short texts, both in the order of their characters. So it is a function of the multiset of what was said: in which order
people came, and which answers stood on one sheet, is nowhere (decision 0022).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

#: bytes of the narrowest urn; wider ones are powers of two
NARROWEST = 2048
#: room for a count, so that the width does not change while counts grow
DIGITS = 10


@dataclass(frozen=True, slots=True)
class Shape:
    """items: how many are asked about; options: how many answers each has; most: answers that one may choose."""

    items: int
    options: int
    most: int = 1


@dataclass(frozen=True, slots=True)
class Ballot:
    """choices: for each item the chosen options; empty: nothing was said about it."""

    choices: tuple[tuple[int, ...], ...]
    written: tuple[str, ...] = ()
    said: str = ""


@dataclass(frozen=True, slots=True)
class Tally:
    """What was counted. counts: item -> option -> how often."""

    ballots: int
    counts: tuple[tuple[int, ...], ...]
    written: tuple[str, ...] = ()
    said: tuple[str, ...] = ()

    @property
    def names(self) -> list[tuple[str, int]]:
        """Names that were written in, the most frequent first, then by their characters."""
        return sorted(Counter(self.written).items(), key=lambda pair: (-pair[1], pair[0]))


def empty(shape: Shape) -> Tally:
    """An urn before the first ballot."""
    return Tally(0, tuple((0,) * shape.options for _ in range(shape.items)))


def fits(ballot: Ballot, shape: Shape) -> bool:
    """Whether each item has at most `most` different options that exist; names that were written in count among them."""
    if len(ballot.choices) != shape.items:
        return False
    for at, chosen in enumerate(ballot.choices):
        written = len(ballot.written) if at == 0 else 0
        if len(set(chosen)) != len(chosen) or len(chosen) + written > shape.most:
            return False
        if not all(0 <= option < shape.options for option in chosen):
            return False
    return True


def add(tally: Tally, ballot: Ballot) -> Tally:
    """The urn with one ballot more."""
    counts = [list(row) for row in tally.counts]
    for row, chosen in zip(counts, ballot.choices, strict=True):
        for option in chosen:
            row[option] += 1
    said = [ballot.said] if ballot.said else []
    return Tally(tally.ballots + 1, tuple(map(tuple, counts)), tuple(sorted([*tally.written, *ballot.written])),
                 tuple(sorted([*tally.said, *said])))  # fmt: skip


def merge(tallies: Iterable[Tally], shape: Shape) -> Tally:
    """Several urns as one: the screen and the paper."""
    whole = empty(shape)
    for one in tallies:
        counts = tuple(
            tuple(a + b for a, b in zip(left, right, strict=True))
            for left, right in zip(whole.counts, one.counts, strict=True)
        )
        whole = Tally(whole.ballots + one.ballots, counts, tuple(sorted([*whole.written, *one.written])),
                      tuple(sorted([*whole.said, *one.said])))  # fmt: skip
    return whole


def adds_up(tally: Tally, shape: Shape) -> bool:
    """No option more often than there are ballots, no item more often than `most` on each of them."""
    if len(tally.counts) != shape.items or any(len(row) != shape.options for row in tally.counts):
        return False
    rows = [(*row, len(tally.written) if at == 0 else 0) for at, row in enumerate(tally.counts)]
    return all(
        min(row, default=0) >= 0
        and max(row[:-1], default=0) <= tally.ballots
        and sum(row) <= shape.most * tally.ballots
        for row in rows
    )


def blanks(tally: Tally) -> list[int]:
    """For each item how many said nothing; right where one answer may be given."""
    return [tally.ballots - sum(row) for row in tally.counts]


def packed(tally: Tally) -> str:
    """The urn as text, padded to a size class. Without texts the size is the same for every number of ballots."""
    numbers = [f"{n:0{DIGITS}d}" for row in tally.counts for n in row]
    body = json.dumps([f"{tally.ballots:0{DIGITS}d}", numbers, tally.written, tally.said], ensure_ascii=True)
    return body + " " * (wide(len(body)) - len(body))


def wide(length: int) -> int:
    """The size class of a length: the next power of two, never under `NARROWEST`."""
    return max(NARROWEST, 1 << (length - 1).bit_length()) if length else NARROWEST


def unpacked(text: str, shape: Shape) -> Tally:
    """Read `packed` again. Raises ValueError for numbers of another shape."""
    ballots, numbers, written, said = json.loads(text)
    if len(numbers) != shape.items * shape.options:
        raise ValueError("an urn of another shape")
    counts = [int(n) for n in numbers]
    rows = tuple(tuple(counts[at * shape.options : (at + 1) * shape.options]) for at in range(shape.items))
    return Tally(int(ballots), rows, tuple(written), tuple(said))


def tally_of(ballots: Sequence[Ballot], shape: Shape) -> Tally:
    """Ballots that stand with a name, counted."""
    whole = empty(shape)
    for ballot in ballots:
        whole = add(whole, ballot)
    return whole
