"""Properties of a whole meeting: a first round, run-offs and further rounds, as `actions.another` lines them up (ELE-03 to ELE-08)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from hypothesis import given
from hypothesis import strategies as st

from lianxin.democracy.elections.counting import Outcome, Sheet, Tally, decide, read, tally
from lianxin.foundation.rules.registry import rule

HALF = rule("ELE-03").share("majority")
#: numbers of the roll; whoever stands has one too
ROLL = range(1, 9)
ROUNDS = 4
SEATS = st.sampled_from([1, 2, 3, 4, 4])

#: how somebody thinks of the others (step, start), how many seats they leave empty, whom they write in, what else is on it
Ballot = tuple[tuple[int, int], int, tuple[int, ...], str]


@dataclass(frozen=True)
class Held:
    """A round as it was held: who stands, in the order of the sheet, and what was decided in numbers of the roll."""

    standing: tuple[int, ...]
    seats: int
    present: int
    runoff: bool
    votes: dict[int, int]
    elected: tuple[int, ...]
    level: frozenset[int]
    open: int


@dataclass
class Box:
    """The ballots of every round and how many did not hand in any."""

    rounds: list[list[Ballot]]
    absent: int
    held: list[Held] = field(default_factory=list)


#: most fill in all seats and reject the rest, so that ties over half of those present are common
BALLOT = st.tuples(
    st.tuples(st.integers(1, 10), st.integers(0, 10)),
    st.sampled_from([0] * 14 + [1, -1]),
    st.sampled_from([()] * 14 + [(7,), (7, 8)]),
    st.sampled_from([""] * 14 + ["abstains", "scribbles"]),
)
BALLOTS = st.lists(BALLOT, min_size=5, max_size=9)
BOXES = st.builds(Box, st.lists(BALLOTS, min_size=ROUNDS, max_size=ROUNDS), st.sampled_from([0, 0, 1]))


def values(ballot: Ballot, standing: Sequence[int], sheet: Sheet) -> list[int]:
    """What somebody fills in on this sheet, whatever the order of its lines; one too many makes it void (ELE-05)."""
    (step, start), empty, names, other = ballot
    ranked = sorted(standing, key=lambda n: (n * step + start) % 11)
    written = [*names, 0, 0][: sheet.others]
    liked = set(ranked[: max(0, sheet.seats - empty - sum(map(bool, written)))])
    rest = {"abstains": 3, "scribbles": 9}.get(other, 2)
    return [1 if n in liked else rest for n in standing] + [part for n in written for part in divmod(n, 256)]


def count(
    standing: Sequence[int], seats: int, ballots: Sequence[Ballot], taken: frozenset[int], *, runoff: bool
) -> Tally:
    """Ballots as they come out of the box for this sheet; in a run-off nobody is written in."""
    others = 0 if runoff else min(2, seats)
    sheet = Sheet(len(standing), seats, others, frozenset(ROLL) - taken - set(standing) if others else frozenset())
    return tally([read(values(ballot, standing, sheet), sheet) for ballot in ballots], sheet)


def hold(
    standing: Sequence[int], seats: int, ballots: Sequence[Ballot], present: int, taken: frozenset[int], *, runoff: bool
) -> Held:
    found = count(standing, seats, ballots, taken, runoff=runoff)
    outcome: Outcome = decide(found, seats=seats, present=present, majority=HALF, runoff=runoff)

    def number(who: tuple[str, int]) -> int:
        return standing[who[1]] if who[0] == "c" else who[1]

    votes = {number(who): n for who, n in found.votes().items()}
    return Held(
        tuple(standing), seats, present, runoff, votes, tuple(number(who) for who in outcome.elected),
        frozenset(number(who) for who in outcome.level), outcome.open,
    )  # fmt: skip


def meeting(box: Box, seats: int, standing: Sequence[int], order: int = 1, turn: int = 0) -> list[Held]:
    """Every round until the seats are full. order: -1 turns the sheet round; turn: how far each heap of ballots is turned."""
    held: list[Held] = []
    now, runoff, left = tuple(standing), False, seats
    for ballots in box.rounds:
        taken = frozenset(n for one in held for n in one.elected)
        heap = [*ballots[turn % len(ballots) :], *ballots[: turn % len(ballots)]]
        held.append(hold(now[::order], left, heap, len(ballots) + box.absent, taken, runoff=runoff))
        last = held[-1]
        taken |= set(last.elected)
        left = last.open
        if last.level:
            now, runoff = tuple(sorted(last.level)), True
        elif left:
            now, runoff = tuple(n for n in ROLL if n not in taken)[: left + 1], False
        if not left or not now:
            break
    return held


@given(BOXES, SEATS)
def test_never_more_than_seats_and_nobody_twice(box: Box, seats: int) -> None:
    """ELE-05, ELE-07, ELE-08: over all rounds; what is elected and what is open are the seats at every moment."""
    found = meeting(box, seats, range(1, seats + 2))
    elected: list[int] = []
    for one in found:
        elected += one.elected
        assert len(set(elected)) == len(elected) <= seats
        assert len(elected) + one.open == seats
        assert not one.level & set(elected)


@given(BOXES, SEATS)
def test_whoever_is_elected_had_over_half_of_those_present(box: Box, seats: int) -> None:
    """ELE-03: in the round itself, of a run-off in the round that made them level; ELE-07: there more votes are enough."""
    found = meeting(box, seats, range(1, seats + 2))
    for at, one in enumerate(found):
        for who in (*one.elected, *one.level):
            first = next(before for before in reversed(found[: at + 1]) if not before.runoff)
            assert 2 * first.votes[who] > first.present, (at, who)
        assert all(one.votes[who] > 0 for who in one.elected)
        if one.runoff:
            assert set(one.elected) | one.level <= found[at - 1].level


@given(BOXES, SEATS)
def test_a_tie_at_the_last_seat_is_nobodys_until_they_vote_again(box: Box, seats: int) -> None:
    """ELE-07: whoever is left out while a seat goes to somebody has fewer votes, or too few; equal votes are treated alike."""
    for one in meeting(box, seats, range(1, seats + 2)):
        for who in one.elected:
            for other, n in one.votes.items():
                if other not in one.elected and n >= one.votes[who]:
                    raise AssertionError((who, other, one))
        assert not one.level or len({one.votes[who] for who in one.level}) == 1
        assert not one.level or len(one.level) > one.open > 0


@given(BOXES, SEATS, st.integers(0, 8))
def test_neither_the_order_of_ballots_nor_of_candidates_decides(box: Box, seats: int, turn: int) -> None:
    """V03, ELE-12: the same ballots in another order, the same names in another order: the same people, round by round."""
    plain = meeting(box, seats, range(1, seats + 2))
    other = meeting(box, seats, range(1, seats + 2), order=-1, turn=turn)
    assert [(set(one.elected), one.level, one.open, one.votes) for one in plain] == [
        (set(one.elected), one.level, one.open, one.votes) for one in other
    ]
    assert [sorted(one.votes[who] for who in one.elected) for one in plain] == [
        sorted(one.votes[who] for who in one.elected) for one in other
    ]
    for one in (*plain, *other):
        assert [one.votes[who] for who in one.elected] == sorted((one.votes[who] for who in one.elected), reverse=True)


def heap(*firsts: int) -> list[Ballot]:
    """Ballots that begin with somebody and go on in the order of the roll."""
    return [((1, 11 - first), 0, (), "") for first in firsts]


def test_a_meeting_of_all_kinds_of_rounds() -> None:
    """ELE-07, ELE-08: all are level, level again, then they are not; the properties above meet such meetings too."""
    circle = heap(1, 2, 3, 4, 1, 2, 3, 4)
    found = meeting(Box([circle, circle, heap(1, 1, 2, 3, 4)], 0), 3, range(1, 5))
    assert [(one.runoff, one.elected, sorted(one.level), one.open) for one in found] == [
        (False, (), [1, 2, 3, 4], 3), (True, (), [1, 2, 3, 4], 3), (True, (1, 2, 3), [], 0),
    ]  # fmt: skip
