"""What must hold on every page that somebody opens, whatever they came for."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request

from .house import House

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
#: answers to a form that cannot be carried out; the browser reports them like a missing picture
ANSWERS = frozenset({409, 422})
_AXE = """(tags) => axe.run({ runOnly: tags, resultTypes: ['violations'] })
  .then((found) => found.violations.map((v) => [v.id, v.nodes.map((n) => n.html.slice(0, 120))]))"""
#: which elements stand on the page; two pages with the same set have the same faults
_SHAPE = """() => [...new Set([...document.querySelectorAll('body *')].map((e) => e.tagName + '.' + e.className
  + (e.hidden ? '-' : '') + (e.getAttribute('aria-invalid') ? '!' : '')))].sort().join(' ')"""
_WIDE = """() => document.documentElement.scrollWidth <= document.documentElement.clientWidth ? []
  : [...document.querySelectorAll('body *')].filter((e) => e.getBoundingClientRect().right > innerWidth + 1)
    .slice(0, 5).map((e) => e.outerHTML.slice(0, 100))"""


class Watch:
    """Collects what no journey may cause: script errors, refused content, requests to other hosts."""

    def __init__(self, context: BrowserContext, house: House, allow: frozenset[int], errors: str = "") -> None:
        self.troubles: list[str] = []
        self.seen = house.seen
        self._host, self._allow, self._errors = urlsplit(house.url).netloc, ANSWERS | allow, errors
        context.on("console", self._said)
        context.on("weberror", lambda e: self.troubles.append(f"script error: {e.error}"))
        context.on("request", self._asked)

    def _said(self, message: ConsoleMessage) -> None:
        if self._errors and re.search(self._errors, message.text):
            return
        status = re.search(r"Failed to load resource: the server responded with a status of (\d+)", message.text)
        if message.type == "error" and not (status and int(status[1]) in self._allow):
            self.troubles.append(f"console: {message.text[:300]} ({message.location.get('url')})")

    def _asked(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in ("http", "https", "ws", "wss") and address.netloc != self._host:
            self.troubles.append(f"asked another host: {request.url}")


def barriers(page: Page, mode: str, seen: Path) -> list[Any]:
    """WCAG 2.2 A and AA violations by axe-core. A page of a shape that was looked at before is not looked at again.

    seen: a folder of this test session, where all workers note the shapes without any violation.
    """
    size = page.viewport_size or {"width": 0}
    shape = f"{size['width']} {mode} {page.evaluate(_SHAPE)}"
    mark = seen / hashlib.sha256(shape.encode()).hexdigest()
    if mark.exists():
        return []
    page.evaluate(AXE_SCRIPT)
    found: list[Any] = page.evaluate(_AXE, TAGS)
    if not found:
        mark.touch()
    return found


def sticking_out(page: Page) -> list[str]:
    """Elements that make the page scroll sideways."""
    found: list[str] = page.evaluate(_WIDE)
    return found
