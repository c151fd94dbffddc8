"""A browser before the frame alone: server thread, contexts, small measures. No database stands behind it."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, sync_playwright

# the same engine without windows starts and draws a fifth faster
CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium")
MARKS = [pytest.mark.journey, pytest.mark.skipif(not CHROMIUM, reason="install chromium (apt) for browser tests")]
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-sync",
    "--no-first-run",
]
PHONE, DESK, SMALL = {"width": 390, "height": 844}, {"width": 1440, "height": 900}, {"width": 320, "height": 640}


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        return


class _Threads(ThreadingMixIn, WSGIServer):
    daemon_threads = True


@contextmanager
def served() -> Iterator[str]:
    """Address of a server that answers until the block ends."""
    server = make_server("127.0.0.1", 0, StaticFilesHandler(WSGIHandler()), _Threads, _Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join(5)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium without a window."""
    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


def context(
    browser: Browser, size: dict[str, int] = PHONE, mode: str = "", site: str = "", workers: str = "block"
) -> BrowserContext:
    made = browser.new_context(viewport=size, locale="zh-CN", service_workers=workers)  # type: ignore[arg-type]
    made.set_default_timeout(8000)
    if mode:
        made.add_cookies([{"name": "lx-mode", "value": mode, "url": site}])
    return made


def photo(folder: Path) -> Path:
    """A large noisy picture, as a phone would take it."""
    path = folder / "lamp.jpg"
    Image.effect_noise((2600, 1900), 60).save(path, quality=95)
    return path
