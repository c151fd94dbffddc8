"""Slots fire once, whoever ticks; missed slots are made up for by one run."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from cronsim import CronSimError
from hypothesis import given
from hypothesis import strategies as st

from lianxin.foundation.jobs import periodic
from lianxin.foundation.jobs.jobs import housekeeping
from lianxin.foundation.jobs.models import Job, Slot
from lianxin.foundation.jobs.registry import PERIODIC, PULSES, Periodic, Pulse, pulse
from lianxin.foundation.jobs.ticker import Ticker, fire_due, last_slot, next_slot
from lianxin.foundation.jobs.worker import Worker

pytestmark = pytest.mark.django_db
CHINA = ZoneInfo("Asia/Shanghai")
MORNING = datetime(2026, 3, 2, 9, 0, 30, tzinfo=CHINA)
ran: list[str] = []


@pytest.fixture
def daily(monkeypatch: pytest.MonkeyPatch) -> Periodic:
    entry = Periodic("test.daily", "0 9 * * *", lambda: ran.append("daily"))
    monkeypatch.setattr("lianxin.foundation.jobs.ticker.PERIODIC", {entry.name: entry})
    monkeypatch.setattr("lianxin.foundation.jobs.ticker.PULSES", {})
    ran.clear()
    return entry


def test_first_sight_marks_but_does_not_fire(daily: Periodic) -> None:
    assert not fire_due(daily, MORNING)
    assert Slot.objects.get().moment == datetime(2026, 3, 2, 9, tzinfo=CHINA)
    assert Job.objects.count() == 0


def test_slot_fires_once_in_the_time_of_the_installation(daily: Periodic) -> None:
    fire_due(daily, MORNING - timedelta(days=1))
    with time_machine.travel(MORNING.astimezone(UTC), tick=False):
        assert fire_due(daily, MORNING)
        assert not fire_due(daily, MORNING + timedelta(hours=5))
        assert Worker().drain() == 1
    assert ran == ["daily"]


def test_missed_slots_run_once(daily: Periodic) -> None:
    fire_due(daily, MORNING)
    later = MORNING + timedelta(days=3, hours=2)
    with time_machine.travel(later, tick=False):
        assert fire_due(daily, later)
        assert not fire_due(daily, later)
        assert Worker().drain() == 1
    assert ran == ["daily"]


def test_two_tickers_take_turns_without_firing_twice(daily: Periodic) -> None:
    with time_machine.travel(MORNING - timedelta(minutes=1), tick=False) as clock:
        one, two = Ticker(), Ticker()
        one.tick()
        two.tick()
        for _ in range(3):
            clock.shift(timedelta(days=1))
            one.tick()
            two.tick()
        Worker().drain()
    assert ran == ["daily"] * 3


def test_tick_says_how_long_to_sleep(daily: Periodic) -> None:
    with time_machine.travel(MORNING - timedelta(seconds=35), tick=False):
        assert Ticker().tick() == pytest.approx(5, abs=0.5)
    with time_machine.travel(MORNING, tick=False):
        assert Ticker().tick() == 20.0


def test_pulse_that_fails_does_not_stop_the_ticker(monkeypatch: pytest.MonkeyPatch) -> None:
    beats: list[int] = []

    def broken() -> None:
        beats.append(1)
        raise RuntimeError

    pulses = {"a": Pulse("a", 5, broken), "b": Pulse("b", 5, lambda: beats.append(2))}
    monkeypatch.setattr("lianxin.foundation.jobs.ticker.PULSES", pulses)
    monkeypatch.setattr("lianxin.foundation.jobs.ticker.PERIODIC", {})
    ticker = Ticker()
    ticker.tick()
    ticker.tick()
    assert beats == [1, 2], "each once, not again before its time"


@given(
    st.datetimes(datetime(2025, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),
    st.sampled_from(["*/5 * * * *", "0 9 * * *", "17 3 * * 1", "0 0 1 * *", "*/10 * * * * *", "30 8 29 2 *"]),
)
def test_last_and_next_slot_enclose_every_moment(moment: datetime, cron: str) -> None:
    before, after = last_slot(cron, moment), next_slot(cron, moment)
    assert before <= moment < after
    assert next_slot(cron, before) == after


def test_wrong_expressions_and_double_names_are_refused_at_once() -> None:
    with pytest.raises(CronSimError):
        periodic("test.wrong", "61 * * * *")(lambda: None)
    assert "test.wrong" not in PERIODIC
    taken = next(iter(PERIODIC))
    with pytest.raises(ValueError, match="two periodic"):
        periodic(taken, "* * * * *")(lambda: None)


def test_rooms_beside_this_one_are_heard_too() -> None:
    assert "audit.seal" in PULSES
    assert "jobs.housekeeping" in PERIODIC
    with pytest.raises(ValueError, match="two pulses"):
        pulse("audit.seal", 5)(lambda: None)


def test_housekeeping_keeps_the_newest_slot_of_each_name() -> None:
    for days in (100, 50, 40):
        Slot.objects.create(name="test.rare", moment=MORNING - timedelta(days=days))
    with time_machine.travel(MORNING, tick=False):
        housekeeping()
    assert [slot.moment for slot in Slot.objects.filter(name="test.rare")] == [MORNING - timedelta(days=40)]
