"""An organiser opens the year's figures, goes to what does not add up, mends a file and takes the tables along."""

from __future__ import annotations

from collections.abc import Callable

from .sizes import at_a_desk, on_a_phone
from .visiting import Visitor

ROOT = "/workbench/statistics/"


@at_a_desk
def test_the_figures_of_a_town(visit: Callable[..., Visitor]) -> None:
    desk = visit("zuzhi").open("/workbench/members/?stage=member").follow(".people a")
    name = desk.page.locator("h1").inner_text()
    desk.press("更正信息").fill(ethnicity="未填").press("保存").open(ROOT)
    desk.sees("性别", "年龄", "入党时间", "职业", "党组织", "名党员没有填民族")
    desk.follow("main .lines a[href*='no_ethnicity']").sees(name).press(name)
    desk.press("更正信息").fill(ethnicity="汉族").press("保存").open(f"{ROOT}checks/no_ethnicity/").misses(name)
    desk.follow(".back a").follow("main .chips a[href*='on=']").sees("按现在的档案倒推")
    with desk.page.expect_download() as taken:
        desk.page.get_by_role("link", name="下载表格（.xlsx）").click()
    assert taken.value.suggested_filename.endswith(".xlsx")


@on_a_phone
def test_the_tables_for_elderly_eyes(visit: Callable[..., Visitor]) -> None:
    visit("shuji", mode="elder").open(ROOT).sees("年度统计", "性别")
