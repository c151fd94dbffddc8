"""Secretary, mentor, applicant and superior on a phone, through the way into the Party and the vote that it takes from a meeting."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from lianxin.membership.gatherings.code_of_room import code_of

from .house import House
from .sizes import on_a_phone
from .visiting import Visitor

ROOT, MEETINGS = "/workbench/development/", "/workbench/gatherings/"
pytestmark = on_a_phone


def test_a_secretary_takes_the_vote_out_of_the_meeting(visit: Callable[..., Visitor]) -> None:
    """The demonstration has somebody whose meeting is filed; the form takes its figures and its day (DEV-14, DEV-15)."""
    desk = visit("zuzhi").open(f"{ROOT}?lane=candidate")
    desk.follow(".people li:has-text('待支部大会讨论') a").press("支部大会通过接收").sees("到会", "赞成")
    assert desk.page.locator(".by-hand").is_hidden()
    desk.press("登记").told_off("performance")
    desk.page.locator("[name=source][value=hand]").check()
    desk.look().page.locator(".by-hand [name=why]").wait_for(state="visible")
    desk.page.locator("[name=source]").first.check()
    desk.page.locator("[name=signed]").check()
    votes = desk.page.locator("label:has([name=source])").first.inner_text().split("赞成 ")[1].split("，")[0]
    desk.page.locator("[name=how][value=paper]").check()
    desk.fill(
        performance="肯干，公道，群众信得过。", issued=votes, returned=votes, scrutineer="甲", scrutineer_other="乙"
    )
    desk.press("登记").sees("待党委审批", "讨论接收")
    desk.follow("a:has-text('支部大会接收预备党员的决议')").sees("无记名投票", "肯干，公道")
    with desk.page.expect_download() as file:
        desk.button("下载（Word，可以修改）").click()
    assert file.value.suggested_filename.endswith(".docx")


def test_a_superior_looks_at_the_wall_and_at_what_waits(visit: Callable[..., Visitor]) -> None:
    desk = visit("zuzhi").open(ROOT).press("墙上挂图").sees("不比快慢", "下一步：")
    desk.open(f"{ROOT}?lane=committee").sees("下一步：上级党委")


def test_a_mentor_writes_down_what_they_saw(visit: Callable[..., Visitor]) -> None:
    one = visit("dangyuan", mode="elder").open("/me/development/").press("我联系培养的同志（1）").follow(".people a")
    one.press("写下").told_off("text").fill(text="一起清渠，肯下水，话不多。").press("写下").sees("已写下", "话不多")


def test_an_applicant_sees_the_next_step(visit: Callable[..., Visitor]) -> None:
    one = (
        visit("shenqingren").open("/me/").follow("a[href='/me/development/']").sees("我的入党事项", "申请入党", "最早")
    )
    one.misses("话不多")


def test_a_member_scans_the_code_on_the_wall(visit: Callable[..., Visitor], house: House, settings: Any) -> None:
    """Somebody of another branch stands in the room: one button, counted at home (EDU-12)."""
    now = datetime.now(tz=ZoneInfo("Asia/Shanghai"))
    desk = visit("shuji").open(f"{MEETINGS}new/")
    desk.fill(
        kind="主题党日", title="扫码签到", day=now.date().isoformat(), hour=f"{now:%H:%M}", place="村口", agenda="听讲"
    )
    desk.press("列入计划").press("发通知")
    settings.SECRET_KEY = house.key
    scanned = f"/me/gatherings/{desk.pk}/here/{code_of(desk.pk, datetime.now(tz=ZoneInfo('UTC')))}/"
    one = visit("dangyuan", mode="elder").open(scanned).sees("签到以后算列席").press("签到").sees("已签到")
    one.open("/me/gatherings/").sees("扫码签到")
    desk.open(desk.path).sees("列席")


def test_a_superior_writes_the_yearly_analysis(visit: Callable[..., Visitor]) -> None:
    """DEV-05: the committee is reminded on its list, and no more once it has written."""
    desk = visit("zuzhi").open(ROOT).press("去登记").press("登记").told_off("text")
    desk.fill(text="积极分子比去年多，青年少；明年从合作社里培养。").press("登记").sees("已登记", "从合作社里培养")
    desk.open(ROOT).sees("再分析一次")
