"""Counting by the election rules: half is not elected, level ones vote again, a ballot that chooses too many is void."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianxin.democracy.elections.counting import (
    ABSTAIN,
    NO,
    YES,
    Outcome,
    Reading,
    Sheet,
    Tally,
    adds_up,
    carried,
    decide,
    least_candidates,
    many_enough,
    named_by,
    read,
    stands,
    tally,
)
from lianxin.foundation.rules.registry import rule

HALF = Fraction(1, 2)


def votes(*yes: int, present: int) -> Tally:
    return Tally(present, yes, tuple(present - n for n in yes), (0,) * len(yes))


@pytest.mark.parametrize(("present", "may"), [(7, False), (8, True), (9, True)])
def test_four_fifths_must_be_there(present: int, may: bool) -> None:
    """ELE-01: of ten, eight may elect and seven may not."""
    assert many_enough(present, 10, rule("ELE-01").share("quorum")) is may


@pytest.mark.parametrize(("due", "least"), [(9, 8), (11, 9), (34, 28), (40, 32)])
def test_four_fifths_of_a_number_that_does_not_divide(due: int, least: int) -> None:
    share = rule("ELE-01").share("quorum")
    assert many_enough(least, due, share)
    assert not many_enough(least - 1, due, share)
    assert not many_enough(0, 0, share)


@pytest.mark.parametrize(("seats", "least"), [(1, 2), (3, 4), (5, 6), (6, 8), (7, 9), (9, 11), (10, 12), (11, 14)])
def test_a_fifth_more_candidates_than_seats(seats: int, least: int) -> None:
    """ELE-02: a part of a person is one."""
    assert least_candidates(seats, rule("ELE-02").share("surplus")) == least


@pytest.mark.parametrize(("yes", "elected"), [(4, False), (5, False), (6, True)])
def test_half_of_those_present_is_not_elected(yes: int, elected: bool) -> None:
    """ELE-03: of ten present, five are not enough and six are."""
    found = decide(votes(yes, 0, present=10), seats=1, present=10, majority=rule("ELE-03").share("majority"))
    assert bool(found.elected) is elected
    assert found.open == (0 if elected else 1)


@pytest.mark.parametrize(("returned", "counts"), [(9, True), (10, True), (11, False)])
def test_more_back_than_given_out_voids_the_vote(returned: int, counts: bool) -> None:
    """ELE-04."""
    assert stands(returned, 10) is counts


@pytest.mark.parametrize(("marks", "void"), [((YES, YES, YES, NO), ""), ((YES, YES, YES, YES), "many")])
def test_a_ballot_for_more_than_there_are_seats_is_void(marks: tuple[int, ...], void: str) -> None:
    """ELE-05: three of three seats count, four do not."""
    assert read(marks, Sheet(4, 3)).void == void


def test_who_is_named_instead_counts_towards_the_seats() -> None:
    """ELE-05 with ELE-06: two approved and one named are three."""
    sheet = Sheet(3, 2, 1, frozenset({40}))
    assert read([YES, YES, NO, 0, 40], sheet).void == "many"
    assert read([YES, NO, NO, 0, 40], sheet) == Reading((YES, NO, NO), (40,))


@pytest.mark.parametrize(
    ("marks", "named"), [((ABSTAIN, YES), ()), ((0, YES), ()), ((YES, YES), ()), ((NO, YES), (300,))]
)
def test_somebody_else_only_where_a_candidate_was_rejected(marks: tuple[int, ...], named: tuple[int, ...]) -> None:
    """ELE-06: 弃权 with a name: the name does not count, the rest does; a number above 255 takes both places."""
    found = read([*marks, 1, 44], Sheet(2, 2, 1, frozenset({300})))
    assert (found.named, found.unheard, found.void) == (named, () if named else (300,), "")


def test_names_that_are_nobody_a_candidate_or_named_twice_are_not_heard() -> None:
    found = read([NO, NO, 0, 7, 0, 7, 0, 9], Sheet(2, 3, 3, frozenset({7})))
    assert (found.named, found.unheard) == ((7,), (7, 9))


def test_a_mark_that_means_nothing_voids_the_ballot_and_another_length_is_none() -> None:
    assert read([4, YES], Sheet(2, 1)).void == "mark"
    with pytest.raises(ValueError, match="instead"):
        read([1], Sheet(2, 1))


def test_those_who_are_level_vote_again_for_the_seats_that_are_left() -> None:
    """ELE-07: 20, 18, 17, 17 for three seats: two are elected, two are level for one; more votes then decide."""
    found = decide(votes(20, 17, 18, 17, present=33), seats=3, present=33, majority=HALF)
    assert found == Outcome((("c", 0), ("c", 2)), (("c", 1), ("c", 3)), 1)
    again = decide(votes(14, 15, present=33), seats=1, present=33, majority=HALF, runoff=True)
    assert again == Outcome((("c", 1),))
    assert decide(votes(15, 15, present=33), seats=1, present=33, majority=HALF, runoff=True).level


def test_level_ones_who_all_fit_are_elected() -> None:
    assert decide(votes(17, 17, 3, present=33), seats=2, present=33, majority=HALF).elected == (("c", 0), ("c", 1))


def test_too_few_over_half_leave_seats_open() -> None:
    """ELE-08: what is left is elected another time, or given up with consent."""
    assert decide(votes(20, 16, 3, present=33), seats=2, present=33, majority=HALF) == Outcome((("c", 0),), (), 1)


def test_who_was_named_instead_can_be_elected() -> None:
    found = Tally(9, (3, 2), (6, 7), (0, 0), {12: 5})
    assert decide(found, seats=1, present=9, majority=HALF).elected == (("w", 12),)


@pytest.mark.parametrize(("yes", "passed"), [(5, False), (6, True)])
def test_a_matter_is_carried_by_those_who_should_have_come(yes: int, passed: bool) -> None:
    """DEV-15: ten should come, eight came: five do not carry it, six do."""
    assert carried(yes, 10, rule("DEV-15").share("majority")) is passed
    assert not carried(0, 0, HALF)


def test_numbers_of_a_name_go_in_and_come_out() -> None:
    assert named_by([7, 300], 3) == [0, 7, 1, 44, 0, 0]
    for wrong in ([0], [65536], [1, 2, 3, 4]):
        with pytest.raises(ValueError, match="roll"):
            named_by(wrong, 3)


SHEETS = st.builds(
    Sheet, st.integers(1, 6), st.integers(1, 5), st.integers(0, 3), st.frozensets(st.integers(1, 600), max_size=5)
)


@st.composite
def boxes(draw: st.DrawFn) -> tuple[Sheet, list[Reading]]:
    sheet = draw(SHEETS)
    marks = st.lists(st.integers(0, 4), min_size=sheet.candidates, max_size=sheet.candidates)
    names = st.lists(st.sampled_from([0, *sorted(sheet.nameable), 601]), min_size=sheet.others, max_size=sheet.others)
    rows = draw(st.lists(st.tuples(marks, names), max_size=40))
    return sheet, [read([*m, *[part for n in ns for part in divmod(n, 256)]], sheet) for m, ns in rows]


@given(boxes())
def test_every_ballot_is_counted_once(box: tuple[Sheet, list[Reading]]) -> None:
    """V03: the sums of every candidate are the valid ballots; counting in two heaps is counting in one."""
    sheet, found = box
    whole = tally(found, sheet)
    assert adds_up(whole, sheet)
    assert whole.ballots == len(found)
    assert tally(found[::2], sheet) + tally(found[1::2], sheet) == whole
    assert all(r.chosen <= sheet.seats for r in found if not r.void)


@given(boxes(), st.integers(0, 60))
def test_nobody_is_elected_by_half_and_no_seat_is_given_twice(box: tuple[Sheet, list[Reading]], absent: int) -> None:
    """ELE-03, ELE-07: over half of those present; whoever is left out has no more votes than who is elected."""
    sheet, found = box
    whole, present = tally(found, sheet), len(found) + absent
    outcome = decide(whole, seats=sheet.seats, present=present, majority=HALF)
    count = whole.votes()
    assert all(2 * count[who] > present for who in (*outcome.elected, *outcome.level))
    assert len(outcome.elected) + outcome.open == sheet.seats
    assert len(outcome.level) != 1
    assert not outcome.level or len(outcome.level) > outcome.open > 0
    assert not set(outcome.elected) & set(outcome.level)
    least = min((count[who] for who in outcome.elected), default=present)
    assert all(n <= least for who, n in count.items() if who not in outcome.elected)
