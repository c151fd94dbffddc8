"""What is published goes out, is printed, followed and embedded (R155, APP-02); few walks, each a whole way."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from playwright.sync_api import Browser, Page, expect

from tests.publicity.channels.wire import running

from .conftest import PHONE
from .house import House
from .sizes import at_a_desk, on_a_phone
from .visiting import Visitor

#: a browser with a push service, which the tests have none of; everything else is the real one
PUSHING = """
  const keys = { p256dh: "B" + "A".repeat(86), auth: "A".repeat(22) };
  const made = () => ({ endpoint: "https://fcm.googleapis.com/invented", toJSON() { return { endpoint: this.endpoint, keys }; },
    async unsubscribe() { held = null; return true; } });
  let held = null;
  Notification.requestPermission = async () => "granted";
  PushManager.prototype.subscribe = async function (wanted) {
    if (!wanted.userVisibleOnly || wanted.applicationServerKey.length !== 65) throw new Error("refused");
    return (held = made());
  };
  PushManager.prototype.getSubscription = async () => held;
"""
#: the page of somebody else: it tries to talk to the frame and to pass for it
FOREIGN = """<!doctype html><meta charset="utf-8"><title>别的网站</title><body>
<script src="{site}/embed/lianxin-embed.js" async></script>
<lianxin-embed src="{site}/embed/letters/?size=12" label="最近答复的留言"></lianxin-embed>
<lianxin-embed src="{site}/letters/new/" label="不是可以嵌入的"></lianxin-embed>
<script>window.postMessage({{ lianxinHeight: 3999 }}, "*");</script>"""


@contextmanager
def elsewhere(page: str) -> Iterator[str]:
    """Another site on this machine, with one page."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(page.encode())

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    with running(server):
        yield f"http://127.0.0.1:{server.server_address[1]}/"


@on_a_phone
def test_an_item_is_sent_from_the_desk(visit: Callable[..., Visitor]) -> None:
    desk = visit("xianwei").open("/workbench/channels/").sees("刚发布，还没有对外发布")
    desk.follow("main section a[href='/workbench/channels/offers/']").follow("main a[href*='/send/article/']")
    title = desk.main.locator("h1").inner_text()
    desk.press("发布到选中的账号").sees("请至少选择一个账号")
    desk.page.get_by_role("checkbox", name=re.compile("邮件简报")).first.check()
    desk.fill(when="at", at="2020-01-01T08:00").press("发布到选中的账号").sees("请填今后 60 天以内的时间。")
    expect(desk.page.get_by_role("checkbox", name=re.compile("邮件简报")).first).to_be_checked()
    desk.page.get_by_label("现在发出").check()
    desk.press("发布到选中的账号").sees("已经去了哪里", "这一版已经交给它")
    desk.open("/workbench/channels/").sees(title)


@on_a_phone
def test_a_reader_prints_and_follows(visit: Callable[..., Visitor], house: House) -> None:
    reader = visit(size=PHONE, service_workers="allow")
    reader.page.add_init_script(PUSHING)
    reader.open("/portal/").follow("main h3 a, main h2 a")
    item = reader.path
    reader.follow("a[href^='/print/article/']").sees("海报（PDF，可打印张贴）")
    poster = reader.page.locator("img.poster")
    poster.scroll_into_view_if_needed()
    expect(poster).to_have_js_property("complete", value=True)
    assert poster.evaluate("e => e.naturalWidth") > 800
    reader.open(item)
    button = reader.page.locator("[data-push] button")
    button.click()
    expect(reader.page.locator("[data-push] [role=status]")).to_contain_text("已开启")
    expect(button).to_have_text("不再提醒")
    button.click()
    expect(reader.page.locator("[data-push] [role=status]")).to_contain_text("已关闭")


def test_another_site_embeds_letters(browser: Browser, house: House) -> None:
    """The frame grows with its content; what the page around it says counts for nothing; no cookie is set."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    with elsewhere(FOREIGN.format(site=house.url)) as address:
        page.goto(address)
        _look_at_frames(page)
    assert context.cookies() == []
    context.close()


def _look_at_frames(page: Page) -> None:
    frame: Any = None
    for _ in range(50):
        frame = next((f for f in page.frames if "/embed/letters/" in f.url), None)
        if frame:
            break
        page.wait_for_timeout(100)
    assert frame is not None
    frame.wait_for_selector("main li:nth-child(5)")
    page.wait_for_timeout(300)
    inside = frame.evaluate("document.body.getBoundingClientRect().height")
    outside = page.evaluate("document.querySelector('lianxin-embed').getBoundingClientRect().height")
    assert 320 < inside < 3000
    assert abs(outside - inside) < 3, "grown to its content, not to what the page said"
    assert frame.evaluate("() => { try { return document.cookie } catch { return 'closed' } }") == "closed"
    assert not [f for f in page.frames if "/letters/new/" in f.url], "only what is meant for it is framed"


@at_a_desk
def test_the_page_about_embedding_shows_what_it_says(visit: Callable[..., Visitor]) -> None:
    desk = visit().open("/embed/").fill(kind="一个组织的党务公开").press("更新代码和预览")
    desk.sees("放进去是这个样子")
    code = desk.page.locator("#tag").inner_text()
    assert re.search(r'<lianxin-embed src="http[^"]+/embed/disclosure/[A-Z0-9-]+/"', code)
    desk.page.locator("iframe.sight").scroll_into_view_if_needed()
    inside = desk.page.frame_locator("iframe.sight")
    expect(inside.locator("h1")).to_contain_text("党务公开")
