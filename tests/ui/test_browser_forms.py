"""Nothing typed is lost: drafts, no network, double submit, pictures; and what a phone keeps."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, Page

from .driving import MARKS, context, photo
from .urls import arrived

pytestmark = MARKS

KEPT = """async () => {
  const found = [];
  for (const name of await caches.keys()) {
    for (const request of await (await caches.open(name)).keys()) found.push(new URL(request.url).pathname);
  }
  return found;
}"""


def test_draft_comes_back_and_goes_when_the_server_has_it(browser: Browser, site: str) -> None:
    with context(browser) as opened:
        page = opened.new_page()
        page.goto(f"{site}/letters/new/")
        page.get_by_label("标题").fill("路灯有六盏不亮")
        page.goto(f"{site}/letters/")
        page.goto(f"{site}/letters/new/")
        assert page.get_by_label("标题").input_value() == "路灯有六盏不亮"
        assert page.get_by_text("没写完的内容").is_visible()
        page.get_by_role("button", name="提交").click()
        page.get_by_text("已收到").wait_for()
        page.goto(f"{site}/letters/new/")
        assert page.get_by_label("标题").input_value() == ""


def test_draft_can_be_thrown_away(browser: Browser, site: str) -> None:
    with context(browser) as opened:
        page = opened.new_page()
        page.goto(f"{site}/letters/new/")
        page.get_by_label("标题").fill("写错了的内容")
        page.reload()
        page.get_by_role("button", name="不要了").click()
        assert page.get_by_label("标题").input_value() == ""
        page.reload()
        assert page.get_by_label("标题").input_value() == ""


def test_letter_without_network_is_kept_with_its_photo_and_sent_once(
    browser: Browser, site: str, tmp_path: Path
) -> None:
    """A letter typed while the network is away is kept on the device and sent later."""
    arrived.clear()
    with context(browser) as opened:
        page = opened.new_page()
        page.goto(f"{site}/letters/new/")
        page.get_by_label("标题").fill("渡口没有灯")
        page.locator("input[type=file]").first.set_input_files(photo(tmp_path))
        page.get_by_text("已选").wait_for()
        opened.set_offline(True)
        page.get_by_role("button", name="提交").click()
        page.get_by_text("现在没有网络").wait_for()
        assert arrived == []
        opened.set_offline(False)
        page.get_by_text("已收到").wait_for()
        assert arrived == [("k-1", "渡口没有灯", 1)]
        page.goto(f"{site}/letters/new/")
        page.wait_for_timeout(300)
        assert page.get_by_text("没有发出").count() == 0
        assert arrived == [("k-1", "渡口没有灯", 1)]


def test_letter_kept_without_network_survives_closing_the_page(browser: Browser, site: str, tmp_path: Path) -> None:
    arrived.clear()
    with context(browser) as opened:
        page = opened.new_page()
        page.goto(f"{site}/letters/new/")
        page.get_by_label("标题").fill("桥面坑洼")
        page.locator("input[type=file]").first.set_input_files(photo(tmp_path))
        page.get_by_text("已选").wait_for()
        opened.set_offline(True)
        page.get_by_role("button", name="提交").click()
        page.get_by_text("现在没有网络").wait_for()
        page.close()
        opened.set_offline(False)
        later = opened.new_page()
        later.goto(f"{site}/letters/")
        later.get_by_role("link", name="去发送").click()
        later.get_by_role("button", name="现在发送").click()
        later.get_by_text("已收到").wait_for()
        assert arrived == [("k-1", "桥面坑洼", 1)]


def test_a_picture_is_made_smaller_and_can_be_private(browser: Browser, site: str, tmp_path: Path) -> None:
    with context(browser) as opened:
        page = opened.new_page()
        page.goto(f"{site}/letters/new/")
        picture = photo(tmp_path)
        assert page.get_by_label("这张不公开").count() == 0 or not page.get_by_label("这张不公开").first.is_visible()
        page.locator("input[type=file]").first.set_input_files(picture)
        page.get_by_text("已选").wait_for()
        size = page.evaluate("document.querySelector('input[type=file]').files[0].size")
        assert size < picture.stat().st_size
        assert page.get_by_label("这张不公开").first.is_visible()
        assert page.locator(".shot img").count() == 1


def test_pressing_twice_sends_once(browser: Browser, site: str) -> None:
    arrived.clear()
    with context(browser) as opened:
        page = opened.new_page()
        page.goto(f"{site}/letters/new/")
        page.get_by_label("标题").fill("双击两次")
        page.get_by_role("button", name="提交").dblclick(no_wait_after=True)
        page.get_by_text("已收到").wait_for()
        assert arrived == [("k-1", "双击两次", 1 - 1)]


def test_characters_left_are_counted(browser: Browser, site: str) -> None:
    with context(browser) as opened:
        page = opened.new_page()
        page.goto(f"{site}/sample/")
        area = page.locator("textarea").first
        area.fill("路灯" * 10)
        assert page.get_by_text("已写 20 字").is_visible()


def _kept(page: Page) -> list[str]:
    return page.evaluate(KEPT)  # type: ignore[no-any-return]


def test_worker_serves_public_pages_offline_and_keeps_nothing_private(browser: Browser, site: str) -> None:
    with context(browser, workers="allow") as opened:
        page = opened.new_page()
        page.goto(f"{site}/")
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        page.wait_for_function("navigator.serviceWorker.controller !== null")
        for path in ("/letters/", "/me/", "/letters/track/", "/sample/"):
            page.goto(site + path)
        page.wait_for_timeout(300)
        kept = _kept(page)
        assert "/letters/" in kept
        assert "/offline/" in kept
        assert not {"/me/", "/letters/track/"} & set(kept)
        # carries a token made for one visitor (Vary: Cookie)
        assert "/sample/" not in kept
        opened.set_offline(True)
        page.goto(f"{site}/letters/")
        assert page.get_by_role("heading", name="公开页").is_visible()
        page.goto(f"{site}/me/")
        assert page.get_by_role("heading", name="现在没有网络").is_visible()
