"""The ballots of a whole archive: read and proved in chunks, on as many processors as there are.

A chunk is proved in one go, so that memory stays small and the kernel's lanes stay full; what comes back of a ballot is
its credential, its numbers as bytes and what is wrong with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

from gmpy2 import mpz

from .asking import ready
from .ballots import Ballot, check_ballots, read_ballot
from .numbers import Number
from .proofs import Ciphertext
from .questions import Election, read_election
from .texts import MalformedError, fingerprint

#: ballots proved in one go, at least and at most
_SMALL, _CHUNK = 16, 128
#: fewer ballots for each processor are done before other processes have started
_WORTH = 32
_BYTES = 256


#: what reading a text that is no ballot may raise
UNREADABLE = (ValueError, ArithmeticError, KeyError, TypeError)


@dataclass(frozen=True)
class Looked:
    """What the rest of an archive needs to know of a ballot."""

    #: why the text is no ballot of this election; nothing else is known then
    malformed: str | None = None
    #: tracker and the proof that does not hold, empty when all do
    wrong: str = ""
    credential: Number = 0
    #: for each question its ciphertexts, alpha and beta in turn
    numbers: tuple[bytes, ...] = ()

    def pairs(self, place: int) -> tuple[Ciphertext, ...]:
        """The ciphertexts of one question."""
        raw = self.numbers[place]
        sides = [mpz.from_bytes(raw[at : at + _BYTES], "little") for at in range(0, len(raw), _BYTES)]
        return tuple(Ciphertext(alpha, beta) for alpha, beta in zip(sides[::2], sides[1::2], strict=True))


def look(election: str, texts: Sequence[str], prove: Sequence[bool], jobs: int) -> Iterator[list[Looked]]:
    """Chunks of ballots in their order. prove: of which the proofs are computed, the others held before."""
    chunks = _cut(len(texts), jobs)
    _begin(election, texts, prove)
    try:
        if jobs <= 1 or len(texts) < _WORTH * jobs:
            yield from map(_look, chunks)
            return
        # forked: texts and tables are there already, and shared
        with ProcessPoolExecutor(jobs, mp_context=get_context("fork")) as pool:
            try:
                yield from pool.map(_look, chunks)
            finally:
                pool.shutdown(cancel_futures=True)
    finally:
        _HELD.clear()


def _cut(count: int, jobs: int) -> list[range]:
    """Even chunks, a few for each processor so that none waits long for the last."""
    size = max(_SMALL, min(_CHUNK, -(-count // (4 * jobs))))
    return [range(at, min(at + size, count)) for at in range(0, count, size)]


_HELD: list[tuple[Election, Sequence[str], Sequence[bool]]] = []


def _begin(election: str, texts: Sequence[str], prove: Sequence[bool]) -> None:
    """Tables of the election's two bases, before the first ballot."""
    found = read_election(election)
    ready(found.group, found.key)
    _HELD[:] = [(found, texts, prove)]


def _look(places: Sequence[int]) -> list[Looked]:
    election, texts, prove = _HELD[0]
    found: dict[int, Looked] = {}
    ballots: dict[int, Ballot] = {}
    for place in places:
        try:
            ballots[place] = read_ballot(election, texts[place])
        except UNREADABLE as failed:
            found[place] = Looked(malformed=str(failed))
    proved = [place for place in ballots if prove[place]]
    wrongs = dict(zip(proved, check_ballots(election, [ballots[place] for place in proved]), strict=True))
    for place, ballot in ballots.items():
        wrong = wrongs.get(place)
        found[place] = _looked(ballot, f"{ballot.tracker}: {wrong}" if wrong else "")
    return [found[place] for place in places]


def _looked(ballot: Ballot, wrong: str) -> Looked:
    questions = [ballot.pairs(place) for place in range(len(ballot.answers))]
    numbers = [b"".join([_raw(side) for pair in pairs for side in (pair.alpha, pair.beta)]) for pairs in questions]
    return Looked(None, wrong, ballot.credential, tuple(numbers))


def _raw(value: Number) -> bytes:
    """A number; longer only where it is no element of any group, which the proofs have said."""
    return int(value).to_bytes(max(_BYTES, -(-value.bit_length() // 8)), "little")


def wrong_with(election: Election, text: str) -> str:
    """What is wrong with a ballot, empty when it holds."""
    try:
        wrong = check_ballots(election, [read_ballot(election, text)])[0]
    except MalformedError as failed:
        wrong = str(failed)
    return f"{fingerprint(text)}: {wrong}" if wrong else ""
