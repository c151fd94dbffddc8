"""Real letters go the whole way through the real actions, at their real times; the figures are reckoned a second time.

The file lies outside the repository (it has no licence); without it these tests are skipped.
"""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from lianxin.foundation.spine import moment
from lianxin.kernel.clocks import Period, due_at
from lianxin.kernel.workdays import WorkCalendar, local
from lianxin.voice.letters import actions
from lianxin.voice.letters.importing.reading import Row, read
from lianxin.voice.letters.models import Letter, Reply
from lianxin.voice.letters.words import KINDS
from tests.factories import County, submit

FILE = Path(__file__).resolve().parents[4] / "shared" / "data" / "letters" / "letters_with_replies.csv"
needs_file = pytest.mark.skipif(not FILE.exists(), reason="the shared letters are not on this machine")
#: of the good rows of the file, unless LIANXIN_REPLAY=all
EACH = 24
#: limits of the kinds, written down here once more: LX-14 with HOT-01 and PET-04
LIMIT = {
    "consult": Period(5, "workday"), "help": Period(5, "workday"), "thank": Period(5, "workday"),
    "suggest": Period(60, "day"), "complain": Period(60, "day"),
}  # fmt: skip
#: levels in turn: every fifth letter is rated very bad, and so on
LEVELS = (5, 4, 3, 2, 1)


def rows() -> list[Row]:
    """Good rows with an answer; titles and bodies within LX-11."""
    _, found = read(FILE)
    return [r for r in found if isinstance(r, Row) and r.replied and len(r.title) <= 40 and len(r.body) <= 5000]


def kind_of(number: int) -> str:
    return list(KINDS)[number % len(KINDS)]


class Replay:
    """The people of one town answer everything."""

    def __init__(self, county: County) -> None:
        self.county = county
        names = ("author", "reviewer", "dispatcher", "handler", "approver")
        self.actor = {name: county.actor(name) for name in names}

    def life(self, number: int, row: Row) -> Letter:
        county, who = self.county, self.actor
        with moment.at(row.sent):
            letter = submit(county, kind=kind_of(number), title=row.title, body=row.body)
            letter = actions.take_in(actor=who["reviewer"], letter=letter, public=True, revision=letter.revision)
            letter = actions.assign(
                actor=who["dispatcher"], letter=letter, organisation=county.office, handler=county.posts["handler"],
                revision=letter.revision,
            )  # fmt: skip
            letter = actions.take(actor=who["handler"], letter=letter, revision=letter.revision)
        assert row.replied
        with moment.at(row.replied):
            actions.draft_reply(actor=who["handler"], letter=letter, body=row.reply)
            letter = actions.submit_reply(actor=who["handler"], letter=letter, revision=letter.revision)
            letter = actions.send_reply(actor=who["approver"], letter=letter, revision=letter.revision)
        with moment.at(row.replied + timedelta(hours=1)):
            level = LEVELS[number % len(LEVELS)]
            return actions.rate(actor=who["author"], letter=letter, level=level, solved=level > 3)


def expected(number: int, row: Row) -> tuple[int, bool, str]:
    """(working days, late, state at the end), reckoned from the calendar alone."""
    calendar = WorkCalendar()
    assert row.replied
    days = calendar.workdays_between(local(row.sent).date(), local(row.replied).date())
    late = row.replied > due_at(calendar, row.sent, LIMIT[kind_of(number)])
    level = LEVELS[number % len(LEVELS)]
    return days, late, "callback" if level < 3 else "solved" if level > 3 else "closed"


def replay(county: County, sample: list[tuple[int, Row]]) -> str:
    """Play them, compare each, answer a line of figures."""
    stage, wrong, began = Replay(county), [], time.perf_counter()
    for number, row in sample:
        pk = stage.life(number, row).pk
        letter = Letter.objects.unscoped("test").get(pk=pk)
        found = (letter.answer_days, letter.answer_late, letter.state)
        if found != expected(number, row):
            wrong.append((row.number, found, expected(number, row)))
        assert local(letter.opened_at) == local(row.sent)
        assert letter.answered_at == row.replied
    assert not wrong, wrong[:5]
    return f"{len(sample)} letters in {time.perf_counter() - began:.1f} s"


def figures(sample: list[tuple[int, Row]]) -> dict[str, object]:
    told = [expected(number, row) for number, row in sample]
    hints = Counter(hint["code"] for hints in Reply.objects.values_list("hints", flat=True) for hint in hints)
    return {
        "late": sum(late for _, late, _ in told),
        "median working days": sorted(days for days, _, _ in told)[len(told) // 2],
        "states": dict(Counter(state for *_, state in told)),
        "hints": dict(hints.most_common()),
    }


@needs_file
@pytest.mark.slow
def test_real_letters_in_bulk(county: County, capsys: pytest.CaptureFixture[str]) -> None:
    """The rows of the file (LIANXIN_REPLAY=all, else some of each month); the room's statistics agree with the reckoning."""
    every = list(enumerate(rows()))
    assert len(every) >= 1400
    if os.environ.get("LIANXIN_REPLAY") != "all":
        every = every[::EACH]
    told = replay(county, every)
    late = sum(expected(number, row)[1] for number, row in every)
    answered = Letter.objects.unscoped("test").filter(answered_at__isnull=False)
    assert (answered.count(), answered.filter(answer_late=True).count()) == (len(every), late)
    assert not Reply.objects.exclude(state="sent").exists()
    badly = sum(LEVELS[number % len(LEVELS)] < 3 for number, _ in every)
    assert Letter.objects.unscoped("test").filter(state="callback").count() == badly
    with capsys.disabled():
        sys.stdout.write(f"\n{told}, {figures(every)}\n")


def test_the_second_reckoning_is_right_about_a_known_week() -> None:
    """A Friday before a worked Saturday (11 October 2025): five working days end on the next Friday."""
    friday = local(datetime.fromisoformat("2025-10-10T12:00:00+08:00"))
    assert due_at(WorkCalendar(), friday, LIMIT["help"]).date().isoformat() == "2025-10-16"
