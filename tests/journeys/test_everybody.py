"""By keyboard alone, without scripts, on a narrow screen and enlarged: reading, sending, tracking work for everybody."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator

from .desk import REPLY, Clerk, Sent
from .photos import photo
from .sizes import at_a_desk, measured_on_both, on_a_phone
from .visiting import Visitor

MOST_TABS = 120
SEEN = """() => { const e = document.activeElement, s = getComputedStyle(e);
  return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2 || e.matches('.skip')
    || getComputedStyle(e.closest('label') || e).outlineStyle !== 'none'; }"""
PUBLIC = (
    "/", "/letters/", "/letters/?q=路灯", "/letters/?q=没有人写过", "/letters/new/", "/letters/track/", "/letters/stats/",
    "/letters/stats/?org=HC01&period=all", "/letters/stats/report/", "/help/", "/accessibility/", "/rules/", "/rules/PET-04/",
    "/me/", "/me/sign-in/", "/me/join/", "/api/docs",
)  # fmt: skip
NARROW, ENLARGED = {"width": 320, "height": 568}, {"width": 640, "height": 400}


def tab_to(visitor: Visitor, target: Locator) -> None:
    """Press Tab until the thing has the focus; the focus can be seen all the way."""
    for _ in range(MOST_TABS):
        if target.evaluate("e => e === document.activeElement"):
            return
        visitor.page.keyboard.press("Tab")
        assert visitor.page.evaluate(SEEN), visitor.page.evaluate("document.activeElement.outerHTML.slice(0, 120)")
    raise AssertionError(f"Tab never reaches {target}")


def key(visitor: Visitor, name: str, *, stay: bool = False) -> None:
    """Tab to a button or link and press Enter."""
    tab_to(visitor, visitor.button(name))
    if stay:
        visitor.page.keyboard.press("Enter")
    else:
        with visitor.page.expect_navigation(wait_until="load"):
            visitor.page.keyboard.press("Enter")
    visitor.look()


def type_in(visitor: Visitor, name: str, text: str) -> None:
    tab_to(visitor, visitor.page.locator(f":is(input, textarea)[name={name}]").locator("visible=true").first)
    visitor.page.keyboard.insert_text(text)


def choose(visitor: Visitor, name: str, downs: int = 0) -> None:
    """The group of choices: Tab enters it, the space bar and the arrows choose."""
    group = visitor.page.locator(f"input[name={name}]")
    for _ in range(MOST_TABS):
        if visitor.page.evaluate("n => document.activeElement.name === n", name):
            break
        visitor.page.keyboard.press("Tab")
    else:
        raise AssertionError(f"Tab never reaches {group}")
    visitor.page.keyboard.press("Space")
    for _ in range(downs):
        visitor.page.keyboard.press("ArrowDown")


@at_a_desk
def test_a_letter_is_sent_by_keyboard(visit: Callable[..., Visitor]) -> None:
    citizen = visit().open("/letters/new/")
    choose(citizen, "kind", 2)
    key(citizen, "下一步", stay=True)
    type_in(citizen, "title", "建议图书室周末开门")
    type_in(citizen, "body", "孩子们周末没有地方看书。")
    key(citizen, "下一步：核对")
    type_in(citizen, "nickname", "爱看书的人")
    key(citizen, "发出")
    citizen.sees("留言已收到", "建议图书室周末开门")


@at_a_desk
def test_a_reply_is_signed_by_keyboard(visit: Callable[..., Visitor], send: Callable[..., Sent]) -> None:
    sent = send("approving", title="键盘审签的留言")
    signer = visit("shenqian").open(f"/workbench/letters/{sent.pk}/")
    key(signer, "审签")
    choose(signer, "decision")
    key(signer, "确定")
    visit().open(f"/letters/{sent.pk}/").sees(REPLY[:10])


@on_a_phone
@pytest.mark.parametrize("mode", ["", "elder"])
def test_nothing_scrolls_sideways(
    visit: Callable[..., Visitor], clerk: Callable[..., Clerk], send: Callable[..., Sent], mode: str
) -> None:
    """320 px wide, and 200 % on a usual desk; `open` looks at width and accessibility on both."""
    sent = send("replied", title="放大后也要好读的留言ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    visitor = visit(size=NARROW, other=ENLARGED, mode=mode, state=sent.state, device_scale_factor=2, allow=(404,))
    for path in (
        *PUBLIC,
        f"/letters/{sent.pk}/",
        f"/letters/{sent.pk}/follow/",
        f"/letters/mine/{sent.pk}/",
        "/letters/mine/",
    ):
        visitor.open(path)
    visitor.open(f"/letters/mine/{sent.pk}/rate/").press("提交评价").told_off("level")
    visitor.open("/gibt-es-nicht/").sees("没有")


@at_a_desk
def test_the_desk_is_usable_at_200_percent(visit: Callable[..., Visitor], send: Callable[..., Sent]) -> None:
    """Enlarged, somebody finds a letter in the list, reads it and is told what misses in the reply."""
    sent = send("handling", title="放大后也要好办的留言ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    handler = visit("chengban", size=ENLARGED, device_scale_factor=2).open("/workbench/")
    for path in ("/workbench/letters/", "/workbench/letters/?panel=1", f"/workbench/letters/{sent.pk}/"):
        handler.open(path)
    handler.open(f"/workbench/letters/{sent.pk}/reply/").press("提交审签").told_off("result")


@measured_on_both
def test_reading_sending_and_tracking_without_scripts(visit: Callable[..., Visitor], tmp_path: Path) -> None:
    """A phone whose browser runs no scripts is served as well."""
    citizen = visit(scripts=False).open("/letters/")
    citizen.looks_for_what_is_listed().follow("main ul.lines h3 a").sees("走到哪一步").open("/letters/new/").press(
        "下一步"
    ).sees("请选一个类型")
    citizen.fill(kind="help").press("下一步").press("下一步：核对").sees("请写一个标题")
    citizen.fill(title="水塔边的灯不亮", demand="请修好。", body="水塔边的灯坏了一个月。")
    citizen.page.locator("input[type=file]").first.set_input_files(photo(tmp_path))
    citizen.press("下一步：核对").sees("公众将看到的样子", "水塔边的灯不亮")
    assert citizen.page.locator(".preview img").count() == 1
    citizen.press("发出").sees("留言已收到")
    code = citizen.page.locator("#code").inner_text()
    citizen.press("用查询码查进度").fill(code=code).press("查进度").sees("水塔边的灯不亮")
    assert citizen.main.locator("ul.photos img").count() == 1
