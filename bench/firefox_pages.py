"""Walk the public main pages with Firefox, which has no driver of ours: `python bench/firefox_pages.py URL [FOLDER]`.

Firefox itself speaks WebDriver BiDi (W3C) over a web socket (``--remote-debugging-port``); a client of a few lines opens each
page on a phone and on a desk, asks whether something sticks out, whether a script failed, and takes a picture into FOLDER.
URL: a running house with the demonstration. Needs ``firefox-esr``; without one it says so and ends with 2.
"""

from __future__ import annotations

import base64
import json
import os
import re
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

PAGES = ("/", "/letters/new/", "/letters/track/", "/letters/", "/portal/", "/disclosure/", "/consult/", "/forum/", "/polls/",
         "/talks/", "/hall/", "/search/?q=医保", "/supervision/", "/help/", "/me/sign-in/")  # fmt: skip
SIZES = {"phone": (390, 844), "desk": (1440, 900)}
PATIENCE = 60
#: what sticks out to the right (px), pictures that did not load, whether the house's style is there
LOOK = """JSON.stringify({out: document.documentElement.scrollWidth - document.documentElement.clientWidth,
broken: [...document.images].filter(i => i.complete && !i.naturalWidth).length,
styled: getComputedStyle(document.documentElement).getPropertyValue('--line').trim() !== '',
heading: document.querySelectorAll('h1').length})"""


class Wire:
    """A web socket as BiDi needs it: whole text messages, masked on the way out (RFC 6455)."""

    def __init__(self, port: int, path: str) -> None:
        self.line = socket.create_connection(("127.0.0.1", port), PATIENCE)
        key = base64.b64encode(os.urandom(16)).decode()
        self.line.sendall(
            f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
        )
        answer = b""
        while b"\r\n\r\n" not in answer:
            answer += self._some(1)
        if b" 101 " not in answer.split(b"\r\n")[0]:
            raise RuntimeError(answer.decode("latin-1"))

    def send(self, text: str) -> None:
        body, mask = text.encode(), os.urandom(4)
        size = len(body)
        head = bytes([0x81, 0x80 | size]) if size < 126 else struct.pack("!BBH", 0x81, 0xFE, size)
        self.line.sendall(head + mask + bytes(byte ^ mask[at % 4] for at, byte in enumerate(body)))

    def receive(self) -> str:
        text = b""
        while True:
            first, second = self._some(2)
            size = second & 0x7F
            if size > 125:
                size = int.from_bytes(self._some(2 if size == 126 else 8), "big")
            part = self._some(size)
            if first & 0x0F in (0, 1):
                text += part
                if first & 0x80:
                    return text.decode()

    def _some(self, size: int) -> bytes:
        found = b""
        while len(found) < size:
            more = self.line.recv(size - len(found))
            if not more:
                raise RuntimeError("Firefox has closed the line")
            found += more
        return found


class Firefox:
    """One browser with one page; `troubles` are errors that scripts of the page raised."""

    def __init__(self, program: str, profile: Path) -> None:
        self.process = subprocess.Popen(
            [program, "--headless", "--no-remote", "--profile", str(profile), "--remote-debugging-port", "0"],
            stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        self.wire = Wire(self._port(), "/session")
        self.number, self.troubles = 0, list[str]()
        self.version = self.call("session.new", capabilities={})["capabilities"]["browserVersion"]
        self.call("session.subscribe", events=["log.entryAdded"])
        self.page = self.call("browsingContext.getTree")["contexts"][0]["context"]

    def _port(self) -> int:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            if found := re.search(r"ws://127\.0\.0\.1:(\d+)", line):
                return int(found[1])
        raise RuntimeError("Firefox did not start")

    def call(self, method: str, **params: Any) -> Any:
        self.number += 1
        self.wire.send(json.dumps({"id": self.number, "method": method, "params": params}))
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            said = json.loads(self.wire.receive())
            if said.get("method") == "log.entryAdded" and said["params"]["level"] == "error":
                self.troubles.append(str(said["params"].get("text"))[:200])
            if said.get("id") == self.number:
                if said["type"] == "error":
                    raise RuntimeError(f"{method}: {said['message']}")
                return said["result"]
        raise TimeoutError(method)

    def size(self, width: int, height: int) -> None:
        self.call("browsingContext.setViewport", context=self.page, viewport={"width": width, "height": height})

    def look(self, url: str, picture: Path | None) -> dict[str, Any]:
        self.troubles.clear()
        self.call("browsingContext.navigate", context=self.page, url=url, wait="complete")
        asked = {"expression": LOOK, "target": {"context": self.page}, "awaitPromise": False}
        found = json.loads(self.call("script.evaluate", **asked)["result"]["value"])
        if picture is not None:
            data = self.call("browsingContext.captureScreenshot", context=self.page)["data"]
            picture.write_bytes(base64.b64decode(data))
        return found | {"errors": list(self.troubles)}

    def close(self) -> None:
        self.process.terminate()
        self.process.wait(PATIENCE)


def wrong(found: dict[str, Any]) -> list[str]:
    """What a reader would stumble over."""
    said = [f"sticks out by {found['out']} px"] if found["out"] > 0 else []
    said += [f"{found['broken']} pictures missing"] if found["broken"] else []
    said += ["no styles"] if not found["styled"] else []
    said += [f"{found['heading']} headings"] if found["heading"] != 1 else []
    return said + found["errors"]


def main(url: str, folder: Path | None) -> int:
    program = shutil.which("firefox-esr") or shutil.which("firefox")
    if program is None:
        print("no firefox-esr here: nothing was looked at")
        return 2
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
    bad = 0
    with tempfile.TemporaryDirectory() as profile:
        # as on a phone, where a scroll bar lies over the page and takes no room
        (Path(profile) / "user.js").write_text('user_pref("ui.useOverlayScrollbars", 1);\n')
        browser = Firefox(program, Path(profile))
        try:
            for name, (width, height) in SIZES.items():
                browser.size(width, height)
                for page in PAGES:
                    slug = page.strip("/").partition("?")[0].replace("/", "-") or "home"
                    said = wrong(browser.look(url + page, folder / f"{slug}-{name}.png" if folder else None))
                    bad += bool(said)
                    print(f"{name:5} {page:20} {'; '.join(said) or 'ok'}")
            print(f"Firefox {browser.version}: {len(PAGES) * len(SIZES)} pages, {bad} with something to see to")
        finally:
            browser.close()
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1].rstrip("/"), Path(sys.argv[2]) if len(sys.argv) > 2 else None))
