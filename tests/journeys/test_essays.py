"""R035, R036: a text written on a phone, sent back, revised and taken; a work judged by somebody who does not see who wrote it."""

from __future__ import annotations

from collections.abc import Callable

from .sizes import measured_at_a_desk_first, measured_on_both
from .visiting import Visitor

BODY = "一头是炉子，一头是碗。天冷的时候，整条街都闻得到。"
LATER = "北街拐角，天没亮就到。"


@measured_on_both
def test_sent_back_revised_and_taken(visit: Callable[..., Visitor], size: dict[str, int]) -> None:
    title = f"卖豆花的担子{size['width']}"  # both sizes may run at one time
    visit().open("/essays/").sees("正在征集", "给十年后的村子写一封信").picture("essays")
    author = visit("laoren").open("/essays/").follow("main h2 a:has-text('乡村记事')").press("我要投稿")
    author.fill(title=title, body=BODY).picture("essay-write")
    author.press("投稿").told_off("consent", kept={"title": title, "body": BODY})
    author.page.locator("[name=consent]").check()
    author.press("投稿").sees("已经投出", "前有回音")
    desk = (
        visit("bianji").open("/workbench/essays/works/?lane=waiting").follow(f"main a:has-text('{title}')").sees(BODY)
    )
    desk.press("退改").fill(text="在哪条街、什么时候来？").press("退改").sees("作者会收到通知", "改好再投以后才看得到")
    author.open("/me/essays/").follow(f"main h3 a:has-text('{title}')").sees("在哪条街、什么时候来？")
    author.press("修改后再投").fill(body=f"{LATER}{BODY}").press("投稿").sees("已经投出")
    desk.open("/workbench/essays/works/?lane=waiting").follow(f"main a:has-text('{title}')").sees(LATER)
    desk.press("用稿").fill(text="下期用。").press("用稿").sees("用稿通知")
    author.open("/me/essays/").follow(f"main h3 a:has-text('{title}')").press("用稿通知").sees(
        "经审稿决定采用", "下期用。"
    )


@measured_at_a_desk_first
def test_judged_without_a_name(visit: Callable[..., Visitor]) -> None:
    visit("bianji").open("/workbench/essays/?lane=judging").sees("家门口的变化").picture("essays-desk")
    judge = visit("zuzhi").open("/me/essays/judging/").follow("main h3 a:has-text('家门口的变化')")
    judge.follow("main li:has-text('还没有看') h3 a").sees("我的意见")
    assert not [name for name in ("老街坊", "石桥下") if name in judge.page.content()]
    judge.fill(level_0="good", level_1="good", level_2="fair", said_0="有一处写得最好").press("交出意见").told_off(
        "overall"
    )
    judge.fill(overall="小处见变化。").press("交出意见").sees("意见已交出", "已交意见")
    shown = visit().open("/essays/shown/").sees("修渠那年冬天").follow("main h2 a:has-text('修渠那年冬天')")
    shown.sees("为什么选它", "一等奖")
