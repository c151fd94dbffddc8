"""回执: number, query code, and what happens until when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from lianxin.foundation.calendars.queries import calendar_for
from lianxin.foundation.rules.loading import Rule
from lianxin.foundation.rules.registry import find_rule
from lianxin.kernel.clocks import explain

from .models import Letter, LetterClock

#: clock -> what it means to the citizen, in the order of time
SAYS = {"review": "审核完毕", "inform": "告诉您是否受理", "answer": "给您答复"}


@dataclass(frozen=True, slots=True)
class Promise:
    """One date that the citizen may hold us to, with its rule and how it was reckoned."""

    says: str
    due: datetime
    rule: Rule | None
    lines: list[str]
    paused: bool = False


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the page shows once. `code` is empty for a letter that has none."""

    letter: Letter
    code: str
    promises: list[Promise]


def receipt_of(letter: Letter, code: str) -> Receipt:
    """The receipt of a letter; the same for the same form sent again."""
    clocks = sensible(LetterClock.objects.filter(case=letter, name__in=SAYS))
    promises = [promise_of(letter, clock, SAYS[clock.name]) for clock in clocks]
    return Receipt(letter, code, sorted(promises, key=lambda p: p.due))


def sensible(clocks: Iterable[LetterClock]) -> list[LetterClock]:
    """Without the word that an answer is coming, when the answer itself is due before it."""
    found = list(clocks)
    answer = next((c.due_at for c in found if c.name == "answer"), None)
    return [c for c in found if answer is None or c.name != "inform" or c.due_at < answer]


def promise_of(letter: Letter, clock: LetterClock, says: str) -> Promise:
    """A clock in words: until when, by which rule, reckoned how."""
    paused = clock.state == LetterClock.PAUSED
    lines = explain(
        calendar_for(letter.org_path), clock.started_at, clock.budget,
        extensions=clock.extension_list(), pauses=clock.pause_list(), now=timezone.now(),
    )  # fmt: skip
    return Promise(says, clock.due_at, find_rule(clock.rule_id), lines, paused)
