"""R068, V01: counting is a function of what was said, in whatever order; sums hold; the width tells nothing."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from lianxin.democracy.polls import counting
from lianxin.democracy.polls.counting import Ballot, Shape

TEXT = st.text(alphabet="赞成好办实事abc\n\"' ", max_size=30)


@st.composite
def boxes(draw: Any) -> tuple[Shape, list[Ballot]]:
    shape = Shape(draw(st.integers(1, 5)), draw(st.integers(1, 5)), draw(st.integers(1, 4)))
    options = st.lists(st.integers(0, shape.options - 1), unique=True, max_size=min(shape.most, shape.options)).map(
        tuple
    )
    ballots = st.builds(Ballot, st.tuples(*[options] * shape.items), st.just(()), TEXT)
    return shape, draw(st.lists(ballots, max_size=25))


@given(boxes())
def test_the_sum_of_the_options_never_exceeds_the_ballots(box: tuple[Shape, list[Ballot]]) -> None:
    shape, ballots = box
    found = counting.tally_of(ballots, shape)
    assert all(counting.fits(one, shape) for one in ballots)
    assert found.ballots == len(ballots)
    assert counting.adds_up(found, shape)
    for at, row in enumerate(found.counts):
        assert sum(row) == sum(len(one.choices[at]) for one in ballots)
    if shape.most == 1:
        assert counting.blanks(found) == [sum(not one.choices[at] for one in ballots) for at in range(shape.items)]


@given(boxes(), st.randoms())
def test_the_urn_is_the_same_in_every_order(box: tuple[Shape, list[Ballot]], dice: Any) -> None:
    """V01: nothing of the order in which people came is in what is kept."""
    shape, ballots = box
    other = list(ballots)
    dice.shuffle(other)
    assert counting.packed(counting.tally_of(ballots, shape)) == counting.packed(counting.tally_of(other, shape))


@given(boxes(), st.integers(0, 25))
def test_parts_together_are_the_whole(box: tuple[Shape, list[Ballot]], at: int) -> None:
    """Screen and paper beside each other."""
    shape, ballots = box
    parts = [counting.tally_of(ballots[:at], shape), counting.tally_of(ballots[at:], shape)]
    assert counting.merge(parts, shape) == counting.tally_of(ballots, shape)


@given(boxes())
def test_what_is_kept_is_read_again(box: tuple[Shape, list[Ballot]]) -> None:
    shape, ballots = box
    found = counting.tally_of(ballots, shape)
    assert counting.unpacked(counting.packed(found), shape) == found


@given(st.integers(1, 40), st.integers(1, 40), st.integers(0, 10**9), st.integers(0, 10**9))
def test_without_texts_the_width_depends_on_the_questions_alone(items: int, options: int, one: int, other: int) -> None:
    """V02: how long the urn is says neither how many voted nor what."""
    full = [counting.Tally(n, tuple((n,) * options for _ in range(items))) for n in (one, other)]
    assert len({len(counting.packed(tally)) for tally in full}) == 1


@given(st.integers(1, 200_000))
def test_widths_are_powers_of_two(length: int) -> None:
    wide = counting.wide(length)
    assert wide >= max(length, counting.NARROWEST)
    assert wide & (wide - 1) == 0


@given(boxes())
def test_a_ballot_with_too_much_does_not_fit(box: tuple[Shape, list[Ballot]]) -> None:
    shape, _ = box
    assert not counting.fits(Ballot(((0, 0), *[()] * (shape.items - 1))), shape)
    assert not counting.fits(Ballot(((shape.options,), *[()] * (shape.items - 1))), shape)
    assert not counting.fits(Ballot(((),) * (shape.items + 1)), shape)
    too_many = Ballot(((),) * shape.items, written=tuple(map(str, range(shape.most + 1))))
    assert not counting.fits(too_many, shape)
