"""The pages of figures: what is withheld and why, offices in the order of the tree, the download, the report."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lianxin.foundation.organisations.models import Organisation
from lianxin.voice.letters.models import Letter
from lianxin.voice.letters.queries import statistics, yearly
from lianxin.voice.letters.words import REFUSAL_REASONS
from tests.factories import County, Moves, submit
from tests.voice.letters.stats_world import NOW, answered, plant

LetterIn = Callable[..., Letter]


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
        # two of them ask which texts of regulations are here; they are remembered for every page
        assert len(cold) <= 14, "\n".join(q["sql"][:150] for q in cold)
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
