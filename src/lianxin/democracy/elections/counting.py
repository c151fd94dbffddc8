"""唱票和计票: what a ballot of persons says, what all of them say, and who is elected. Plain Python, no database.

A ballot is a row of numbers as it comes out of the box: a mark for each candidate (1 赞成, 2 不赞成, 3 弃权, 0 nothing,
which is 弃权), then two numbers for each place in which somebody else can be named (the number on the roll, high byte
first, 0 for nobody). Whether it is valid is judged here on the opened ballot, as over a paper one (ELE-05, ELE-06).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

YES, NO, ABSTAIN = 1, 2, 3
#: values of one place; a number of the roll takes two
BYTE = 256

#: ("c", place among the candidates, from 0) or ("w", number on the roll)
Choice = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is printed on a ballot. others: in how many places somebody else can be named; nameable: by which numbers."""

    candidates: int
    seats: int
    others: int = 0
    nameable: frozenset[int] = frozenset()

    @property
    def length(self) -> int:
        return self.candidates + 2 * self.others


@dataclass(frozen=True, slots=True)
class Reading:
    """A ballot as it was read. void: why it does not count, empty for one that does; unheard: names that do not count."""

    marks: tuple[int, ...] = ()
    named: tuple[int, ...] = ()
    unheard: tuple[int, ...] = ()
    void: str = ""

    @property
    def chosen(self) -> int:
        return self.marks.count(YES) + len(self.named)


def read(values: Sequence[int], sheet: Sheet) -> Reading:
    """Judge one ballot. ValueError when it has another length than the sheet: then it is no ballot of this election."""
    if len(values) != sheet.length:
        raise ValueError(f"{len(values)} numbers instead of {sheet.length}")
    marks = tuple(values[: sheet.candidates])
    if any(mark not in (0, YES, NO, ABSTAIN) for mark in marks):
        return Reading(marks, void="mark")
    rest = values[sheet.candidates :]
    written = [high * BYTE + low for high, low in zip(rest[::2], rest[1::2], strict=True)]
    # somebody else may be named where a candidate was rejected, and only as often (ELE-06); nobody twice
    named: list[int] = []
    unheard: list[int] = []
    for number in (n for n in written if n):
        heard = number in sheet.nameable and number not in named and len(named) < marks.count(NO)
        (named if heard else unheard).append(number)
    found = Reading(marks, tuple(named), tuple(unheard))
    if found.chosen > sheet.seats:
        return Reading(marks, tuple(named), tuple(unheard), void="many")
    return found


@dataclass(frozen=True)
class Tally:
    """Sums of ballots. yes, no, abstain: by candidate; named: votes by number on the roll; void: ballots by reason."""

    ballots: int
    yes: tuple[int, ...]
    no: tuple[int, ...]
    abstain: tuple[int, ...]
    named: Mapping[int, int] = field(default_factory=dict)
    void: Mapping[str, int] = field(default_factory=dict)

    @property
    def valid(self) -> int:
        return self.ballots - sum(self.void.values())

    def votes(self) -> dict[Choice, int]:
        """赞成 for each who got any; candidates without are there with 0."""
        return {("c", at): n for at, n in enumerate(self.yes)} | {("w", number): n for number, n in self.named.items()}

    def __add__(self, other: Tally) -> Tally:
        def both(one: Sequence[int], two: Sequence[int]) -> tuple[int, ...]:
            return tuple(a + b for a, b in zip(one, two, strict=True))

        return Tally(
            self.ballots + other.ballots, both(self.yes, other.yes), both(self.no, other.no),
            both(self.abstain, other.abstain), dict(Counter(self.named) + Counter(other.named)),
            dict(Counter(self.void) + Counter(other.void)),
        )  # fmt: skip


def tally(readings: Iterable[Reading], sheet: Sheet) -> Tally:
    """Count what was read; a void ballot is counted as one and says nothing."""
    rows, found = [[0] * sheet.candidates for _ in range(3)], list(readings)
    named: Counter[int] = Counter()
    for reading in found:
        if not reading.void:
            for at, mark in enumerate(reading.marks):
                rows[(mark or ABSTAIN) - 1][at] += 1
            named.update(reading.named)
    void = Counter(reading.void for reading in found if reading.void)
    return Tally(len(found), tuple(rows[0]), tuple(rows[1]), tuple(rows[2]), dict(named), dict(void))


def adds_up(found: Tally, sheet: Sheet) -> bool:
    """Whether numbers that people counted can be those of ballots."""
    numbers = [*found.yes, *found.no, *found.abstain, *found.named.values(), *found.void.values(), found.ballots]
    rows = zip(found.yes, found.no, found.abstain, strict=True)
    return (
        min(numbers) >= 0
        and len(found.yes) == sheet.candidates
        and found.valid >= 0
        and all(sum(row) == found.valid for row in rows)
        and sum(found.yes) + sum(found.named.values()) <= sheet.seats * found.valid
        and sum(found.named.values()) <= min(sheet.others * found.valid, sum(found.no))
        and set(found.named) <= sheet.nameable
    )


@dataclass(frozen=True, slots=True)
class Outcome:
    """Who is elected, in the order of votes; who is level where too few seats are left; how many seats stay open."""

    elected: tuple[Choice, ...] = ()
    level: tuple[Choice, ...] = ()
    open: int = 0


def decide(found: Tally, *, seats: int, present: int, majority: Fraction, runoff: bool = False) -> Outcome:
    """Who is elected. majority: share of those present that must be exceeded (ELE-03); runoff: those who vote again
    because they were level have it already, more votes are enough (ELE-07).
    """
    votes = found.votes()
    enough = {
        who: n for who, n in votes.items() if (n > 0 if runoff else bool(present) and Fraction(n, present) > majority)
    }
    order = sorted(enough, key=lambda who: (-enough[who], who))
    if len(order) <= seats:
        return Outcome(tuple(order), (), seats - len(order))
    last = enough[order[seats - 1]]
    above = tuple(who for who in order if enough[who] > last)
    at = tuple(who for who in order if enough[who] == last)
    if len(above) + len(at) == seats:
        return Outcome((*above, *at))
    return Outcome(above, at, seats - len(above))


def many_enough(present: int, due: int, quorum: Fraction) -> bool:
    """Whether so many are there that it can begin (ELE-01)."""
    return due > 0 and Fraction(present, due) >= quorum


def least_candidates(seats: int, surplus: Fraction) -> int:
    """So many candidates a 差额 election needs: a part of a person is one (ELE-02)."""
    more = seats * surplus
    return seats + -(-more.numerator // more.denominator)


def stands(returned: int, issued: int) -> bool:
    """Whether it counts: more ballots back than were given out, and the whole vote is void (ELE-04)."""
    return returned <= issued


def carried(yes: int, due: int, majority: Fraction) -> bool:
    """A matter: 赞成 of all who should have come, not of those who came (DEV-15, BR-01)."""
    return due > 0 and Fraction(yes, due) > majority


def named_by(numbers: Collection[int], length: int) -> list[int]:
    """The places of a ballot for somebody else: two numbers each, zeros for nobody. ValueError for too many or too big."""
    if len(numbers) > length or any(not 0 < n < BYTE * BYTE for n in numbers):
        raise ValueError("too many names, or a number that no roll has")
    pairs = [part for number in numbers for part in divmod(number, BYTE)]
    return pairs + [0] * (2 * length - len(pairs))
