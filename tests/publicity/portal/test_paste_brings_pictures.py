"""Pasting from Word or WPS in a browser: the pictures of the clipboard go into the form with the text (bad input of R157)."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page

import lianxin.publicity.portal as room
from tests.ui.driving import MARKS, chromium

pytestmark = MARKS
SITE = "http://portal.test"
SCRIPT = (Path(room.__file__).parent / "static" / "portal" / "paste.js").read_text()
FORM = """<!doctype html><meta charset="utf-8"><textarea data-paste></textarea><input name="html" type="hidden">
<input type="file" multiple data-paste-pictures><p data-paste-note></p><script type="module" src="/paste.js"></script>"""
#: what a browser does when somebody presses Ctrl+V
PASTE = """([html, rtf]) => { const data = new DataTransfer(); data.setData("text/html", html); data.setData("text/rtf", rtf);
document.querySelector("textarea").dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true })); }"""
FILES = """async () => Promise.all([...document.querySelector("[type=file]").files].map(async (file) =>
[file.name, file.type, [...new Uint8Array(await file.arrayBuffer())]]))"""
HTML = """<p>前</p><img width=60 src="file:///C:/Temp/msohtmlclip1/01/clip_image002.png"><p>后</p>
<img src='file:///C:/Temp/msohtmlclip1/01/clip_image004.jpg'><img src="https://example.org/other.png">"""


def drawn(kind: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (6, 4), "red").save(out, kind)
    return out.getvalue()


def rtf(*pictures: tuple[str, bytes]) -> str:
    """As Word writes it: each picture with its marks and a second drawing for old programs."""
    parts = []
    for kind, data in pictures:
        digits = data.hex()
        lines = "\n".join(digits[n : n + 64] for n in range(0, len(digits), 64))
        head = r"{\*\shppict{\pict{\*\picprop\shplid1025{\sp{\sn shapeType}{\sv 75}}}\picscalex100\picw60\%sblip\bliptag-17{\*\blipuid 00ff11}"
        parts.append(head % kind + f"\n{lines}" + r"}}{\nonshppict{\pict\wmetafile8\picw60 0100090000}}")
    return r"{\rtf1\ansi{\fonttbl{\f0 SimSun;}}\pard " + r"\par ".join(parts) + "}"


def opened(browser: Any) -> Page:
    page: Page = browser.new_context().new_page()
    files = {"/paste.js": ("text/javascript", SCRIPT)}
    page.route(
        "**/*",
        lambda route: route.fulfill(
            content_type=files.get(route.request.url.removeprefix(SITE), ("text/html", ""))[0],
            body=files.get(route.request.url.removeprefix(SITE), ("", FORM))[1],
        ),
    )
    page.goto(f"{SITE}/form/")
    return page


@pytest.mark.enable_socket
def test_pictures_of_word_come_with_the_text() -> None:
    """Named as the text names them, byte for byte; a clipboard that does not fit the text brings none."""
    png, jpeg = drawn("PNG"), drawn("JPEG")
    with chromium() as browser:
        page = opened(browser)
        page.evaluate(PASTE, [HTML, rtf(("png", png), ("jpeg", jpeg))])
        page.wait_for_function("document.querySelector('[data-paste-note]').textContent")
        assert "2 张图片" in page.inner_text("[data-paste-note]")
        assert page.evaluate(FILES) == [
            ["clip_image002.png", "image/png", list(png)],
            ["clip_image004.jpeg", "image/jpeg", list(jpeg)],
        ]
        assert page.input_value("[name=html]") == HTML
        for odd in (rtf(("png", png)), "", "{\\pict{{{", rtf(("png", b"")) * 2):
            page = opened(browser)
            page.evaluate(PASTE, [HTML, odd])
            page.wait_for_function("document.querySelector('[data-paste-note]').textContent")
            assert page.evaluate(FILES) == [], odd[:40]
            assert page.input_value("[name=html]") == HTML, "the words come in any case"
