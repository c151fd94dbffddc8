"""R037, R079: somebody speaks at a topic on a phone, is refused with a reason, speaks again; the reviewer at the desk; a topic proposed."""

from __future__ import annotations

from collections.abc import Callable

from .sizes import measured_on_both, on_a_phone
from .visiting import Visitor

TOPIC, SAID = "村口的老戏台怎么用", "要是下雨，台上能不能让孩子们排节目？"


@measured_on_both
def test_said_reviewed_and_read(visit: Callable[..., Visitor]) -> None:
    reader = visit().open("/forum/").sees("正在讨论", TOPIC).picture("forum")
    reader.follow(f"main a:has-text('{TOPIC}')").sees("这条发言已撤下", "组织回应").picture("forum-topic")
    speaker = visit("laoren").open(reader.path).fill(text="")
    speaker.press("发言").told_off("text").fill(text=SAID).press("发言").sees("已经收到", "您的这条发言在等审核")
    reader.open(reader.path)
    assert SAID not in reader.page.content()
    desk = (
        visit("zhenshen")
        .open("/workbench/speaking/")
        .follow(f"main a:has-text('{SAID[:8]}')")
        .sees(SAID)
        .picture("speaking-desk")
    )
    desk.press("发布").sees("已发布")
    reader.open(reader.path).sees(SAID)
    speaker.open("/me/speaking/").follow("main li a").sees("通过")
    speaker.page.locator("summary", has_text="撤回").click()
    speaker.press("撤回").sees("已撤回")
    reader.open("/speaking/counts/").sees("按理由").open("/speaking/rules/").sees("批评不是不发布")


@on_a_phone
def test_proposed_and_taken_up(visit: Callable[..., Visitor]) -> None:
    author = visit("dangyuan").open("/forum/new/").fill(title="冬天活动室几点开门", why="")
    author.press("提议").told_off("why", kept={"title": "冬天活动室几点开门"}).fill(
        why="上班的同志赶不上。", organisation="青禾镇委员会", audience="public"
    )
    author.press("提议").sees("提议已经送到", "前答复")
    desk = visit("bianji").open("/workbench/forum/?lane=proposed").follow("main a:has-text('冬天活动室')")
    desk.press("采纳").fill(question="几点合适？", background="现在五点关门。")
    for name, number in (("keeper", 1), ("deputy", 2)):
        desk.page.locator(f"[name={name}]").select_option(index=number)
    desk.press("采纳").sees("由另一位同志放行", "待放行")
