"""A clock that jumps, forwards and back, in the middle of an election (R067): opening and closing are steps of people, and the order
of ballots is that of the chain, so no ballot is lost, counted twice or let in late, and nothing closes by itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import time_machine

from lianxin.democracy.ballotbox.ballots import fill_in
from lianxin.democracy.ballotbox.credentials import secret_of
from lianxin.democracy.ballotbox.verifying import verify
from lianxin.democracy.elections import actions, box, opening_state, papers, rounds
from lianxin.democracy.elections.actions import Receipt, Standing
from lianxin.democracy.elections.lifecycle import ELECTION
from lianxin.foundation.jobs.registry import PERIODIC, PULSES
from tests.democracy.elections.conftest import NAMES, NOW, Meeting
from tests.democracy.elections.paper_rounds import Make, again_on_paper, counted, refused, seated, yes_of

#: where the clock stands for each ballot: years away, before the opening, long after the close, twice the same second
WHEN = [timedelta(days=days) for days in (3650, -3650, 0, -1, 20_000, 0)]
YES, NO, ABSTAIN = [[1, 0, 0]], [[0, 1, 0]], [[0, 0, 1]]


@contextmanager
def clock(off: timedelta) -> Iterator[None]:
    """The wall of the server is this far from the truth."""
    with time_machine.travel(NOW + off, tick=False):
        yield


def test_a_whole_vote_under_a_clock_that_jumps(meeting: Any) -> None:
    """Keys made together, slips, six ballots, two votes again, the same ballot sent twice, the end, the opening, the file."""
    found: Meeting = meeting(kind="matter", office="", candidates=[Standing("同意修缮活动室")])
    found.announce().sign_in(NAMES)
    with clock(timedelta(hours=-30)):
        found.keys_together(NAMES[5:8], 2)
    with clock(timedelta(hours=9)):
        found.give_slips()
    with clock(timedelta(hours=2)):
        found.do("open_vote")
    late, receipts = filled(found, 7), voted(found)
    links = list(found.row.links.order_by("height"))
    assert [one.height for one in receipts] == list(range(1, 10))
    assert {one.head for one in receipts} == {one.hash for one in links[1:]}
    with clock(timedelta(hours=-1)):  # before it was opened, by this clock
        found.do("close_vote")
    assert found.row.closed_at < found.row.opened_at  # type: ignore[operator]  # both are there
    for off in (timedelta(0), timedelta(minutes=-90), timedelta(days=-3650), timedelta(days=3650)):
        with clock(off):
            assert refused(actions.cast, row=found.row, text=late).code == "late"
            assert opening_state.of(found.row, found.case.scrutineers.all()[0]).step == "decrypt"
    assert found.row.links.filter(kind="Ballot").count() == 9
    with clock(timedelta(days=-1)):
        found.open_box(NAMES[6:8])
        found.do("count")
    assert found.row.result == [[4, 1, 1]], "slips 0 and 4 counted once, by their last ballot"
    report = verify(b"".join(box.file_of(found.row)))
    assert report.complete
    assert report.ballots == 9
    assert found.row.timestamp == f"{int((NOW + timedelta(hours=2)).timestamp())}", "the file knows one moment"


def filled(found: Meeting, at: int) -> str:
    """A ballot of that slip that was not cast."""
    row, election = found.row, box.published(found.row)
    return fill_in(election, secret_of(found.slips[at], row.uuid, election.group), YES).text


def voted(found: Meeting) -> list[Receipt]:
    """Nine ballots of seven slips, the clock elsewhere for each; nothing closes the vote meanwhile."""
    receipts = []
    for at, off in enumerate(WHEN):
        with clock(off):
            receipts.append(found.vote(at, YES))
            [every.function() for name, every in PERIODIC.items() if name.startswith("elections.")]
            assert found.fresh().state == "voting", "no moment closes a vote"
    with clock(timedelta(days=-9000)):
        receipts += [found.vote(0, NO), found.vote(4, ABSTAIN)]
    again = filled(found, 1)
    with clock(timedelta(days=4000)):
        first = actions.cast(row=found.row, text=again)
    with clock(timedelta(days=-4000)):
        assert actions.cast(row=found.row, text=again) == first, "the same ballot is one, whenever it comes"
    return [*receipts, first]


def test_no_step_of_an_election_has_a_clock() -> None:
    """What could open, close or count by itself: nothing starts a term, and the room has one job, for tables that lie about."""
    assert [row.event for row in ELECTION.transitions if row.clocks] == []
    assert [row.event for row in ELECTION.transitions if row.verb == "system"] == ["carried"]
    assert [name for name in (*PERIODIC, *PULSES) if name.startswith("elections.")] == ["elections.sweep"]


def test_the_day_of_the_meeting_is_asked_when_it_begins_and_never_again(meeting: Make) -> None:
    """A clock that is behind says 未到 with the day; one that goes back after the beginning stops nobody."""
    found = meeting().announce()
    with clock(timedelta(days=-1)):
        assert "大会在 2026-11-27" in refused(found.do, "begin").reason
    with clock(timedelta(days=400)):
        assert found.fresh().state == "announced", "the day comes and nothing begins by itself"
    found.sign_in(NAMES)
    with clock(timedelta(days=-1)):
        voter = found.case.voters.get(name=NAMES[0])
        assert actions.check_in(actor=found.world.who("runner"), voter=voter, here=False).here is False


def test_the_line_of_steps_and_the_papers_follow_what_was_done(meeting: Make) -> None:
    """The later count is the one on the paper, also when the clock went back between the two; an approval of tomorrow is none."""
    found = seated(meeting, seats=1, others=0, candidates=[Standing(name) for name in NAMES[:2]])
    found.do("open_vote")
    with clock(timedelta(hours=15)):
        found.do("close_vote")
        counted(found, yes_of(6, 6, of=12), ballots=12)
    assert rounds.round_words(found.row).startswith("2026年11月27日 10:00 至 2026年11月28日 01:00 投票")
    with clock(timedelta(hours=2)):
        found.do("another", names=list(NAMES[:2]))
        again_on_paper(found)
        counted(found, yes_of(8, 4, of=12), ballots=12)
    assert papers.counted_at(found.case) == NOW + timedelta(hours=2)
    steps = list(found.case.steps.order_by("pk").values_list("event", flat=True))
    assert steps[-4:] == ["another", "open", "close", "count"]
    found.do("report")
    with clock(timedelta(days=-1)):
        denied = refused(found.do, "approve", "above", number="1 号", on=NOW.date())
    assert denied.field == "on"
    assert found.do("approve", "above", number="1 号", on=NOW.date()).state == "approved"
