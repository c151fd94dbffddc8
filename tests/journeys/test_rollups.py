"""A superior looks at what a neighbouring instance reported and confirms its correction; what goes up is prepared by one and
issued by another."""

from __future__ import annotations

from collections.abc import Callable

from .sizes import at_a_desk
from .visiting import Visitor

ROOT = "/workbench/statistics/rollups/"


@at_a_desk
def test_a_correction_is_confirmed_and_the_sum_follows(visit: Callable[..., Visitor]) -> None:
    desk = visit("zuzhi").open(ROOT).sees("其他平台报来的", "更正待确认", "46 名")
    desk.follow("a[href*='/received/']").sees("签名有效", "和第 1 版的差别", "第 2 版").page.locator(
        "summary"
    ).first.click()
    desk.press("退回").told_off("reason").press("确认，计入汇总").sees("已计入", "47 名")
    desk.follow("a[href*='/filings/']").sees("待签发", "请书记或副书记办理", "青川市平台")
    other = (
        visit("fushuji").open("/workbench/statistics/").follow("a[href*='/rollups/']").follow("a[href*='/filings/']")
    )
    other.sees("请核对下面的表").press("签发并送出").sees("已签发", "撤回")
