"""A secretary plans a gathering, calls people, marks who came, decides, files; a member asks for leave and reads."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from .photos import photo
from .sizes import at_a_desk, on_a_phone
from .visiting import Visitor

ROOT = "/workbench/gatherings/"


@at_a_desk
def test_a_gathering_from_the_plan_to_the_ledger(visit: Callable[..., Visitor]) -> None:
    """Entered the day after, as a branch does that writes everything on paper first."""
    day = date.today() - timedelta(days=1)
    desk = visit("shuji").open(ROOT).press("列入计划")
    desk.press("列入计划").told_off("title")
    desk.fill(
        kind="主题党日",
        title="清理村口河道",
        day=day.isoformat(),
        hour="09:00",
        until="11:00",
        place="村口",
        lessons="1.5",
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
    # who was there is credited, and nobody is ranked
    desk.open("/workbench/training/?view=all").sees("按姓名的次序列出").picture("training-desk")


@at_a_desk
def test_signing_in_in_the_room_and_on_paper(visit: Callable[..., Visitor], tmp_path: Path) -> None:
    """It begins at this moment, so the code is shown and the list may be written."""
    now = datetime.now(tz=ZoneInfo("Asia/Shanghai"))
    desk = visit("shuji").open(f"{ROOT}new/")
    desk.fill(
        kind="党课", title="现场党课", day=now.date().isoformat(), hour=f"{now:%H:%M}", place="村口", agenda="听讲"
    )
    desk.press("列入计划").press("发通知").press("放签到码").sees("应到").picture("gatherings-room-desk")
    assert desk.page.locator(".qr-frame svg").count() == 1
    desk.press("换一个码").press("现场党课").press("打印签到表").sees("签名").press("现场党课").press("录入签好的表")
    desk.press("交给另一位核对").told_off("photos")
    desk.page.locator("input[type=file]").set_input_files(photo(tmp_path))
    desk.page.locator("input[value=present]").first.check()
    desk.press("交给另一位核对").sees("录入的人不能自己核对")
    clerk = visit("zuzhi").open(desk.path).press("和照片一致，登记到会").sees("已核对")
    clerk.open(f"{ROOT}year/").sees("一期里的第几个月")


@on_a_phone
def test_a_review_in_three_steps(visit: Callable[..., Visitor]) -> None:
    day = date.today() - timedelta(days=1)
    desk = visit("shuji").open(f"{ROOT}new/")
    desk.fill(
        kind="民主评议党员", title="年度民主评议", day=day.isoformat(), hour="09:00", place="村委会", agenda="三步"
    )
    desk.press("列入计划").press("发通知").press("评议的三步").sees("党员可以在自己的页面写").press(
        "这一步做完了"
    ).sees("还缺")
    for area in desk.page.locator("main textarea").all():
        area.fill("按时参加学习，服务群众还不够主动。")
    desk.press("保存").sees("已保存").press("这一步做完了").sees("把大家对每位同志的意见记下来")


@at_a_desk
def test_above_the_branches(visit: Callable[..., Visitor]) -> None:
    desk = visit("zuzhi").open(ROOT).press("各支部还缺什么").sees("不比较、不排名").follow(".people a").sees("年台账")
    desk.open(f"{ROOT}exempt/").sees("年老体弱")


@on_a_phone
def test_a_member_looks_at_what_comes(visit: Callable[..., Visitor]) -> None:
    visitor = visit("dangyuan", mode="elder").open("/me/").follow("a[href='/me/gatherings/']")
    visitor.sees("我的组织生活", "要参加的").press("开通日历").sees("换一个地址")
    visitor.follow("main h3 a:has-text('讨论预备党员转正')").sees("议程")
    visitor.page.locator("summary", has_text="请假").click()
    visitor.look().press("请假").told_off("reason")
    visitor.fill(reason="去县医院复查").press("请假").sees("等答复")
    visitor.open("/me/training/").sees("我的学时", "第二十条", "等确认").picture("training-mine")
