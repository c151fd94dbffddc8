"""A day before, the day, a day after: EDU-06, EDU-07, EDU-08, EDU-11, EDU-12, EDU-13, LX-86, LX-87."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from lianxin.membership.mobility import reckoning
from lianxin.membership.mobility.words import KINDS, MOVABLE

ON = date(2026, 11, 27)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("since", "due"),
    [
        (date(2026, 5, 27), date(2026, 11, 27)),
        (date(2026, 5, 28), date(2026, 11, 28)),
        (date(2026, 8, 31), date(2027, 2, 28)),
        (date(2027, 8, 31), date(2028, 2, 29)),
    ],
)
def test_six_months_in_one_place(since: date, due: date) -> None:
    """EDU-08 and EDU-12: the day itself is the first; a month without such a day ends with its last."""
    assert reckoning.transfer_due("away", since, fixed=True, on=ON) == due
    assert reckoning.counts_from(since, ON) == due
    assert reckoning.lost_on(since, ON) == due, "EDU-06 counts alike"


def test_only_who_stays_in_one_place_of_the_country_is_asked_to_transfer() -> None:
    """EDU-08: 地点相对固定; a relation is not transferred abroad."""
    assert reckoning.transfer_due("away", ON, fixed=False, on=ON) is None
    asked = [kind for kind in KINDS if reckoning.transfer_due(kind, ON, fixed=True, on=ON)]
    assert asked == list(MOVABLE)


def test_contact_with_those_abroad_and_at_home() -> None:
    """EDU-13: every half year abroad; LX-86: every three months in the country; nobody is due who cannot be found."""
    assert reckoning.next_contact("abroad_study", date(2026, 5, 27), ON) == date(2026, 11, 27)
    assert reckoning.next_contact("away", date(2026, 8, 27), ON) == date(2026, 11, 27)
    assert reckoning.next_contact("lost", date(2026, 8, 27), ON) is None


def test_a_school_keeps_a_relation_two_years() -> None:
    """EDU-13: 至多两年; the day two years later is the last."""
    assert reckoning.keep_until("graduate", date(2024, 7, 1), ON) == date(2026, 7, 1)
    assert reckoning.keep_until("away", date(2024, 7, 1), ON) is None


def test_more_than_five_years_abroad() -> None:
    """EDU-07: exactly five years is not more; who settles is asked about at once; work sent abroad is not meant."""
    assert reckoning.stays_abroad_on("abroad_study", date(2021, 11, 27), ON) == date(2026, 11, 28)
    assert reckoning.stays_abroad_on("abroad_settled", date(2026, 11, 1), ON) == date(2026, 11, 1)
    assert reckoning.stays_abroad_on("abroad_work", date(2001, 1, 1), ON) is None


def test_two_years_stopped() -> None:
    """EDU-06."""
    assert reckoning.removed_on(date(2024, 11, 27), ON) == date(2026, 11, 27)
    assert reckoning.removed_on(date(2024, 2, 29), ON) == date(2026, 2, 28)


def test_days_to_answer() -> None:
    """LX-87: seven days after the day of telling."""
    assert reckoning.told_enough(date(2026, 11, 20), ON) == date(2026, 11, 27)


def test_the_narrowing_of_the_search_leaves_nobody_out() -> None:
    """Whoever is over the six months on a day lies before `latest` of that day, also at the ends of months."""
    for day in (date(2026, 8, 27) + DAY * n for n in range(800)):
        on = reckoning.lost_on(day, ON)
        assert day <= reckoning.latest(on, reckoning.months("EDU-06", "suspend", ON)), day


def monthly(first: date, times: int) -> list[date]:
    from lianxin.kernel.clocks import plus_months

    return [plus_months(first, n) for n in range(times)]


@pytest.mark.parametrize(
    ("today", "found"), [(date(2026, 11, 9), False), (date(2026, 11, 10), True), (date(2026, 11, 11), True)]
)
def test_six_months_in_a_row_without_organisational_life(today: date, found: bool) -> None:
    """EDU-11."""
    missed = monthly(date(2026, 5, 10), 6)
    silence = reckoning.silence(missed, [], today)
    assert bool(silence) is found
    if silence:
        assert (silence.since, silence.reached) == (date(2026, 5, 10), date(2026, 11, 10))
        assert len(silence.missed) == 6


def test_taking_part_once_begins_the_counting_anew() -> None:
    """EDU-11: 连续."""
    missed = monthly(date(2026, 1, 10), 10)
    assert reckoning.silence(missed, [date(2026, 6, 1)], ON) is None
    later = reckoning.silence(monthly(date(2026, 1, 10), 12), [date(2026, 3, 1)], ON)
    assert later is not None
    assert later.since == date(2026, 3, 10)


def test_what_happened_on_the_day_of_a_gathering_elsewhere_excuses_that_day() -> None:
    missed = monthly(date(2026, 5, 10), 6)
    assert reckoning.silence(missed, [date(2026, 5, 10)], date(2026, 11, 20)) is None


def test_a_month_without_any_gathering_proves_nothing() -> None:
    """EDU-11: five months with gatherings and one without are no six in a row; the counting begins behind the gap."""
    days = monthly(date(2026, 3, 10), 9)
    assert reckoning.silence([d for d in days if d.month != 6], [], ON) is None
    whole = monthly(date(2026, 1, 10), 10)
    found = reckoning.silence([d for d in whole if d.month != 3], [], ON)
    assert found is not None
    assert found.since == date(2026, 4, 10)


def test_one_long_ago_and_one_now_are_not_six_months() -> None:
    assert reckoning.silence([date(2026, 1, 5), date(2026, 11, 5)], [], ON) is None


@pytest.mark.parametrize(
    ("took_part", "found"), [(date(2026, 11, 9), False), (date(2026, 11, 10), False), (date(2026, 11, 11), True)]
)
def test_taking_part_today_is_known_and_tomorrow_is_not(took_part: date, found: bool) -> None:
    """EDU-11: asked on the tenth: somebody who came the day before or that day is not silent; what is still to come says nothing."""
    missed = monthly(date(2026, 5, 10), 6)
    assert bool(reckoning.silence(missed, [took_part], date(2026, 11, 10))) is found


def test_six_months_stay_six_months_when_nothing_was_held_behind_them() -> None:
    """EDU-11: the counting ends with the sixth month; a hole behind it and a single absence later change nothing."""
    missed = [*monthly(date(2026, 1, 10), 6), date(2026, 9, 10)]
    found = reckoning.silence(missed, [], ON)
    assert found is not None
    assert (found.since, found.reached, len(found.missed)) == (date(2026, 1, 10), date(2026, 7, 10), 6)
