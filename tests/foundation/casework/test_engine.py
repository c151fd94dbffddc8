"""The engine by itself: what a flow may declare, what an advance leaves behind, how clocks are swept."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from lianxin.foundation.audit.models import AuditLine
from lianxin.foundation.casework import engine, timers
from lianxin.foundation.casework.flow import Flow, flow_of, register_flow
from lianxin.foundation.notices.models import Notice
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, lock
from lianxin.kernel.actor import SYSTEM
from lianxin.kernel.decision import Denied, Refused
from lianxin.voice.letters import actions, jobs
from lianxin.voice.letters.flow import FLOW
from lianxin.voice.letters.models import Letter, LetterClock
from tests.factories import SHANGHAI, County, Moves, submit

#: a Monday without holidays near it
MONDAY = datetime(2025, 3, 3, 9, 0, tzinfo=SHANGHAI)
DAY = timedelta(days=1)


def later(days: float) -> datetime:
    return MONDAY + days * DAY


def test_a_flow_with_unknown_clocks_or_events_is_not_taken() -> None:
    values = {
        name: getattr(FLOW, name) for name in ("lifecycle", "case", "step", "clock", "is_author", "announce", "alert")
    }
    with pytest.raises(ValueError, match="unknown clocks"):
        register_flow(Flow(**values, clocks={}))
    with pytest.raises(ValueError, match="unknown events"):
        register_flow(Flow(**values, clocks=FLOW.clocks, guards={"fly": lambda actor, case: Denied("不。")}))
    assert flow_of(Letter()) is FLOW


def test_nothing_moves_outside_an_action(county: County) -> None:
    """record() outside an action is a programming error, so no path can change a case without the ledger."""
    letter = submit(county)
    with pytest.raises(RuntimeError, match="outside an action"):
        engine.advance(letter, "urge", actor=county.actor("author"))


def test_a_refused_action_leaves_nothing_behind(county: County, moves: Moves) -> None:
    """The words of an appeal that comes too late are not kept half."""
    letter = moves.play(submit(county), "accept_public")
    lines = AuditLine.objects.unscoped("test").count()
    with pytest.raises(Refused):
        moves.appeal(letter)
    assert letter.messages.count() == 0
    assert AuditLine.objects.unscoped("test").count() == lines
    assert letter.steps.count() == 2


def test_the_step_remembers_who_from_where_and_what(county: County, moves: Moves) -> None:
    letter = moves.play(submit(county), "accept_public assign take")
    step = letter.steps.get(event="take")
    assert (step.source, step.target, step.actor_kind) == ("assigned", "handling", "staff")
    assert step.person_id == county.people["handler"].pk
    assert step.organisation_id == county.office.pk
    assert letter.steps.get(event="assign").public_note == county.office.name


def test_buttons_are_those_of_the_duty_with_grey_reasons(county: County, moves: Moves) -> None:
    letter = moves.play(submit(county, kind="help"), "accept_public assign take")
    shown = {b.event: b.decision for b in engine.buttons(county.actor("approver"), letter)}
    assert set(shown) == {"note", "extend", "confirm_adoption", "return_adoption"}
    assert isinstance(shown["confirm_adoption"], Denied)  # nothing was proposed to be taken up
    assert isinstance(shown["extend"], Denied)
    assert shown["extend"].rule == "PET-04"
    assert not engine.buttons(county.actor("foreign_handler"), letter)
    assert not engine.buttons(county.actor("anonymous"), letter)
    author = {b.event for b in engine.buttons(county.actor("author"), letter)}
    assert author == {"urge", "say_solved", "withdraw", "unpublish", "anonymise", "appeal_private"}


def test_a_stale_page_is_refused_in_plain_words(county: County, moves: Moves) -> None:
    letter = moves.accept_public(submit(county))
    old = Letter.objects.unscoped("test").get(pk=letter.pk)
    moves.supervise(letter)
    with pytest.raises(Refused) as refused:
        moves.assign(old)
    assert refused.value.denied.code == "stale"
    assert refused.value.denied.remedy


def test_an_action_without_a_line_is_undone(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lianxin.foundation.spine.actions.ACTIONS", {})

    @action("test.silent_change")
    def silent(*, actor: object, letter: Letter) -> None:
        letter = lock(letter)
        Letter.objects.unscoped("test").filter(pk=letter.pk).update(title="heimlich")

    letter = submit(county)
    with pytest.raises(RuntimeError, match="without an audit line"):
        silent(actor=SYSTEM, letter=letter)
    assert Letter.objects.unscoped("test").get(pk=letter.pk).title == letter.title


# -- alerts ---------------------------------------------------------------------------------------


def alerted(letter: Letter, name: str) -> LetterClock:
    return LetterClock.objects.get(case=letter, name=name)


def test_each_clock_alerts_once_before_and_once_after_its_day(county: County, moves: Moves) -> None:
    with moment.at(MONDAY):
        letter = moves.play(submit(county, kind="help"), "accept_public assign take")
    due = alerted(letter, "answer").due_at
    assert due.date().isoformat() == "2025-03-10"
    actions.give_alerts(now=later(1))
    assert alerted(letter, "answer").alerts == 0
    actions.give_alerts(now=due - timedelta(hours=14))
    actions.give_alerts(now=due - timedelta(hours=13))
    assert alerted(letter, "answer").alerts == 1
    actions.give_alerts(now=due + DAY)
    actions.give_alerts(now=due + 9 * DAY)
    assert (alerted(letter, "answer").alerts, alerted(letter, "answer").next_alert_at) == (2, None)
    lines = AuditLine.objects.unscoped("test").filter(code="letters.alert", subject=f"letter:{letter.pk}")
    assert lines.count() == 2


def test_the_warning_comes_when_seven_tenths_are_gone(county: County, moves: Moves) -> None:
    """LX-10: of the 60 days and 15 hours until 2 May the first 42 days and 10 hours end on 14 April at 19:30."""
    with moment.at(MONDAY):
        letter = moves.play(submit(county, kind="complain"), "accept_public assign take")
    clock = alerted(letter, "answer")
    assert (timers.warned_from(), clock.due_at.date().isoformat()) == (0.7, "2025-05-02")
    assert clock.next_alert_at is not None
    assert clock.next_alert_at.astimezone(SHANGHAI).isoformat() == "2025-04-15T09:00:00+08:00"


def test_reviewers_are_reminded_of_letters_that_nobody_looked_at(county: County) -> None:
    """LX-02, LX-10: the queue of the reviewers alerts them; when the days are over, those above hear of it too."""
    with moment.at(MONDAY):
        letter = submit(county)
    due = alerted(letter, "review").due_at

    def told(person: str) -> list[str]:
        rows = Notice.objects.filter(person=county.people[person], key__startswith=f"letters:{letter.pk}:alert:")
        return [row.title[:4] for row in rows.order_by("pk")]

    actions.give_alerts(now=due - timedelta(hours=7))
    assert (told("reviewer"), told("reviewer2"), told("leader")) == (["快到期限"], ["快到期限"], [])
    actions.give_alerts(now=due + DAY)
    assert [title[:3] for title in told("reviewer")] == ["快到期", "已超过"]
    assert [title[:3] for title in told("secretary") + told("leader")] == ["已超过"]
    assert told("handler") == []


@pytest.mark.parametrize(("way", "name"), [("submit_reply send_reply", "rating"), ("ask", "supplement")])
def test_nobody_is_late_when_the_citizens_own_time_runs_out(county: County, moves: Moves, way: str, name: str) -> None:
    """LX-04, LX-05: no alarm to reviewers and leaders; who is to add something is reminded once, before."""
    with moment.at(MONDAY):
        letter = moves.play(submit(county, kind="help"), f"accept_public assign take {way}")
    Notice.objects.all().delete()
    due = alerted(letter, name).due_at
    for now in (due - timedelta(hours=13), due + DAY, due + 2 * DAY):
        actions.give_alerts(now=now)
    told = Notice.objects.filter(key__contains=f"letters:{letter.pk}:alert:").values_list("person_id", flat=True)
    assert list(told) == ([county.people["author"].pk] if name == "supplement" else [])


def test_a_ticker_that_stood_still_catches_up_with_one_alert(county: County, moves: Moves) -> None:
    with moment.at(MONDAY):
        letter = moves.play(submit(county, kind="help"), "accept_public assign take")
    actions.give_alerts(now=later(60))
    actions.give_alerts(now=later(61))
    title = Notice.objects.filter(person_id=county.people["handler"].pk, key__contains=f"{letter.pk}:alert:")
    assert title.count() == 1
    assert title.get().title.startswith("已超过期限：答复")


def test_alerts_come_in_working_hours(county: County, moves: Moves) -> None:
    with moment.at(datetime(2025, 9, 26, 9, 0, tzinfo=SHANGHAI)):
        letter = moves.play(submit(county, kind="help"), "accept_public assign take")
    first = alerted(letter, "answer").next_alert_at
    assert first is not None
    assert first.astimezone(SHANGHAI).isoformat() == "2025-10-09T09:00:00+08:00"


def test_no_alert_for_a_clock_that_stands(county: County, moves: Moves) -> None:
    with moment.at(MONDAY):
        letter = moves.play(submit(county, kind="help"), "accept_public assign take ask")
    actions.give_alerts(now=later(5))
    assert alerted(letter, "answer").alerts == 0


def test_the_clock_alone_closes_goes_on_and_escalates(county: County, moves: Moves) -> None:
    """The jobs, twice: what is done is not done again."""
    with moment.at(MONDAY):
        unrated = moves.play(submit(county), "accept_public assign take submit_reply send_reply")
        waiting = moves.play(submit(county), "accept_public assign take ask")
        overdue = moves.play(submit(county, kind="help"), "accept_public assign take")
    for _ in range(2):
        jobs.alerts()
        jobs.by_the_clock()
    states = {x.pk: x for x in Letter.objects.unscoped("test").all()}
    assert (states[unrated.pk].state, states[unrated.pk].rating) == ("closed", None)
    assert states[waiting.pk].state == "handling"
    assert states[overdue.pk].level == 1
    assert states[overdue.pk].steps.filter(event="escalate").count() == 1


def test_the_nearest_promise_is_kept_on_the_case(county: County) -> None:
    with moment.at(MONDAY):
        letter = submit(county, kind="complain")
    clocks = {c.name: c.due_at for c in LetterClock.objects.filter(case=letter)}
    assert set(clocks) == {"review", "inform", "answer"}
    assert (letter.due_at, letter.due_clock) == (clocks["review"], "review")
    assert timers.sweep(FLOW, MONDAY) == 0
