"""The public figures: equal to counting by hand, withheld where they would point at somebody, never ranked."""

from __future__ import annotations

import csv
import io
import math
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lianxin.foundation.organisations.models import Organisation
from lianxin.voice.letters.lifecycle import ALIVE, LETTER, OPEN
from lianxin.voice.letters.models import Letter, LetterClock, Review
from lianxin.voice.letters.queries import statistics, yearly
from lianxin.voice.letters.queries.statistics import Figures, Period
from lianxin.voice.letters.queries.tally import Tally
from lianxin.voice.letters.words import KINDS, RATINGS, REFUSAL_REASONS
from tests.factories import SHANGHAI, County, Moves, submit

#: a Wednesday in the middle of a quarter
NOW = datetime(2025, 8, 13, 12, 0, tzinfo=SHANGHAI)
CODES = ("QS", "QS-U1", "QS01", "QS01-U1", "QS01-U2", "QS02", "QS02-U1")


@dataclass(frozen=True)
class Row:
    """What one letter brings to the figures."""

    code: str
    kind: str
    state: str
    opened: timedelta
    days: int | None
    late: bool
    rating: int | None
    round: int
    due: timedelta | None
    clock: timedelta | None
    refusal: str

    @property
    def at(self) -> datetime:
        return NOW - self.opened

    @property
    def answered(self) -> bool:
        return self.days is not None


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


def plant(county: County, made: list[Row]) -> None:
    """The rows straight into the tables: what the figures see, whether or not a life could lead there."""
    letters = Letter.objects.bulk_create(
        Letter(
            kind=r.kind, state=r.state, title="题", body="文", opened_at=r.at,
            received_by=county.town, organisation=county.organisations[r.code],
            org_path=county.organisations[r.code].org_path,
            answered_at=r.at + timedelta(days=1) if r.answered else None, answer_days=r.days,
            answer_late=r.late if r.answered else None, rating=r.rating if r.answered else None, round=r.round,
            due_at=NOW + r.due if r.due else None,
        )
        for r in made
    )  # fmt: skip
    LetterClock.objects.bulk_create(
        LetterClock(
            case=x, name="answer", label="答复", rule_id="HOT-01", rule_version="1", amount=1, unit="workday",
            started_at=x.opened_at, due_at=NOW + r.clock, state="running",
        )
        for x, r in zip(letters, made, strict=True) if r.clock
    )  # fmt: skip
    Review.objects.bulk_create(
        Review(letter=x, decision="refuse", reason=r.refusal, created_at=r.at)
        for x, r in zip(letters, made, strict=True)
        if r.refusal
    )


def within(r: Row, office: Organisation | None, period: Period, county: County) -> bool:
    day = r.at.astimezone(SHANGHAI).date()
    inside = office is None or county.organisations[r.code].org_path.startswith(office.org_path)
    return inside and (not period.since or day >= period.since) and (not period.until or day < period.until)


def rank(values: list[int], share: float) -> int:
    """Nearest rank, as the textbook has it."""
    return sorted(values)[math.ceil(len(values) * share) - 1]


def by_hand(made: list[Row]) -> dict[str, Any]:
    """The same figures by a slow and obvious way."""
    made = [r for r in made if r.state != "withdrawn"]
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
        kinds = Counter(r.kind for r in mine if r.state != "withdrawn")
        assert statistics.by_kind(office, period) == [(label, kinds[kind]) for kind, label in KINDS.items()]
        reasons = Counter(r.refusal for r in mine if r.refusal)
        expected = tuple((label, reasons[c]) for c, label in REFUSAL_REASONS.items() if reasons[c])
        assert statistics.moderation(office, period).refused == expected
        _check_months(county, made, office)
        transaction.set_rollback(True)
    cache.clear()


def _check_parts(county: County, parts: tuple[Figures, ...], mine: list[Row], office: Organisation | None) -> None:
    """The branches below are disjoint, complete, and in the order of the tree."""
    depth = (office.depth if office else 1) + 1
    groups: dict[str, list[Row]] = {}
    for r in mine:
        if r.state != "withdrawn":
            groups.setdefault(county.organisations[r.code].org_path[: depth * Organisation.steplen], []).append(r)
    codes = {o.org_path: o.code for o in county.organisations.values()}
    assert [part.code for part in parts] == [codes[path] for path in sorted(groups)]
    assert [told(part) for part in parts] == [by_hand(groups[path]) for path in sorted(groups)]


def _check_months(county: County, made: list[Row], office: Organisation | None) -> None:
    always = Period("", None, None)
    counts = Counter(
        f"{(d := r.at.astimezone(SHANGHAI)).year}年{d.month}月"
        for r in made
        if r.state != "withdrawn" and within(r, office, always, county)
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


# -- the page ------------------------------------------------------------------------------------

LetterIn = Callable[..., Letter]


def answered(count: int, **more: Any) -> list[Row]:
    """Letters of the last days with an answer each."""
    base = {
        "code": "QS01-U1", "kind": "help", "state": "replied", "days": 2, "late": False, "rating": None, "round": 1,
        "due": None, "clock": None, "refusal": "",
    }  # fmt: skip
    return [Row(opened=timedelta(days=n % 20), **{**base, **more}) for n in range(count)]


@pytest.fixture
def at_noon(county: County) -> Any:
    with time_machine.travel(NOW, tick=False):
        yield county


def page(client: Client, query: str = "") -> str:
    cache.clear()
    response = client.get(f"/letters/stats/{query}")
    assert response.status_code == 200
    return response.content.decode()


def test_an_empty_installation_has_a_page(db: None, client: Client) -> None:
    Letter.objects.unscoped("empty").delete()
    for period in statistics.PERIODS:
        assert "统计口径" in page(client, f"?period={period}")
    assert client.get("/letters/stats/report/").status_code == 200


def test_few_letters_have_no_rate_and_the_page_says_why(at_noon: County, client: Client) -> None:
    """LX-08: below the minimum neither rate nor percentile nor ratings; exactly at it they appear."""
    plant(at_noon, answered(4, rating=5))
    shown = page(client)
    assert "不公布按期率" in shown
    assert "不公布评价分布" in shown
    assert "按期答复 <span" not in shown
    assert "一半" not in shown.split("统计口径")[0].split("各单位")[0]
    plant(at_noon, answered(1, rating=5))
    shown = page(client)
    assert "不公布按期率" not in shown
    assert '<b class="num">100%</b> 按期答复 <span class="soft num">n=5</span>' in shown
    assert "不足 10 件，不公布九成用时" in shown


def test_the_unrated_stand_apart_and_are_never_satisfied(at_noon: County, client: Client) -> None:
    """HCP-01: five bad ratings and twenty silent ones are 0 % satisfied, not 80 %."""
    plant(at_noon, answered(5, rating=1) + answered(20))
    shown = page(client)
    assert "评价过的 5 件里，0% 为基本满意以上" in shown
    ratings = shown.split("评价分布")[1].split("</figure>")[0]
    assert '<th scope="row">没有评价</th><td class="num">20</td>' in ratings


def test_silence_does_not_look_punctual(at_noon: County, client: Client) -> None:
    """An office that answers one of five in time and lets four run out is at 20 %, not at 100 %."""
    silent = answered(4, days=None, state="handling", clock=timedelta(hours=-5))
    plant(at_noon, answered(1) + silent)
    assert '<b class="num">20%</b>' in page(client)


def test_offices_stand_in_the_order_of_the_tree(at_noon: County, client: Client) -> None:
    """Never ranked, whatever their figures; the organisation itself has a line of its own."""
    plant(at_noon, answered(9, code="QS02", late=True) + answered(6, code="QS01-U1") + answered(3, code="QS"))
    table = page(client).split('class="offices"')[1]
    names = ["青山县委（本级）", "柳河镇党委", "松岭镇党委"]
    places = [table.index(name) for name in names]
    assert places == sorted(places)
    below = page(client, "?org=QS01")
    assert "柳河镇党委 · 办理统计" in below
    assert "松岭镇党委</a>" not in below.split("<select")[0]


def test_every_chart_has_its_table_and_its_n(at_noon: County, client: Client) -> None:
    plant(at_noon, answered(12, rating=4) + answered(3, refusal="unclear", state="refused", days=None))
    shown = page(client)
    charts = shown.count('<figure class="chart">')
    assert charts == 5
    assert shown.count("<summary>看数据表</summary>") == charts
    figures = shown.split('<figure class="chart">')[1:]
    assert all("n=" in f.split("</figcaption>")[0] for f in figures if "每月收到" not in f)


def test_refusals_are_published_with_their_reasons(letter_in: LetterIn, client: Client) -> None:
    """M05."""
    letter_in("refused")
    shown = page(client)
    assert "不予受理 1 次" in shown
    assert REFUSAL_REASONS["unclear"] in shown


def test_the_page_costs_few_statements_and_then_almost_none(at_noon: County, client: Client) -> None:
    plant(at_noon, answered(30, rating=4) + answered(9, code="QS02"))
    for address in ("/letters/stats/?org=QS01&period=year", "/letters/stats/report/?org=QS01"):
        cache.clear()
        with CaptureQueriesContext(connection) as cold:
            first = client.get(address)
        with CaptureQueriesContext(connection) as warm:
            second = client.get(address)
        assert len(cold) <= 12, [q["sql"] for q in cold]
        assert len(warm) <= 2
        assert first.content == second.content


def test_an_unknown_office_is_not_everybody(county: County, client: Client) -> None:
    for path in ("", "export.csv", "report/"):
        assert client.get(f"/letters/stats/{path}?org=nowhere").status_code == 404
    assert client.get("/letters/stats/?org=%00").status_code == 404


def test_the_download_is_the_table(at_noon: County, client: Client) -> None:
    """RFC 4180, one line an office, words instead of withheld figures."""
    plant(at_noon, answered(12, rating=4) + answered(2, code="QS02"))
    cache.clear()
    response = client.get("/letters/stats/export.csv?period=year")
    text = response.content.decode("utf-8-sig")
    assert "\r\n" in text
    head, whole, town, other = csv.reader(io.StringIO(text))
    assert len({len(head), len(whole), len(town), len(other)}) == 1
    line = dict(zip(head, town, strict=True))
    assert (line["单位"], line["收到"], line["按期率"], line["满意"], line["没有评价"]) == (
        "柳河镇党委",
        "12",
        "1.0000",
        "12",
        "0",
    )
    few = dict(zip(head, other, strict=True))
    assert (few["收到"], few["按期率"], few["中位用时（工作日）"], few["满意率"]) == (
        "2",
        "件数不足",
        "件数不足",
        "件数不足",
    )


def test_the_name_of_an_office_cannot_become_a_formula(at_noon: County, client: Client) -> None:
    Organisation.objects.filter(code="QS02").update(short_name='=HYPERLINK("http://x.invalid")')
    plant(at_noon, answered(2, code="QS02") + answered(2))
    cache.clear()
    cells = [
        c for row in csv.reader(io.StringIO(client.get("/letters/stats/export.csv").content.decode())) for c in row
    ]
    assert '\'=HYPERLINK("http://x.invalid")' in cells
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)


# -- the yearly report ---------------------------------------------------------------------------


def test_the_report_has_the_four_contents(county: County, moves: Moves, client: Client) -> None:
    """PET-10: numbers and matters, what was passed on, proposals, the rest; from what really happened."""
    from lianxin.foundation.rules.registry import rule

    moves.play(submit(county), "accept_public assign take supervise submit_reply send_reply rate_bad redo")
    moves.play(submit(county, kind="complain"), "accept_public assign take transfer")
    cache.clear()
    year = timezone.localdate().year
    shown = client.get(f"/letters/stats/report/?year={year}").content.decode()
    assert shown.count("<h2>") == rule("PET-10").count("parts")
    report = yearly.report(None, year)
    assert dict(report.kinds) == {"咨询": 0, "求助": 0, "建议": 1, "投诉": 1, "感谢": 0}
    assert [(o.name, o.received, o.complaints) for o in report.offices] == [("柳河镇党委", 2, 1)]
    passed = dict(report.passed_on)
    assert (passed["分派承办单位"], passed["改派承办单位"], passed["上级督办"]) == (2, 1, 1)
    assert (report.suggestions, dict(report.outcomes)["已解释说明"]) == (1, 1)
    assert dict(report.callbacks)["重新办理"] == 1
    assert dict(report.rest)["回访后重新办理"] == 1
    assert report.moderation.public == 2


def test_a_report_of_one_branch_counts_only_that_branch(county: County, moves: Moves) -> None:
    moves.play(submit(county), "accept_public assign")
    year = timezone.localdate().year
    mine, other = yearly.report(county.town, year), yearly.report(county.organisations["QS02"], year)
    assert (mine.whole.received, dict(mine.passed_on)["分派承办单位"]) == (1, 1)
    assert (other.whole.received, dict(other.passed_on)["分派承办单位"], other.offices) == (0, 0, ())


@pytest.mark.parametrize("year", ["1999", "2999"])
def test_a_year_without_letters_has_no_report(county: County, client: Client, year: str) -> None:
    assert client.get(f"/letters/stats/report/?year={year}").status_code == 404
