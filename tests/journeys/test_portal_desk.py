"""编辑、审核员、签发人 at the portal: written in Wagtail's desk, reviewed by three others on our pages, corrected, taken down."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from .conftest import DESK, PHONE
from .visiting import Visitor

OURS = "/workbench/portal-desk"
TITLE = "再接再励，夜校开了第二期"


def write(visit: Callable[..., Visitor], title: str, hint: str) -> tuple[Visitor, int]:
    """A new item in Wagtail's form (its own pages are not held to axe), saved and sent in."""
    editor = visit("bianji", size=DESK, errors=".*").open(f"{OURS}/")
    page = editor.page
    page.goto(editor.site + page.locator("a[href*='/articlepage/']").first.get_attribute("href"))
    page.fill("[name=title]", title)
    page.fill("[name=source]", "青禾镇党委")
    page.locator("[data-streamfield-stream-container] button").first.click()
    page.get_by_role("option", name="小标题").first.click()
    page.fill("[name=body-0-value]", "二十多人自带板凳")
    page.get_by_role("button", name="保存草稿").click()
    page.wait_for_url("**/edit/")
    pk = editor.pk
    editor.sees("发稿提示", hint)
    page.locator("footer [aria-label='更多动作'], footer button[aria-expanded]").first.click()
    page.locator("[name='action-submit']").click()
    page.wait_for_url(lambda url: not url.endswith("/edit/"))
    return editor, pk


def send(visitor: Visitor, slug: str) -> Visitor:
    """Press the button of one of the forms of an item."""
    with visitor.page.expect_navigation(wait_until="load"):
        visitor.page.locator(f"form[action$='/{slug}/'] button").click()
    return visitor.look()


def passes(visit: Callable[..., Visitor], name: str, pk: int, size: dict[str, int]) -> Visitor:
    """Read it, pass the stage."""
    reviewer = visit(name, size=size).open(f"{OURS}/{pk}/").sees("读者将看到", "提示不拦任何操作")
    return send(reviewer, "pass")


@pytest.mark.parametrize("size", [DESK], ids=["phone-and-desk"])  # each takes part on the screen that is named
def test_written_returned_corrected_and_signed_by_three_others(visit: Callable[..., Visitor]) -> None:
    """M01, M02, M04, R107, R108: hints for both sides, a reason, the difference, then readers read it."""
    editor, pk = write(visit, TITLE, "再接再厉")
    second = (
        visit("bianji2", size=PHONE).open("/workbench/").sees(TITLE).open(f"{OURS}/{pk}/").sees("再接再厉", "正在办")
    )
    second.page.locator("details:has(form[action$='/return/']) > summary").click()
    send(second, "return").told_off("return-reason")
    second.fill(**{"return-reason": "表述", "return-comment": "有错别字，请改过再送。"})
    send(second, "return").sees("有错别字，请改过再送。")
    page = editor.page
    page.goto(f"{editor.site}/workbench/portal/pages/{pk}/edit/")
    page.fill("[name=title]", TITLE.replace("励", "厉"))
    page.get_by_role("button", name="保存草稿").click()
    page.wait_for_timeout(1200)
    editor.open(f"{OURS}/{pk}/")
    send(editor, "resubmit")
    second.open(f"{OURS}/{pk}/").sees("改动对照")
    assert second.page.locator("ins", has_text="厉").count() == 1
    passes(visit, "bianji2", pk, PHONE)
    passes(visit, "zhenshen", pk, PHONE)
    issuer = passes(visit, "shenqian", pk, DESK).sees("已发布")
    visit(size=PHONE).open(issuer.page.get_by_role("link", name="看公开页面").get_attribute("href") or "/").sees(
        "第二期"
    )


@pytest.mark.parametrize("size", [DESK], ids=["phone-and-desk"])  # each takes part on the screen that is named
def test_an_issuer_lets_it_out_at_once_and_takes_it_down(visit: Callable[..., Visitor]) -> None:
    """LX-62, M06: shown as such to readers; afterwards 410 with the reason."""
    _, pk = write(visit, "今晚大暴雨，请低洼处居民转移", "最后一个小标题下面没有正文")
    issuer = visit("shenqian", size=DESK).open(f"{OURS}/{pk}/")
    press(issuer, "emergency", reason="人身安全", text="一小时后就有暴雨，等不到三审")
    url = issuer.sees("紧急先发").page.get_by_role("link", name="看公开页面").get_attribute("href") or "/"
    reader = visit(size=PHONE, allow=(410,)).open(url).sees("先发后审")
    press(issuer, "withdraw", reason="误发", text="时间写错了，稍后重新发布")
    reader.open(url).sees("这篇内容已撤下", "时间写错了")
    reader.open("/portal/moderation/").sees("公开数字")


def press(visitor: Visitor, slug: str, **fields: Any) -> None:
    """Open the form of an act, fill it in, send it."""
    visitor.page.locator(f"details:has(form[action$='/{slug}/']) > summary").click()
    visitor.fill(**{f"{slug}-{name}": value for name, value in fields.items()})
    send(visitor, slug)


@pytest.mark.parametrize("account", ["bianji", "zhenshen"])
def test_the_desk_and_the_list_of_words_on_every_screen(visit: Callable[..., Visitor], account: str) -> None:
    visitor = visit(account).open(f"{OURS}/").sees("门户内容")
    if account == "zhenshen":
        visitor.open(f"{OURS}/words/").sees("用词表")
    visit(mode="elder").open("/portal/moderation/").sees("批评意见不是退回或撤下的理由")


@pytest.mark.parametrize("size", [DESK], ids=["desk"])
def test_hints_follow_what_is_typed_without_a_new_page(visit: Callable[..., Visitor]) -> None:
    """R107: the form saves by itself, and the panel says at once what to look at; the draft keeps what was typed."""
    editor = visit("bianji", errors=".*").open(f"{OURS}/?queue=all")
    pk = editor.page.locator("a", has_text="水库边竖起了救生圈架").first.get_attribute("href") or ""
    page = editor.page
    page.goto(f"{editor.site}/workbench/portal/pages/{pk.strip('/').rpartition('/')[2]}/edit/")
    panel = page.locator("[data-lx-hints]")
    assert "手机" not in panel.inner_text()
    page.evaluate("window.samePage = true")
    page.wait_for_timeout(2500)  # Wagtail notes how the form was two seconds after it came, then looks for changes
    page.fill("[name=summary]", "有事打 13900001111 找小秦")
    expect(panel).to_contain_text("手机", timeout=10_000)
    assert page.evaluate("window.samePage"), "nobody is thrown out of the sentence"
    page.goto(f"{editor.site}{pk}")
    editor.sees("手机")
