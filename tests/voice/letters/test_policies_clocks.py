"""Deadlines of letters at their edges: a second before, at, and after (PET-02, PET-04, HOT-01, LX-14).

All dates stand in calendars that people can check; nothing here asks the clock engine what is right.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from lianxin.foundation.casework.engine import may
from lianxin.foundation.rules.registry import rule
from lianxin.foundation.spine import moment
from lianxin.kernel.decision import Refused
from lianxin.voice.letters import actions
from lianxin.voice.letters.models import Letter, LetterClock
from tests.factories import SHANGHAI, County, Moves, submit

SECOND = timedelta(seconds=1)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


#: 2025-09-29 is a Monday; 1 to 8 October are off, 28 September and 11 October (Sunday, Saturday) are worked
MONDAY = at("2025-09-29 16:20:00")


def clock(letter: Letter, name: str) -> LetterClock:
    return LetterClock.objects.filter(case=letter, name=name).latest("id")


def received(county: County, kind: str, when: datetime = MONDAY) -> Letter:
    with moment.at(when):
        return submit(county, kind=kind)


@pytest.mark.parametrize(
    ("kind", "rule_id", "due"),
    [
        # five working days after Monday: 30 September, then 9, 10, 11 (made-up Saturday) and 13 October
        ("consult", "HOT-01", "2025-10-13 23:59:59"),
        ("help", "HOT-01", "2025-10-13 23:59:59"),
        ("thank", "HOT-01", "2025-10-13 23:59:59"),
        # sixty days after 29 September: 28 November
        ("suggest", "PET-04", "2025-11-28 23:59:59"),
        ("complain", "PET-04", "2025-11-28 23:59:59"),
    ],
)
def test_each_kind_of_letter_has_its_own_clock(county: County, kind: str, rule_id: str, due: str) -> None:
    """LX-14: the answer clock starts with the submission, over the National Day holidays."""
    found = clock(received(county, kind), "answer")
    assert (found.rule_id, found.due_at, found.started_at) == (rule_id, at(due), MONDAY)


def test_the_office_says_within_fifteen_days_whether_it_takes_the_letter(county: County, moves: Moves) -> None:
    """PET-02: 15 days after 29 September end with 14 October."""
    due = at("2025-10-14 23:59:59")
    for late, when in ((False, due - SECOND), (False, due), (True, due + SECOND)):
        letter = received(county, "suggest")
        assert clock(letter, "inform").due_at == due
        with moment.at(when):
            letter = moves.accept_public(letter)
        assert (clock(letter, "inform").state, clock(letter, "inform").late) == ("stopped", late)


@pytest.mark.parametrize(("kind", "due"), [("help", "2025-10-13 23:59:59"), ("complain", "2025-11-28 23:59:59")])
def test_an_answer_is_late_one_second_after_its_day(county: County, moves: Moves, kind: str, due: str) -> None:
    """HOT-01, PET-04: the last second of the last day is in time; the record keeps it."""
    for late, when in ((False, at(due) - SECOND), (False, at(due)), (True, at(due) + SECOND)):
        letter = received(county, kind)
        with moment.at(MONDAY + timedelta(minutes=5)):
            letter = moves.play(letter, "accept_public assign take submit_reply")
        with moment.at(when):
            letter = moves.send_reply(letter)
        assert letter.answer_late is late
        assert clock(letter, "answer").late is late


def test_the_long_clock_is_extended_once_with_its_reason_told(county: County, moves: Moves) -> None:
    """PET-04: 30 days more, once, and the citizen reads why."""
    with moment.at(MONDAY):
        letter = moves.play(submit(county, kind="complain"), "accept_public assign take")
        with pytest.raises(Refused) as refused:
            actions.extend(actor=county.actor("approver"), letter=letter, reason="  ", revision=letter.revision)
        assert (refused.value.denied.code, refused.value.denied.field) == ("empty", "reason")
        letter = moves.extend(letter)
        assert clock(letter, "answer").due_at == letter.due_at == at("2025-12-28 23:59:59")
        assert letter.steps.get(event="extend").public_note == "配件要从外地调运"
        with pytest.raises(Refused) as refused:
            moves.extend(letter)
        assert (refused.value.denied.code, refused.value.denied.rule) == ("once", "PET-04")


@pytest.mark.parametrize(("late", "code"), [(timedelta(0), ""), (SECOND, "too_late")])
def test_what_is_late_is_not_extended_into_time(county: County, moves: Moves, late: timedelta, code: str) -> None:
    """PET-04: a term is made longer as long as it runs; afterwards every late answer would come to be in time."""
    with moment.at(MONDAY):
        letter = moves.play(submit(county, kind="complain"), "accept_public assign take")
    with moment.at(clock(letter, "answer").due_at + late):
        decision = may(county.actor("approver"), letter, "extend")
    assert (bool(decision), getattr(decision, "code", ""), getattr(decision, "rule", "PET-04")) == (
        not code, code, "PET-04",
    )  # fmt: skip


def test_a_hotline_matter_is_never_extended(county: County, moves: Moves) -> None:
    letter = moves.play(submit(county, kind="help"), "accept_public assign take")
    with pytest.raises(Refused) as refused:
        moves.extend(letter)
    assert (refused.value.denied.code, refused.value.denied.rule) == ("no_extension", "PET-04")


def test_nothing_but_an_answer_stops_the_answer_clock(county: County, moves: Moves) -> None:
    """Acknowledged, forwarded, transferred, sent back, urged, supervised: facts on the way, the clock runs."""
    with moment.at(MONDAY):
        letter = moves.play(submit(county, kind="complain"), "accept_public assign take")
    promised = clock(letter, "answer")
    with moment.at(MONDAY + timedelta(days=1)):
        for event in [
            "acknowledge",
            "forward",
            "progress",
            "add_cohandler",
            "urge",
            "supervise",
            "send_back",
            "assign",
            "transfer",
        ]:
            letter = moves.do(event, letter)
            now = clock(letter, "answer")
            assert (now.pk, now.state, now.due_at) == (promised.pk, "running", promised.due_at), event
    assert letter.acknowledged_at
    assert letter.forwarded_at
    assert letter.answered_at is None
    assert letter.solved_at is None


@pytest.mark.parametrize(("end", "in_time", "late"), [("say_solved", False, True), ("merge", None, True)])
def test_a_promise_that_ended_without_an_answer_was_kept_or_broken(
    county: County, moves: Moves, end: str, in_time: bool | None, late: bool
) -> None:
    """Solved in time is in time; a late letter that is merged away stays late in the figures."""
    for after, expected in ((timedelta(0), in_time), (SECOND, late)):
        with moment.at(MONDAY):
            letter = moves.play(submit(county, kind="complain"), "accept_public assign take")
        with moment.at(clock(letter, "answer").due_at + after):
            letter = moves.do(end, letter)
        letter.refresh_from_db()
        assert (letter.answer_late, letter.answered_at) == (expected, None)
    # a pause that still ran when the citizen said so is no lateness
    with moment.at(MONDAY):
        letter = moves.play(submit(county, kind="complain"), "accept_public assign take ask")
    with moment.at(clock(letter, "answer").due_at + timedelta(days=1)):
        assert moves.say_solved(letter).answer_late is False


def test_a_reply_and_the_citizens_own_word_stop_it(county: County, moves: Moves) -> None:
    answered = moves.play(submit(county), "accept_public assign take submit_reply send_reply")
    solved = moves.play(submit(county), "accept_public assign say_solved")
    assert clock(answered, "answer").state == clock(solved, "answer").state == "stopped"
    assert (answered.solved_at, solved.answered_at) == (None, None)
    assert answered.answered_at
    assert solved.solved_at


def test_the_clock_pauses_only_while_the_office_waits_for_the_citizen(county: County, moves: Moves) -> None:
    """Three midnights of waiting are three days more; the rest of the way takes nothing out."""
    with moment.at(MONDAY):
        letter = moves.play(submit(county, kind="complain"), "accept_public assign take")
    with moment.at(at("2025-09-30 17:00:00")):
        letter = moves.ask(letter)
        assert clock(letter, "answer").state == "paused"
        assert letter.due_clock != "answer"
    with moment.at(at("2025-10-03 08:00:00")):
        letter = moves.supplement(letter)
    assert clock(letter, "answer").due_at == letter.due_at == at("2025-12-01 23:59:59")
    assert clock(letter, "supplement").state == "stopped"


def test_a_transfer_while_waiting_lets_the_clock_run_again(county: County, moves: Moves) -> None:
    with moment.at(MONDAY):
        letter = moves.play(submit(county, kind="complain"), "accept_public assign take ask")
    with moment.at(MONDAY + timedelta(days=2)):
        letter = moves.transfer(letter)
    assert clock(letter, "answer").state == "running"
    assert clock(letter, "answer").started_at == MONDAY
    assert clock(letter, "answer").due_at == at(
        "2025-11-29 23:59:59"
    )  # only the 30th is taken out; the first day never counts


def test_what_the_citizen_never_sent_is_waited_for_fifteen_days(county: County, moves: Moves) -> None:
    """LX-05: afterwards the clock goes on with what is there."""
    with moment.at(MONDAY):
        letter = moves.play(submit(county, kind="complain"), "accept_public assign take ask")
    assert clock(letter, "supplement").due_at == at("2025-10-14 23:59:59")
    with moment.at(at("2025-10-15 00:00:00")):
        letter = moves.no_supplement(letter)
    assert (letter.state, clock(letter, "answer").state) == ("handling", "running")
    assert clock(letter, "answer").due_at == at("2025-12-13 23:59:59")


def test_a_new_round_has_fifteen_working_days(county: County, moves: Moves) -> None:
    """HCP-01: redone or opened again, the rework clock starts; the answer clock stays stopped."""
    with moment.at(MONDAY):
        redone = moves.play(submit(county), "accept_public assign take submit_reply send_reply rate_bad redo")
        opened = moves.play(submit(county), "accept_public assign take submit_reply send_reply rate_good reopen")
    for letter in (redone, opened):
        found = clock(letter, "rework")
        # 30 September, 9 10 11, 13-17, 20-24 October make fourteen, the fifteenth is the 27th
        assert (found.rule_id, found.due_at) == ("HCP-01", at("2025-10-27 23:59:59"))
        assert letter.due_at == found.due_at
        assert clock(letter, "answer").state == "stopped"
        assert letter.round == 2


@pytest.mark.parametrize(
    ("name", "road", "rule_id", "due"),
    [
        # 30 September and 9 October are the two working days after Monday
        ("review", "", "LX-02", "2025-10-09 23:59:59"),
        ("dispatch", "accept_public", "LX-03", "2025-09-30 23:59:59"),
        ("callback", "accept_public assign take submit_reply send_reply rate_bad", "LX-06", "2025-10-13 23:59:59"),
    ],
)
def test_the_house_gives_its_own_steps_a_day_too(
    county: County, moves: Moves, name: str, road: str, rule_id: str, due: str
) -> None:
    """LX-02, LX-03, LX-06: review, dispatch and call-back end with their day, over the holidays."""
    letter = received(county, "help")
    with moment.at(MONDAY + timedelta(minutes=5)):
        letter = moves.play(letter, road) if road else letter
    found = clock(letter, name)
    assert (found.rule_id, found.due_at, found.state) == (rule_id, at(due), "running")


@pytest.mark.parametrize(("after", "late"), [(-SECOND, False), (timedelta(), False), (SECOND, True)])
def test_a_letter_dispatched_a_second_after_its_day_was_dispatched_late(
    county: County, moves: Moves, after: timedelta, late: bool
) -> None:
    """LX-03: the last second of the last day is in time."""
    letter = received(county, "help")
    with moment.at(MONDAY + timedelta(minutes=5)):
        letter = moves.accept_public(letter)
    with moment.at(at("2025-09-30 23:59:59") + after):
        letter = moves.assign(letter)
    assert (clock(letter, "dispatch").state, clock(letter, "dispatch").late) == ("stopped", late)


def test_the_figures_are_those_of_the_rules() -> None:
    """If a regulation changes, these dates must be reckoned anew; this says which."""
    wanted = {
        ("PET-02", "inform"): (15, "day"), ("PET-03", "return"): (5, "workday"), ("PET-04", "finish"): (60, "day"),
        ("PET-04", "extension"): (30, "day"), ("HOT-01", "answer"): (5, "workday"), ("HCP-01", "rework"): (15, "workday"),
        ("LX-01", "appeal"): (5, "workday"), ("LX-04", "reopen"): (30, "day"), ("LX-05", "wait"): (15, "day"),
    }  # fmt: skip
    for (rule_id, figure), (amount, unit) in wanted.items():
        period = rule(rule_id, on=MONDAY.date()).period(figure)
        assert (period.amount, period.unit) == (amount, unit)
