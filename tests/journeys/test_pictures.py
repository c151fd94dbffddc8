"""Pictures of the guide that no other journey passes by; with LIANXIN_PICTURES=1 they are written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from .photos import photo
from .sizes import measured_at_a_desk_first, measured_on_both
from .visiting import PICTURES, Visitor

PHONE, DESK = "phone", "desk"
WANTED = {
    PHONE: (
        "home-phone", "letters-list-phone", "letter-detail-phone", "new-step1-phone", "new-step2-phone", "new-step3-phone",
        "receipt-phone", "track-phone", "mine-phone", "home-elder",
    ),
    DESK: ("workbench-desk", "queue-desk", "letter-desk", "reply-desk", "stats-desk"),
}  # fmt: skip
LARGEST = 120_000


@measured_on_both
def test_home_a_letter_and_the_statistics(visit: Callable[..., Visitor]) -> None:
    visitor = visit().open("/").sees("刚刚答复", "近三十天").picture("home-phone")
    visitor.follow("main ul.lines h3 a[href^='/letters/']").sees("的答复").picture("letter-detail-phone").open(
        "/letters/stats/?period=all"
    ).sees("各单位").picture("stats-desk")


@measured_on_both
def test_what_runs_and_how_promises_are_kept(visit: Callable[..., Visitor]) -> None:
    """议事厅, 监督看板 and 驾驶舱 (R070, R162, R149); the figures of the last lead to what they count."""
    visit().open("/hall/").sees("怎么参加").picture("hall").open("/supervision/").sees("您可以怎么监督").picture(
        "supervision"
    )
    leader = visit("xianwei").open("/workbench/overview/").sees("在哪里", "不排名").picture("overview-desk")
    leader.follow("main table.where tbody th a").sees("连同下级")


@measured_on_both
def test_a_letter_being_written(visit: Callable[..., Visitor], tmp_path: Path) -> None:
    visitor = visit().open("/letters/new/").fill(kind="help").press("下一步", stay=True)
    visitor.fill(title="水塔边的路灯不亮", demand="请修好路灯。", place="水塔边")
    visitor.fill(body="水塔边的灯坏了半个月，老人晚上不敢出门。")
    visitor.page.locator("input[type=file]").first.set_input_files(photo(tmp_path))
    visitor.sees("已选").look().picture("new-step2-phone").press("下一步：核对").sees("公众将看到的样子")
    assert visitor.page.locator(".preview img").count() == 1
    visitor.picture("new-step3-phone")


@measured_at_a_desk_first
def test_the_desk_of_a_county(visit: Callable[..., Visitor]) -> None:
    clerk = visit("fenpai").open("/workbench/").sees("今天要办", "待分派").picture("workbench-desk")
    clerk.open("/workbench/letters/?queue=dispatch").sees("批量分派").picture("queue-desk")


@pytest.mark.parametrize("name", [name for names in WANTED.values() for name in names])
def test_the_pictures_of_the_guide_are_small(name: str) -> None:
    path = PICTURES / f"{name}.png"
    if not path.exists():
        pytest.skip("LIANXIN_PICTURES=1 makes the pictures of the guide")
    assert path.stat().st_size < LARGEST
