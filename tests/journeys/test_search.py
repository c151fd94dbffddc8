"""One box for everybody: typed, found, narrowed, opened; on a phone, at a desk, in the mode of the elderly, by keyboard."""

from __future__ import annotations

from collections.abc import Callable

from .sizes import measured_on_both
from .visiting import Visitor


def test_a_visitor_finds_a_matter_and_opens_it(visit: Callable[..., Visitor]) -> None:
    visitor = visit().open("/search/").sees("一个框")
    visitor.page.keyboard.type("路灯")  # the box has the focus
    visitor.page.keyboard.press("Enter")
    visitor.page.wait_for_url("**/search/?q=*")
    visitor.sees("找到")
    assert visitor.page.locator("main mark").count() >= 1
    visitor.follow("main .hits h3 a")
    visitor.sees("路灯")


@measured_on_both
def test_an_elderly_visitor_is_helped_when_nothing_is_found(visit: Callable[..., Visitor]) -> None:
    visit(mode="elder").open('/search/?q=没有这样的话"').sees("可以这样再试").follow(
        "main .advice a:last-of-type"
    ).sees("留言")


@measured_on_both
def test_wrong_dates_are_said_and_nothing_typed_is_lost(visit: Callable[..., Visitor]) -> None:
    visitor = visit(allow=(400,)).open("/search/?q=路灯&since=2025-99-01").sees("不是日期")
    assert visitor.page.locator("#q").input_value() == "路灯"
