"""断点续看 (R004): a reader who left in the middle goes on there; kept on the own device and sent to nobody."""

from __future__ import annotations

import io
import re
import wave
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

import lianxin.publicity.media as room
from tests.ui.driving import MARKS, chromium

pytestmark = MARKS
SITE = "http://portal.test"
SCRIPT = (Path(room.__file__).parent / "static" / "media" / "player.js").read_text()
PAGE = """<!doctype html><meta charset="utf-8"><div data-player="7"><audio controls preload="metadata">
<source src="/sound.wav" type="audio/wav"></audio></div><script type="module" src="/player.js"></script>"""


def sound(seconds: int = 60) -> bytes:
    """Silence of so many seconds."""
    data = io.BytesIO()
    with wave.open(data, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(1)
        out.setframerate(3000)
        out.writeframes(b"\x80" * 3000 * seconds)
    return data.getvalue()


def opened(page: Page) -> Page:
    page.goto(f"{SITE}/item/")
    page.wait_for_function("document.querySelector('audio').readyState >= 1 && document.querySelector('[data-key]')")
    return page


def at(page: Page, second: float) -> None:
    """Move along as playing does, then let the page note it."""
    page.evaluate("s => { document.querySelector('audio').currentTime = s }", second)
    page.wait_for_function(
        "s => document.querySelector('audio').currentTime === s && !document.querySelector('audio').seeking", arg=second
    )
    page.evaluate("document.querySelector('audio').dispatchEvent(new Event('timeupdate'))")


@pytest.mark.enable_socket
def test_it_goes_on_where_one_stopped_and_from_the_start_when_asked() -> None:
    asked: list[str] = []
    files = {"/sound.wav": ("audio/wav", sound()), "/player.js": ("text/javascript", SCRIPT.encode())}

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(SITE)
        asked.append(f"{route.request.method} {path}")
        kind, body = files.get(path, ("text/html", PAGE.encode()))
        wanted = re.match(r"bytes=(\d+)-(\d*)", route.request.headers.get("range", ""))
        if wanted is None:
            route.fulfill(content_type=kind, body=body)
            return
        first, last = int(wanted[1]), min(int(wanted[2] or len(body)), len(body) - 1)
        said = {"Accept-Ranges": "bytes", "Content-Range": f"bytes {first}-{last}/{len(body)}", "Content-Type": kind}
        route.fulfill(status=206, headers=said, body=body[first : last + 1])

    with chromium() as browser:
        page = browser.new_context().new_page()
        page.route("**/*", answer)
        at(opened(page), 33)
        opened(page)
        expect(page.get_by_role("status")).to_contain_text("上次看到 0 分 33 秒")
        page.wait_for_function("document.querySelector('audio').currentTime === 33")
        page.get_by_role("button", name="退 10 秒").click()
        page.wait_for_function("document.querySelector('audio').currentTime === 23")
        page.evaluate("HTMLMediaElement.prototype.play = async () => {}")
        page.get_by_role("button", name="从头播放").click()
        page.wait_for_function("document.querySelector('audio').currentTime === 0")
        opened(page)
        assert page.get_by_role("status").text_content() == ""
        at(page, 40)
        page.evaluate("document.querySelector('audio').dispatchEvent(new Event('ended'))")
        assert page.evaluate("localStorage.length") == 0, "what was heard to its end begins anew"
    assert {line.split()[0] for line in asked} == {"GET"}
    assert {line.split()[1] for line in asked} <= {"/item/", "/sound.wav", "/player.js", "/favicon.ico"}, (
        "no second is sent"
    )
