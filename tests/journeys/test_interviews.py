"""在线访谈 and 接访: asked on a phone, answered at a desk; booked on a phone, received at a desk (R056, R096, R098, LX-160, LX-161)."""

from __future__ import annotations

import re
from collections.abc import Callable

from .conftest import DESK, PHONE
from .sizes import on_a_phone
from .visiting import Visitor


@on_a_phone
def test_asked_on_a_phone_and_answered_while_everybody_looks_on(
    visit: Callable[..., Visitor], size: dict[str, int]
) -> None:
    """The page of the one who looks on learns of it by itself; nothing shows before it was reviewed (M01)."""
    citizen = visit("laoren", mode="elder").open("/talks/").sees("正在进行").picture("talks")
    citizen.press("去看、去问").sees("正在答", "同问").picture("talk-live")
    citizen.fill(text="公交站会不会挪？").press("发言").sees("您的问题在等审核")
    pk = citizen.pk
    looking = visit().open(f"/talks/{pk}/").misses("公交站会不会挪？")
    reviewer = visit("zhenshen", size=DESK).open("/workbench/speaking/")
    reviewer.follow("main a:has-text('公交站会不会挪')").press("发布")
    looking.sees("公交站会不会挪？").look()
    host = visit("bianji", size=DESK).open(f"/workbench/talks/{pk}/board/").picture("talk-board-desk")
    host.within("li.work", "公交站会不会挪").press("录答复").press("保存").told_off("text").fill(
        text="挪到东头，多五十步。"
    ).press("保存")
    host.within("li.work", "公交站会不会挪").press("嘉宾确认了")
    visit("shenqian", size=DESK).open(f"/workbench/talks/{pk}/board/").within("li.work", "公交站会不会挪").press(
        "发布答复"
    ).sees("答复已发布")
    looking.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")  # looked at again: asks at once
    looking.sees("挪到东头，多五十步。").look()
    visit(size=DESK).open(f"/talks/{pk}/wall/").sees("正在答")


@on_a_phone
def test_booked_on_a_phone_and_received(visit: Callable[..., Visitor], size: dict[str, int]) -> None:
    """A number shown once opens it anywhere; a form that misses something keeps what was typed."""
    citizen = visit(scripts=False).open("/receptions/").follow("main ul.lines li:last-child h3 a").press("预约")
    citizen.fill(slot="3", name="老李", phone="13900000077").press("预约")
    assert citizen.page.locator(".field.wrong [name='matter']").count() == 1
    assert citizen.page.locator("[name='name']").input_value() == "老李"
    citizen.fill(matter="门前的沟堵了").press("预约").sees("约好了")
    code = re.sub(r"\s", "", citizen.page.locator("#code").inner_text())
    again = visit().open("/receptions/mine/").fill(code=code).press("查看").sees("门前的沟堵了").picture("visit")
    again.press("改时间").fill(slot="5").press("改到这个时间").sees("时间已改")
    desk = (
        visit("zhenfen", size=DESK)
        .open("/workbench/receptions/")
        .follow("main .work:last-child a")
        .sees("老李")
        .picture("reception-desk")
    )
    desk.press("老李").sees("门前的沟堵了").press("代为取消").sees("已代为取消")
    again.open(again.path).sees("代为取消")
    assert PHONE["width"] == 390
