"""What came of a poll: counted after the end, held back where too few took part (V07, LX-181)."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from typing import Any

from . import counting, policies, urns
from .actions.casting import read
from .counting import Tally
from .models import NamedBallot, PaperCount, Poll


@dataclass(frozen=True, slots=True)
class Result:
    """What is announced. counts: screen and paper together, item -> option -> how often.

    paper: ballots on paper; paper_counts: the same for paper alone, empty where a part would have too few to be shown by
    itself; electorate: people on the roll, 0 where there is none; withheld: too few, nothing else is filled; texts and
    names that were written in are for those who asked, `words` says how many there are.
    """

    ballots: int
    electorate: int
    withheld: bool
    reached: bool
    counts: tuple[tuple[int, ...], ...] = ()
    paper: int = 0
    paper_counts: tuple[tuple[int, ...], ...] = ()
    names: tuple[tuple[str, int], ...] = ()
    said: tuple[str, ...] = ()

    @property
    def turnout(self) -> str:
        """Of the roll; empty where there is none."""
        return f"{self.ballots / self.electorate:.1%}" if self.electorate else ""


def screen(poll: Poll) -> Tally:
    """What was cast here."""
    if poll.nameless:
        return urns.tally(poll)
    rows = NamedBallot.objects.filter(poll=poll).order_by("person_id")
    return counting.tally_of([read(str(row.answers)) for row in rows], poll.shape)


def paper(poll: Poll) -> Tally:
    """What two people counted alike; nothing while they do not agree."""
    counted = [str(row.numbers) for row in PaperCount.objects.filter(poll=poll).order_by("pk")[:2]]
    if len(counted) < 2 or counted[0] != counted[1]:
        return counting.empty(poll.shape)
    return from_numbers(counted[0])


def from_numbers(numbers: str) -> Tally:
    """A count of paper as it is sealed: ballots, counts, names and how often each."""
    ballots, counts, names = json.loads(numbers)
    written = tuple(sorted(name for name, times in names for _ in range(times)))
    return Tally(ballots, tuple(tuple(row) for row in counts), written)


def reckon(poll: Poll) -> Result:
    """Count. Callers ask `policies.may_count` before: the clock has closed."""
    here, there = screen(poll), paper(poll)
    whole = counting.merge((here, there), poll.shape)
    reached = not poll.quorum or whole.ballots * 100 >= poll.quorum * poll.roll_size
    few = policies.few() if poll.nameless else 0
    if whole.ballots <= few or whole.ballots < poll.least:
        return Result(whole.ballots, poll.roll_size, withheld=True, reached=reached)
    apart = bool(there.ballots) and min(here.ballots, there.ballots) > few
    return Result(
        whole.ballots, poll.roll_size, False, reached, whole.counts, there.ballots if apart else 0,
        there.counts if apart else (), tuple(whole.names), whole.said,
    )  # fmt: skip


def kept(result: Result) -> dict[str, Any]:
    """Columns of the poll: numbers as JSON, words sealed."""
    numbers = asdict(result)
    words = {name: numbers.pop(name) for name in ("names", "said")}
    return {"result": numbers, "words": json.dumps(words, ensure_ascii=False)}


def of(poll: Poll) -> Result | None:
    """What was announced, without the words, or None."""
    if poll.result is None:
        return None
    known: dict[str, Any] = dict(poll.result)
    for name in ("counts", "paper_counts"):
        known[name] = tuple(tuple(row) for row in known[name])
    return Result(**known)


def with_words(poll: Poll) -> Result | None:
    """The same with names that were written in and short texts, for those who asked."""
    found = of(poll)
    if found is None or not poll.words:
        return found
    words = json.loads(str(poll.words))
    return replace(found, names=tuple(tuple(pair) for pair in words["names"]), said=tuple(words["said"]))
