"""Elections that were held once for the whole room."""

from __future__ import annotations

import pytest

from lianxin.democracy.ballotbox.groups import RFC_3526_2048
from tests.democracy.ballotbox.building import MARKED, MARKS, TWO_OF_FOUR, VOTES, YES_OR_NO, Held, prepared


@pytest.fixture(scope="package")
def summed() -> Held:
    """Two questions, weights, a revote, two of three trustees beside the server: with its result."""
    held = prepared([TWO_OF_FOUR, YES_OR_NO], weights=(1, 2, 5), threshold=(3, 2))
    for voter, choices in enumerate(VOTES):
        held.vote(voter, choices)
    held.vote(0, VOTES[1])
    held.open(held.close(), owners=(1, 3, 4))
    return held


@pytest.fixture(scope="package")
def ranked() -> Held:
    """Marks for each candidate, mixed by two, with its result."""
    held = prepared([MARKS], weights=(1, 1, 1, 1), group=RFC_3526_2048)
    for voter, choices in enumerate(MARKED):
        held.vote(voter, choices)
    held.open(held.mix(held.close()), owners=(1, 2))
    return held
