"""The proofs of many ballots, on as many processors as there are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from .ballots import BallotError, check_ballot, read_ballot
from .questions import Election, read_election
from .texts import MalformedError, fingerprint

_CHUNK = 16


def wrongs(election: str, texts: Sequence[str], jobs: int) -> Iterable[list[str]]:
    """For each chunk of ballots what is wrong with each, empty for those that hold."""
    chunks = [texts[at : at + _CHUNK] for at in range(0, len(texts), _CHUNK)]
    if jobs <= 1 or len(chunks) < jobs:
        _begin(election)
        yield from map(_look, chunks)
        return
    # forked: the tables for the generator and the key are made once and shared
    _begin(election)
    with ProcessPoolExecutor(jobs, mp_context=get_context("fork")) as pool:
        yield from pool.map(_look, chunks)


_ELECTION: list[Election] = []


def _begin(election: str) -> None:
    """Tables of the election's two bases, before the first ballot."""
    found = read_election(election)
    for base in (found.group.g, found.key):
        found.group.fixed(base, 1)
    _ELECTION[:] = [found]


def _look(texts: Sequence[str]) -> list[str]:
    election = _ELECTION[0]
    return [wrong_with(election, text) for text in texts]


def wrong_with(election: Election, text: str) -> str:
    """What is wrong with a ballot, empty when it holds."""
    try:
        check_ballot(election, read_ballot(election, text))
    except (BallotError, MalformedError, ArithmeticError) as wrong:
        return f"{fingerprint(text)}: {wrong}"
    return ""
