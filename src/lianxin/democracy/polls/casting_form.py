"""The ballot on the screen, item by item, without JavaScript and without anything kept on the way: what was chosen before
travels in the form itself, and only the last press counts it. No draft on the device, no cache (interface: ballots)."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import QueryDict

from .counting import Ballot
from .models import Poll


@dataclass(frozen=True, slots=True)
class Line:
    """One answer as the page shows it. value: as it is sent."""

    value: str
    words: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Question:
    """One item. name: of its fields; lines: its answers."""

    name: str
    number: int
    words: str
    lines: tuple[Line, ...]

    @property
    def picked(self) -> list[Line]:
        return [line for line in self.lines if line.chosen]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What was sent so far. at: the item that is asked now; the number of items: the look before sending."""

    poll: Poll
    ballot: Ballot
    at: int
    whole: bool = False

    @property
    def questions(self) -> list[Question]:
        return [
            Question(f"a{at}", at + 1, item, tuple(
                Line(str(place), words, place in self.ballot.choices[at]) for place, words in enumerate(self.poll.options)
            ))
            for at, item in enumerate(self.poll.items)
        ]  # fmt: skip

    @property
    def asked(self) -> list[Question]:
        """What this page asks."""
        if self.last:
            return []
        return self.questions if self.whole else [self.questions[self.at]]

    @property
    def carried(self) -> list[tuple[str, str]]:
        """(field, value) of everything else."""
        here = {question.name for question in self.asked}
        found = [(q.name, line.value) for q in self.questions if q.name not in here for line in q.picked]
        if not self.words_here:
            found += [("written", name) for name in self.ballot.written]
            found += [("said", self.ballot.said)] if self.ballot.said else []
        return found + ([("whole", "1")] if self.whole else [])

    @property
    def last(self) -> bool:
        """The look before sending."""
        return self.at >= len(self.poll.items)

    @property
    def words_here(self) -> bool:
        """Names and the sentence are asked beside the last item."""
        return not self.last and (self.whole or self.at == len(self.poll.items) - 1)

    @property
    def written_text(self) -> str:
        return "\n".join(self.ballot.written)


def sheet_of(poll: Poll, data: QueryDict, ballot: Ballot | None = None) -> Sheet:
    """The page that was asked for. Values that are no numbers are left out; the action judges the rest.

    ballot: what somebody said before in a poll with names, shown while nothing was sent.
    """
    at = data.get("at", "0")
    here = int(at) if at.isascii() and at.isdecimal() and len(at) < 4 else 0
    whole = data.get("whole") == "1" or len(poll.items) == 1
    sent = ballot_of(poll, data) if data.get("at") is not None or ballot is None else ballot
    go = data.get("go", "")
    step = len(poll.items) if whole else 1
    if go == "next":
        here += step
    elif go == "back":
        here -= step
    return Sheet(poll, sent, max(0, min(here, len(poll.items))), whole)


def ballot_of(poll: Poll, data: QueryDict) -> Ballot:
    """What was chosen and written."""
    choices = tuple(
        tuple(sorted({int(v) for v in data.getlist(f"a{at}") if v.isascii() and v.isdecimal() and len(v) < 4}))
        for at in range(len(poll.items))
    )
    names = [line.strip() for text in data.getlist("written") for line in text.splitlines() if line.strip()]
    said = data.get("said", "").replace("\r\n", "\n").strip()
    return Ballot(choices, tuple(names), said)
