"""R038: a member practises, sits a contest through a tunnel, runs out of time and reads the result; the office holds one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from playwright.sync_api import Locator, expect

from .sizes import at_a_desk, on_a_phone
from .test_nothing_is_lost import NO_NETWORK
from .visiting import Visitor

DESK = "/workbench/contests/"
OPEN, OVER, NEW = "党章知识学一学", "镇上的支部工作小问答", "条例学一学"


def choices(member: Visitor, number: int) -> Locator:
    return member.page.locator(".question").nth(number).locator("input:not([type=hidden])")


@on_a_phone
def test_through_a_tunnel_and_out_of_time(visit: Callable[..., Visitor]) -> None:
    """LX-222, LX-224: both papers that one person has, one after the other."""
    _through_a_tunnel(visit)
    _out_of_time(visit)


def _through_a_tunnel(visit: Callable[..., Visitor]) -> None:
    member = visit("dangyuan", errors=NO_NETWORK).open("/contests/").follow(f"main h3 a:has-text('{OPEN}')")
    member.press("练一练").sees("不记名").press("看答案").sees("没有留下任何记录", "解析")
    member.follow("main .back a").press("开始答题").sees("还有 29 分")
    state, tabs = member.page.locator("[data-state]"), member.page.locator(".tabs")
    assert tabs.evaluate("e => getComputedStyle(e).position") == "static", "nothing stands over the paper"
    choices(member, 0).first.check()
    expect(state).to_have_text("已存好")
    member.context.set_offline(True)
    choices(member, 1).first.check()
    expect(state).to_contain_text("1 题先存在这台设备上")
    member.look().context.set_offline(False)
    expect(state).to_have_text("已存好")
    choices(member, 2).first.check()
    expect(state).to_have_text("已存好")
    member.page.reload()
    assert [choices(member, n).first.is_checked() for n in range(4)] == [True, True, True, False]
    member.sees("3 / 9 题", "还有 6 题没有答").picture("contest-paper")
    with member.page.expect_event("load"):
        member.button("交卷").dblclick(no_wait_after=True)
    member.look().sees("交卷了", "已交卷，本轮结束以后看").misses("第 2 次")


def _out_of_time(visit: Callable[..., Visitor]) -> None:
    """The page says that the time is up and takes nothing more; the result is read when the round is over."""
    member = visit("dangyuan").open("/contests/").follow(f"main h3 a:has-text('{OPEN}')").press("开始答题")
    member.page.clock.install()
    member.page.reload()
    choices(member, 0).first.check()
    expect(member.page.locator("[data-state]")).to_have_text("已存好")
    member.page.clock.fast_forward("33:00")
    member.sees("时间到了，按记下的答案交卷。").look()
    expect(member.button("交卷")).to_be_disabled()
    member.press("回竞赛页").sees(OPEN)
    result = member.open("/me/contests/").follow(f"main h3 a:has-text('{OVER}')").press("答案和解析")
    result.sees("只有您自己看得到", "出处").picture("contest-result")


@at_a_desk
def test_the_office_holds_one(visit: Callable[..., Visitor]) -> None:
    """LX-221: typed wrong it comes back whole; let out by another; what people earned is on no page of the desk."""
    now, minute = datetime.now(), "%Y-%m-%dT%H:%M"
    office = visit("bianji").open(DESK).press("起草").fill(intro="先看条例，再来答。").press("存下")
    office.told_off("title", kept={"intro": "先看条例，再来答。"}).fill(title=NEW).press("存下").sees("接着加赛程")
    office.press("加一轮").fill(title="初赛", opens_at=f"{now:{minute}}", closes_at=f"{now + timedelta(days=3):{minute}}", n_single="2",
                              n_truth="2", minutes="5")  # fmt: skip
    office.press("存下").told_off("minutes", kept={"title": "初赛", "n_truth": "2"}).sees("至少要给 10 分钟")
    office.fill(minutes="20").press("存下").sees("赛程已存好").press("送另一位同志看").press("送另一位同志看").sees(
        "放行了会通知您"
    )
    other = visit("zhenshen").open(f"{DESK}?lane=waiting").follow(f"main h3 a:has-text('{NEW}')")
    other.press("放行").sees("不能再改").press("放行").sees("到时自动开始和截止", "正在进行")
    office.open("/contests/").sees(NEW)
    other.press("取消").fill(reason="和防汛撞了时间。").press("取消").sees("已取消")
    other.open(DESK).picture("contests-desk").follow(f"main h3 a:has-text('{OVER}')")
    other.sees("已有 9 人参加", "谁参加、得几分，这里不列").press("题目有误").sees("没有人说题目有误")
