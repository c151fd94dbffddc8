"""Dates, spans and numbers as people say them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine

from lianxin.ui import charts, paging, words


@time_machine.travel("2026-11-21 04:00:00+00:00", tick=False)
def test_year_is_shown_only_when_it_is_another() -> None:
    assert words.cn_date(date(2026, 11, 14)) == "11月14日"
    assert words.cn_date(date(2025, 2, 3)) == "2025年2月3日"
    assert words.cn_datetime(datetime(2026, 11, 14, 11, 42, tzinfo=UTC)) == "11月14日 19:42"
    assert words.cn_datetime(date(2026, 11, 14)) == "11月14日"
    assert words.cn_weekday(date(2026, 11, 21)) == "周六"
    assert words.cn_date(None) == words.cn_datetime(None) == ""


@time_machine.travel("2026-12-31 16:30:00+00:00", tick=False)
def test_the_year_turns_in_shanghai_not_in_greenwich() -> None:
    assert words.cn_date(date(2027, 1, 1)) == "1月1日"


@pytest.mark.parametrize(
    ("left", "text", "tone"),
    [(3, "还剩 3 天", "info"), (1, "还剩 1 天", "wait"), (0, "今天到期", "wait"), (-2, "已超 2 天", "late")],
)
def test_days_left(left: int, text: str, tone: str) -> None:
    assert words.days_left(left) == text
    assert words.tone_left(left) == tone


def test_numbers_do_not_flatter() -> None:
    assert words.percent(0.999) == "99%+"
    assert words.percent(0.001) == "不到 1%"
    assert words.percent(1.0) == "100%"
    assert words.percent(None) == "—"
    assert words.number(1284) == "1,284"
    assert words.number(None) == "—"
    assert words.days(4.5) == "4.5 天"
    assert words.days(4.0) == "4 天"
    assert words.workdays(-1) == "1 个工作日"
    assert words.file_size(2_516_582) == "2.4 MB"


def test_near_pages() -> None:
    assert paging.near(7, 64) == (1, 0, 6, 7, 8, 0, 64)
    assert paging.near(1, 1) == (1,)
    assert paging.near(3, 5) == (1, 2, 3, 4, 5)


def test_trend_breaks_at_a_gap_and_starts_at_zero() -> None:
    line = charts.line([("1月", 50), ("2月", 100), ("3月", None), ("4月", 30), ("5月", 60)])
    assert line.runs == ("0.00,50.00 25.00,0.00", "75.00,70.00 100.00,40.00")
    assert line.rows[2] == ("3月", "—")
    assert line.latest == "60"


def test_charts_of_nothing() -> None:
    assert charts.bars([]) == []
    assert charts.bars([("无", 0)])[0].width == "0.0"
    assert charts.line([]).runs == ()
    assert charts.percentiles([], None).marks == ()


def test_small_values_are_still_seen_and_the_longest_fills_the_width() -> None:
    long, short = charts.bars([("多", 1000), ("少", 1)])
    assert (long.width, short.width) == ("100.0", "0.8")


def test_marks_lie_left_of_the_limit_when_they_are_under_it() -> None:
    strip = charts.percentiles([("一半", 4), ("九成", 9)], 15)
    assert float(strip.marks[0][2]) < float(strip.marks[1][2]) < float(strip.limit_x) < 100
