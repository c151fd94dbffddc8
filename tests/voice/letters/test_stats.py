"""The public figures: equal to counting by hand, withheld where they would point at somebody, never ranked."""

from __future__ import annotations

import math
from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lianxin.foundation.organisations.models import Organisation
from lianxin.voice.letters.lifecycle import ALIVE, LETTER, OPEN
from lianxin.voice.letters.queries import statistics
from lianxin.voice.letters.queries.moderation import about_letters
from lianxin.voice.letters.queries.statistics import Figures, Period
from lianxin.voice.letters.queries.tally import Tally
from lianxin.voice.letters.words import KINDS, RATINGS, REFUSAL_REASONS
from tests.factories import SHANGHAI, County
from tests.voice.letters.stats_world import CODES, NOW, Row, plant

hours = st.integers(0, 24 * 900).map(lambda n: timedelta(hours=n))
around = st.one_of(st.none(), st.integers(-300, 300).filter(bool).map(lambda n: timedelta(hours=n)))
rows = st.builds(
    Row,
    code=st.sampled_from(CODES), kind=st.sampled_from(list(KINDS)), state=st.sampled_from([s.name for s in LETTER.states]),
    opened=hours, days=st.one_of(st.none(), st.integers(0, 60)), late=st.booleans(),
    rating=st.one_of(st.none(), st.sampled_from(list(RATINGS))), round=st.integers(1, 3), due=around, clock=around,
    refusal=st.sampled_from(["", *REFUSAL_REASONS]),
)  # fmt: skip
periods = st.one_of(
    st.sampled_from(list(statistics.PERIODS)).map(lambda name: statistics.period_of(name, NOW.date())),
    st.integers(2022, 2026).map(statistics.year_of),
)


def within(r: Row, office: Organisation | None, period: Period, county: County) -> bool:
    day = r.at.astimezone(SHANGHAI).date()
    inside = office is None or county.organisations[r.code].org_path.startswith(office.org_path)
    return inside and (not period.since or day >= period.since) and (not period.until or day < period.until)


def rank(values: list[int], share: float) -> int:
    """Nearest rank, as the textbook has it."""
    return sorted(values)[math.ceil(len(values) * share) - 1]


def is_counted(r: Row) -> bool:
    """Withdrawn before any answer does not count; what came after an answer stays in the figures."""
    return r.state != "withdrawn" or r.answered


def by_hand(made: list[Row]) -> dict[str, Any]:
    """The same figures by a slow and obvious way."""
    made = [r for r in made if is_counted(r)]
    answered = [r for r in made if r.answered]
    expired = [r for r in made if not r.answered and r.clock and r.clock < timedelta(0)]
    days, ratings = [r.days for r in answered if r.days is not None], [r.rating for r in answered if r.rating]
    n = len(answered) + len(expired)
    return {
        "received": len(made),
        "answered": len(answered),
        "open": sum(r.state in OPEN for r in made),
        "overdue": sum(r.state in ALIVE and r.due is not None and r.due < timedelta(0) for r in made),
        "refused": sum(r.state == "refused" for r in made),
        "redone": sum(r.round > 1 for r in made),
        "on_time_n": n,
        "on_time": pytest.approx(sum(not r.late for r in answered) / n) if n >= 5 else None,
        "median": rank(days, 0.5) if len(days) >= 5 else None,
        "p90": rank(days, 0.9) if len(days) >= 10 else None,
        "days_n": len(days),
        "rated": len(ratings),
        "satisfied": pytest.approx(sum(x >= 3 for x in ratings) / len(ratings)) if len(ratings) >= 5 else None,
        "unrated": len(answered) - len(ratings),
        "ratings": {level: ratings.count(level) for level in RATINGS} if len(ratings) >= 5 else {},
    }


def told(figures: Figures) -> dict[str, Any]:
    return {name: value for name, value in vars(figures).items() if name not in ("name", "code")}


@given(made=st.lists(rows, max_size=45), period=periods, code=st.sampled_from(["", *CODES]))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), database=None)
def test_the_figures_equal_counting_by_hand(county: County, made: list[Row], period: Period, code: str) -> None:
    office = county.organisations[code] if code else None
    mine = [r for r in made if within(r, office, period, county)]
    with time_machine.travel(NOW, tick=False), transaction.atomic():
        cache.clear()
        plant(county, made)
        assert told(statistics.figures(office, period)) == by_hand(mine)
        board = statistics.board(office, period)
        assert told(board.whole) == by_hand(mine)
        _check_parts(county, board.parts, mine, office)
        kinds = Counter(r.kind for r in mine if is_counted(r))
        assert statistics.by_kind(office, period) == [(label, kinds[kind]) for kind, label in KINDS.items()]
        reasons = Counter(r.refusal for r in mine if r.refusal)
        expected = tuple((label, reasons[c]) for c, label in REFUSAL_REASONS.items() if reasons[c])
        assert about_letters(office, period).refused == expected
        _check_months(county, made, office)
        transaction.set_rollback(True)
    cache.clear()


def _check_parts(county: County, parts: tuple[Figures, ...], mine: list[Row], office: Organisation | None) -> None:
    """The branches below are disjoint, complete, and in the order of the tree."""
    depth = (office.depth if office else 1) + 1
    groups: dict[str, list[Row]] = {}
    for r in mine:
        if is_counted(r):
            groups.setdefault(county.organisations[r.code].org_path[: depth * Organisation.steplen], []).append(r)
    codes = {o.org_path: o.code for o in county.organisations.values()}
    assert [part.code for part in parts] == [codes[path] for path in sorted(groups)]
    assert [told(part) for part in parts] == [by_hand(groups[path]) for path in sorted(groups)]


def _check_months(county: County, made: list[Row], office: Organisation | None) -> None:
    always = Period("", None, None)
    counts = Counter(
        f"{(d := r.at.astimezone(SHANGHAI)).year}年{d.month}月"
        for r in made
        if is_counted(r) and within(r, office, always, county)
    )
    months = statistics.by_month(office)
    assert len(months) == 12
    assert months[-1][0] == "2025年8月"
    assert months == [(label, counts[label]) for label, _ in months]


@given(values=st.lists(st.integers(0, 400), max_size=300), percent=st.integers(1, 100))
def test_percentiles_are_nearest_rank(values: list[int], percent: int) -> None:
    found = Tally(days=Counter(values)).percentile(percent)
    assert found == (sorted(values)[math.ceil(len(values) * percent / 100 - 1e-9) - 1] if values else None)


@pytest.mark.parametrize(
    ("name", "since", "until"),
    [
        ("30d", date(2025, 7, 14), None), ("quarter", date(2025, 7, 1), None), ("year", date(2025, 1, 1), None),
        ("last", date(2024, 1, 1), date(2025, 1, 1)), ("all", None, None), ("unheard-of", date(2025, 7, 14), None),
    ],
)  # fmt: skip
def test_periods(name: str, since: date | None, until: date | None) -> None:
    period = statistics.period_of(name, NOW.date())
    assert (period.since, period.until) == (since, until)


@pytest.mark.parametrize("month", range(1, 13))
def test_a_quarter_begins_with_its_first_month(month: int) -> None:
    since = statistics.period_of("quarter", date(2025, month, 28)).since
    assert since == date(2025, {1: 1, 2: 4, 3: 7, 4: 10}[(month + 2) // 3], 1)
