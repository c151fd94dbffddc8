"""A secretary plans a gathering, calls people, marks who came, decides, files; a member asks for leave and reads."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from .visiting import Visitor

ROOT = "/workbench/gatherings/"


def test_a_gathering_from_the_plan_to_the_ledger(visit: Callable[..., Visitor]) -> None:
    """Entered the day after, as a branch does that writes everything on paper first."""
    day = date.today() - timedelta(days=1)
    desk = visit("shuji").open(ROOT).picture("gatherings-desk").press("列入计划")
    desk.press("列入计划").told_off("title")
    desk.fill(
        kind="主题党日",
        title="清理村口河道",
        day=day.isoformat(),
        hour="09:00",
        until="11:00",
        place="村口",
        agenda="分三组清理",
    )
    desk.press("列入计划").sees("已列入计划", "应到").press("发通知").sees("已通知")
    desk.press("登记到会")
    names = desk.page.locator("fieldset.field").count()
    assert names
    for n in range(names):
        desk.page.locator("fieldset.field").nth(n).locator("input[value=present]").check()
    desk.press("登记到会").sees("已登记到会")
    desk.page.locator("summary", has_text="登记一项任务").click()
    desk.look().page.locator("form[action$='/task/'] [name=text]").fill("联系挖机")
    desk.page.locator("form[action$='/task/'] select").select_option(index=1)
    desk.page.locator("form[action$='/task/'] [name=due_on]").fill((date.today() + timedelta(days=7)).isoformat())
    desk.press("登记任务").sees("联系挖机")
    desk.press("写记录并归档").press("归档").told_off("host")
    desk.fill(host="张书记", recorder="李委员", minutes="分三组清理，下午收工。").press("归档").sees(
        "会议记录", "下午收工"
    )
    desk.open(f"{ROOT}ledger/").sees("主题党日", "已开展").picture("gatherings-ledger-desk")


def test_above_the_branches(visit: Callable[..., Visitor]) -> None:
    desk = visit("zuzhi").open(ROOT).press("各支部还缺什么").sees("不比较、不排名").follow(".people a").sees("年台账")
    desk.open(f"{ROOT}exempt/").sees("年老体弱")


def test_a_member_looks_at_what_comes(visit: Callable[..., Visitor]) -> None:
    visitor = visit("dangyuan", mode="elder").open("/me/").follow("a[href='/me/gatherings/']")
    visitor.sees("我的组织生活", "要参加的").press("开通日历").sees("换一个地址")
    visitor.within("h3", "").follow("main h3 a").sees("议程")
    visitor.page.locator("summary", has_text="请假").click()
    visitor.look().press("请假").told_off("reason")
    visitor.fill(reason="去县医院复查").press("请假").sees("等答复").picture("gatherings-phone")
