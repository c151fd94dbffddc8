"""站点 for the administrator and the keeper: founded in one form, kept, proposed for closing, decided by people."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from lianxin.publicity.portal.words import COLUMNS

from .conftest import DESK, PHONE
from .visiting import Visitor


@pytest.fixture
def size() -> dict[str, int]:
    """Each person comes with the screen that fits the work: the administrator's desk, the keeper's phone."""
    return DESK


def test_a_site_is_founded_kept_and_closed_by_people(visit: Callable[..., Visitor]) -> None:
    """R010, R011, R016, R017, B05: one form founds it; nothing ends it before a person above has decided."""
    admin = visit("guanli").open("/workbench/sites/").press("建站")
    name = admin.page.locator("select[name='organisation'] option", has_text="支部").nth(3).inner_text()
    admin.page.select_option("select[name='organisation']", label=name)
    admin.fill(
        template="branch",
        title="榆树坡党建",
        theme="green",
        keeper="shuji",
        deputy="nobody-here",
        responsible="支部书记",
    )
    admin.press("建站").sees("没有找到这位同志")
    assert admin.page.input_value("[name='title']") == "榆树坡党建"
    offered = admin.page.locator("#id_deputy_people option").first.get_attribute("value") or ""
    admin.fill(deputy=offered).press("建站").sees("已建好").sees("副责任人")
    visit("xianwei").open(f"{admin.path}words/").press("确认").sees("已确认")
    admin.press("打开站点").sees("榆树坡党建").sees("责任人：支部书记")
    assert "theme-green" in (admin.page.locator("body").get_attribute("class") or "")
    admin.open("/workbench/sites/matrix/").sees("榆树坡党建").sees("空白点")
    admin.open("/workbench/sites/").press("榆树坡党建").press("提议合并或关停")
    admin.fill(kind="close", reason="两个月没有人更新，也没有人读").press("提出").sees("等责任人答复")
    keeper = visit("shuji", size=PHONE).open("/workbench/").sees("榆树坡党建")
    keeper.open(admin.path).fill(text="同意关停，内容请保留").press("答复").sees("待决定")
    leader = visit("xianwei").open(admin.path)
    leader.page.fill("#carry_out-text", "并不影响群众看到原来的内容")
    leader.press("同意并执行").sees("已决定执行")
    leader.open("/workbench/sites/").press("榆树坡党建").press("打开站点").sees("本站已于")


def test_an_editor_reprints_and_the_reviewer_lets_it_pass(visit: Callable[..., Visitor]) -> None:
    """B03: entered once; the other site lists it with credit."""
    editor = visit("bianji", size=PHONE).open("/workbench/sites/relays/reprint/")
    row = editor.page.locator("main ul.lines > li", has_not_text="已转载").first
    title = row.locator("b").first.inner_text()
    with editor.page.expect_navigation():
        row.get_by_role("link").first.click()
    editor.page.select_option("select[name='column']", index=1)
    column = editor.page.locator("select[name='column'] option:checked").inner_text()
    code = next(code for code, (label, _) in COLUMNS.items() if label in column)
    editor.press("转载").sees("待审核")
    visit("zhenshen").open(editor.path).press("审核通过").sees("已采用")
    reader = visit().open(f"/portal/hc01/{code}/")
    assert "转自" in reader.page.locator("main li", has_text=title).first.inner_text()
