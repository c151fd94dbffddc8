"""Somebody goes from one town to another: letter, receipt, and a refusal that is told to them."""

from __future__ import annotations

from collections.abc import Callable

from .sizes import at_a_desk, on_a_phone
from .visiting import Visitor

ROOT = "/workbench/transfer/"


@on_a_phone
def test_a_letter_is_written_refused_and_written_again(visit: Callable[..., Visitor]) -> None:
    desk = visit("zuzhi").open(ROOT).look().press("提出转出").look()
    name = desk.page.locator("ul.people a").first.inner_text()
    desk.follow("ul.people a").look().press("提出").told_off("reason")
    labels = desk.page.locator("#targets option").evaluate_all("rows => rows.map(r => r.value)")
    target = next(label for label in labels if "镇委员会" in label and "青禾" not in label)
    desk.fill(reason="工作调动", target=target, text="新单位在那边").press("提出").sees(name, "待开介绍信")
    desk.press("开出介绍信").look().fill(days="91").press("开出介绍信").told_off("days", kept={"days": "91"})
    desk.sees("有效期填 1 到 90 天").fill(days="10").press("开出介绍信").sees("已开介绍信，待接收", "仍由")
    desk.press("介绍信").look().sees("组织关系介绍信存根", "组织关系介绍信回执")


@on_a_phone
def test_a_member_asks_to_go_and_thinks_better_of_it(visit: Callable[..., Visitor]) -> None:
    """Only the field of the chosen way is asked for; what was asked is taken back by the person alone."""
    one = visit("dangyuan").open("/me/transfer/new/")
    one.page.locator("[name=target]").wait_for(state="visible")
    assert one.page.locator("[name=target_name]").is_hidden()
    one.fill(reason="工作调动", way="paper").press("提出申请").told_off("target_name")
    assert one.page.locator("[name=target]").is_hidden()
    one.fill(target_name="云汀市南浦区书院街道党工委").press("提出申请").sees("正在办理", "书院街道").look()
    one.press("撤回申请").fill(text="单位不派我去了，先不转。").press("撤回申请").misses("正在办理")


@at_a_desk
def test_the_lists_of_the_demonstration(visit: Callable[..., Visitor]) -> None:
    desk = visit("zuzhi", mode="elder").open(f"{ROOT}?lane=leaving").look()
    desk.follow("ul.people a").look().sees("经过").open(f"{ROOT}stubs/").look().open(f"{ROOT}arrive/").look()
    visit("dangyuan").open("/me/").follow("a[href='/me/transfer/']").look().sees("我的组织关系").press(
        "申请转出"
    ).look()


@at_a_desk
def test_two_platforms_are_made_known(visit: Callable[..., Visitor]) -> None:
    admin = visit("guanli").open("/workbench/exchange/").look().sees("指纹").press("登记对方平台").look()
    admin.fill(name="云汀平台", url="http://yunting.example.cn", public="abc").press("登记").told_off(
        "url", kept={"name": "云汀平台"}
    )
