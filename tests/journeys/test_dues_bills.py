"""A bill is brought in and matched, a way to pay is proposed, the year is looked at; a member sees how to pay."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from .sizes import at_a_desk, on_a_phone
from .visiting import Visitor

ROOT = "/workbench/dues/"
BILL = "交易日期,收入金额,支出金额,交易流水号,对方户名,附言\n2026-11-20,12.34,,JOURNEY-1,王小路,会费\n2026-11-20,abc,,JOURNEY-2,赵大路,党费\n"


@pytest.mark.parametrize("mode", ["", "elder"])
@at_a_desk
def test_a_bill_is_matched(visit: Callable[..., Visitor], tmp_path: Path, mode: str) -> None:
    path = tmp_path / "bill.csv"
    path.write_text(BILL.replace("JOURNEY", tmp_path.name), "utf-8")
    desk = visit("zuzhi", mode=mode).open(ROOT).follow("a[href*='/bills/?org']").sees("账单对账").press("导入账单")
    desk.press("上传并检查").sees("请选择账单文件")
    desk.page.locator("input[type=file]").set_input_files(path)
    desk.press("上传并检查").sees("还没有写入", "金额看不懂：abc").press("导入没有问题的行").sees("导入结果")
    desk.press("去对账").sees("12.34", "待对账", "相差").follow(".match a").sees("选是谁交的")
    desk.fill(reason="别处转来的会费").press("不作党费").sees("已记下").open(f"{ROOT}bills/").follow(".people a")


@at_a_desk
def test_the_bill_of_the_demonstration(visit: Callable[..., Visitor]) -> None:
    """Whichever screen comes second finds the line booked already."""
    desk = visit("zuzhi").open(f"{ROOT}bills/").follow(".people li:last-child a").sees("相差")
    if desk.page.locator(".match input:checked").count():
        desk.sees("对得上", "附言里有缴费代码").press("把选中的入账").sees("收据已经开好")
    desk.open(desk.path.partition("?")[0] + "?show=booked").sees("DF2026")


@at_a_desk
def test_ways_and_the_year(visit: Callable[..., Visitor]) -> None:
    desk = visit("zuzhi").open(f"{ROOT}ways/").sees("收款方式")
    if desk.page.locator("details summary").count():
        desk.page.locator("details summary").first.click()
        desk.fill(payee="柳河支部", link="http://x").press("提出，等另一位核对").sees("付款链接要以 https:// 开头")
    desk.open(f"{ROOT}year/").sees("年党费收支", "合计")


@on_a_phone
def test_a_member_sees_how_to_pay(visit: Callable[..., Visitor]) -> None:
    visit("dangyuan", mode="elder").open("/me/dues/").sees("我的党费", "缴费代码", "本平台不收钱")
