"""No network, two presses, two tabs, the back button, an expired session: one letter, and every word still there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from .desk import Clerk, Sent
from .house import House
from .photos import photo
from .sizes import at_a_desk, on_a_phone
from .visiting import Visitor

NO_NETWORK = "ERR_INTERNET_DISCONNECTED|ERR_FAILED|net::ERR"
LONG_ENOUGH = 20_000


def at_the_last_step(visitor: Visitor, title: str) -> Visitor:
    visitor.open("/letters/new/").fill(kind="suggest").press("下一步", stay=True)
    visitor.fill(title=title, body="等车的地方没有遮雨的棚子，老人孩子常淋雨。", organisation="青禾镇委员会")
    return visitor.press("下一步：核对").sees("公众将看到的样子")


def received(clerk: Callable[..., Clerk], title: str) -> int:
    """Letters with this title that wait for the reviewer."""
    page = clerk("zhenshen").request.get(f"/workbench/letters/?q={title}").text()
    return page.count(f"{title}</a>") + page.count(f"{title}</b>")


@on_a_phone
def test_a_letter_typed_without_a_network_is_sent_once(
    visit: Callable[..., Visitor], clerk: Callable[..., Clerk], tmp_path: Path, size: dict[str, int]
) -> None:
    """The whole letter waits on the device, and goes out once when the network is back."""
    title = f"建议渡口搭一个候船棚{size['width']}"
    citizen = visit(errors=NO_NETWORK).open("/letters/new/").fill(kind="suggest").press("下一步", stay=True)
    citizen.fill(title=title, body="候船的地方没有遮雨的棚子。", organisation="青禾镇委员会")
    citizen.page.locator("input[type=file]").first.set_input_files(photo(tmp_path))
    citizen.sees("已选")
    citizen.context.set_offline(True)
    citizen.press("下一步：核对", stay=True).press("发出", stay=True).sees("现在没有网络", "已完整保存在这台设备上")
    assert received(clerk, title) == 0
    citizen.context.set_offline(False)
    expect(citizen.page.get_by_text("留言已收到")).to_be_visible(timeout=LONG_ENOUGH)
    assert received(clerk, title) == 1
    citizen.look().open("/letters/new/").page.wait_for_timeout(300)
    citizen.misses("还没有发出")
    assert received(clerk, title) == 1


@on_a_phone
def test_two_presses_are_one_letter(
    visit: Callable[..., Visitor], clerk: Callable[..., Clerk], size: dict[str, int]
) -> None:
    title = f"建议车站加一把长椅{size['width']}"
    citizen = at_the_last_step(visit(), title)
    citizen.button("发出").dblclick(no_wait_after=True)
    citizen.sees("留言已收到")
    assert received(clerk, title) == 1


@on_a_phone
def test_back_after_sending_shows_no_second_letter(
    visit: Callable[..., Visitor], clerk: Callable[..., Clerk], size: dict[str, int]
) -> None:
    """Going back and sending again answers the same letter; something else typed there is kept and asked about."""
    title = f"建议车站写明末班车时间{size['width']}"
    citizen = at_the_last_step(visit(), title).press("发出").sees("留言已收到")
    code = citizen.page.locator("#code").inner_text()
    citizen.page.go_back()
    assert "ERR_CACHE_MISS" not in citizen.page.content()
    citizen.sees("我要留言").press("发出").sees("留言已收到")
    assert citizen.page.locator("#code").inner_text() == code
    assert received(clerk, title) == 1


@at_a_desk
def test_the_second_tab_is_told_and_keeps_its_words(visit: Callable[..., Visitor], send: Callable[..., Sent]) -> None:
    """Two reviewers on one letter: the later one learns what the earlier one did."""
    sent = send(title="两位审核员同时打开的留言")
    path, words = f"/workbench/letters/{sent.pk}/review/", "请补充是哪一条街、哪一天。"
    late = visit("shenhe").open(path).fill(decision="refuse", reason="内容不完整", text=words)
    visit("zhenshen").open(path).fill(decision="public").press("提交审核结果").sees("已审核")
    late.press("提交审核结果").sees("在您打开页面之后有了变化", "受理并公开", words)
    visit().open(f"/letters/{sent.pk}/").sees(sent.title)


@at_a_desk
def test_the_second_tab_may_send_again_what_is_still_possible(
    visit: Callable[..., Visitor], send: Callable[..., Sent]
) -> None:
    sent = send("handling", title="两个页面同时记进展")
    first, second = (visit("chengban").open(f"/workbench/letters/{sent.pk}/progress/") for _ in range(2))
    second.fill(text="下午又去看了一次。")
    first.fill(text="上午去看了现场。").press("记一步进展")
    second.press("记一步进展").sees("上午去看了现场。", "您填写的内容都还在").press("记一步进展").sees(
        "已记下这一步", "下午又去看了一次。"
    )


@on_a_phone
def test_a_page_that_stood_open_too_long_loses_nothing(
    visit: Callable[..., Visitor], clerk: Callable[..., Clerk], size: dict[str, int]
) -> None:
    """The token has gone: one more press and the letter is there, with every word."""
    title = f"建议码头装一盏灯{size['width']}"
    citizen = at_the_last_step(visit(allow=(403,)), title)
    citizen.context.clear_cookies()
    citizen.press("发出").sees("请再提交一次", "您填写的内容都还在").press("重新提交").sees("留言已收到")
    assert received(clerk, title) == 1


@at_a_desk
def test_an_expired_session_keeps_what_was_typed(
    visit: Callable[..., Visitor], send: Callable[..., Sent], house: House
) -> None:
    sent = send("handling", title="会话过期时正在写的进展")
    handler = (
        visit("chengban").open(f"/workbench/letters/{sent.pk}/progress/").fill(text="电工已经到场，换了两处线头。")
    )
    handler.context.clear_cookies(name="sessionid")
    handler.press("记一步进展").sees("登录").fill(login="chengban", password=house.password).press("登录")
    if "/progress/" not in handler.path:
        handler.open(f"/workbench/letters/{sent.pk}/progress/")
    handler.sees("没写完的内容")
    assert handler.page.locator("[name=text]").input_value() == "电工已经到场，换了两处线头。"
    handler.press("记一步进展").sees("已记下这一步").press("记一步进展")
    assert handler.page.locator("[name=text]").input_value() == ""


@on_a_phone
def test_the_phone_keeps_public_pages_for_times_without_a_network(
    visit: Callable[..., Visitor], send: Callable[..., Sent]
) -> None:
    sent = send("replied", title="没有网络时也能看的答复")
    citizen = visit(service_workers="allow", errors=NO_NETWORK).open("/")
    citizen.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    citizen.page.wait_for_function("navigator.serviceWorker.controller !== null")
    citizen.open(f"/letters/{sent.pk}/").sees(sent.title).open("/letters/track/")
    citizen.context.set_offline(True)
    citizen.page.goto(f"{citizen.site}/letters/{sent.pk}/")
    citizen.sees(sent.title)
    citizen.page.goto(f"{citizen.site}/letters/track/")
    citizen.sees("现在没有网络").look()
    citizen.context.set_offline(False)
