"""An organiser assesses, charges and receives, is told what is wrong, prints a receipt and undoes a slip."""

from __future__ import annotations

from collections.abc import Callable

from django.utils import timezone

from .sizes import at_a_desk, on_a_phone
from .visiting import Visitor

ROOT = "/workbench/dues/"


@at_a_desk
def test_a_month_of_a_branch(visit: Callable[..., Visitor]) -> None:
    desk = visit("zuzhi").open(ROOT).look().sees("没有核定")
    desk.follow(".people a").look().press("核定").look().fill(
        group="按月领薪", income="10001", reason="年初核定"
    ).press("核定")
    desk.sees("每月 200.02 元")
    desk.press("登记交纳").fill(amount="abc", method="现金").press("登记").told_off("amount", kept={"amount": "abc"})
    desk.fill(amount="5").press("登记").look().sees("党费收据", "5.00 元")
    desk.page.locator("summary").click()
    desk.press("冲正").sees("请写明冲正原因").page.locator("[name=reason]").fill("写错了人")
    desk.press("冲正").sees("已冲正").look().open(f"{ROOT}ledger/").look().sees("借贷相差", "0.00")


@on_a_phone
def test_a_member_looks_at_their_dues(visit: Callable[..., Visitor]) -> None:
    visit("dangyuan", mode="elder").open("/me/").follow("a[href='/me/dues/']").look().sees("我的党费")


@on_a_phone
def test_a_payment_is_written_down_at_the_door(visit: Callable[..., Visitor]) -> None:
    """What is beyond the dues is given freely; the receipt is shown at once, and the person finds it under their name."""
    desk = visit("shuji").open(ROOT).follow(".people li:has-text('已交') a").press("登记交纳")
    desk.fill(amount="1", on="2030-01-01", method="现金").press("登记").told_off("on", kept={"amount": "1"})
    desk.fill(on=timezone.localdate().isoformat()).press("登记").sees("党费收据", "自愿多交", "1.00 元").look()
    desk.follow("p.back a").sees("自愿多交")


@at_a_desk
def test_what_a_branch_hands_up_is_confirmed_above(visit: Callable[..., Visitor]) -> None:
    """The demonstration has one on the way, sent by nobody who signs in here."""
    desk = visit("zuzhi").open(f"{ROOT}handed/").sees("本级上缴的", "在途").follow(".people li:has-text('在途') a")
    desk.sees("还没有确认").press("确认收到").told_off("amount")
    desk.fill(amount="1").press("确认收到").told_off("reason", kept={"amount": "1"})
    desk.fill(reason="银行回单上只有一元").press("确认收到").look().sees("有出入", "少到", "1.00 元")
    desk.follow("a[href*='/receipts/SK']").sees("党费收款凭证")
