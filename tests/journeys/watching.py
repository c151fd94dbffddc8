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
#: every element with the one around it: what both are, which attributes they have, whether they are wrong or hidden.
#: Names and roles hang on that, colours on the classes.
_WHAT = """const what = (e) => e.tagName + '[' + e.getAttributeNames().filter((n) => n !== 'class').sort() + ']' + (e.type || '')
  + (e.getAttribute('role') || '') + (e.getAttribute('aria-invalid') || '');
  const part = (e) => what(e.parentElement) + '>' + what(e), paint = (e) => e.tagName + '.' + e.className;
  const shade = (e) => paint(e.parentElement) + '>' + paint(e), all = [...document.querySelectorAll('body, body *')];"""
_PARTS = f"() => {{ {_WHAT} return [[...new Set(all.map(part))], [...new Set(all.map(shade))]]; }}"
_AXE = f"""([tags, whole, parts, shades]) => {{ {_WHAT}
  const fresh = new Set(parts), faint = new Set(shades), colours = shades.length > 0;
  const where = whole ? document : {{ include: all.filter((e) => fresh.has(part(e)) || faint.has(shade(e))) }};
  const only = whole || parts.length ? tags : {{ type: 'rule', values: ['color-contrast'] }};
  return axe.run(where, {{ runOnly: only, rules: {{ 'color-contrast': {{ enabled: colours }} }}, resultTypes: ['violations'],
      preload: false, selectors: false }})
    .then((found) => found.violations.map((v) => [v.id, v.nodes.map((n) => n.html.slice(0, 120))])); }}"""
#: numbers and UUIDs in the addresses of pages of one kind
_OF_ONE_THING = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9]+")
#: where the style sheets change the layout
_LAYOUTS = (300, 480, 600, 720, 960)
_WIDE = """() => document.documentElement.scrollWidth <= document.documentElement.clientWidth ? []
  : [...document.querySelectorAll('body *')].filter((e) => e.getBoundingClientRect().right > innerWidth + 1)
    .slice(0, 5).map((e) => e.outerHTML.slice(0, 100))"""


class Watch:
    """Collects what no journey may cause: script errors, refused content, requests to other hosts."""

    def __init__(self, context: BrowserContext, house: House, allow: frozenset[int], errors: str = "") -> None:
        self.troubles: list[str] = []
        self.seen = Seen(house.seen)
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


class Seen:
    """What was looked at without finding anything, by all workers of a test session.

    A page of a kind is looked at whole once for each mode, and later whatever it shows that no page so far had: an error
    beside a field or an empty list in each layout, a colour in each mode.
    """

    def __init__(self, folder: Path) -> None:
        self._folder, self._known, self._read = folder, {}, {}  # type: dict[str, set[str]], dict[str, int]

    def fresh(self, way: str, parts: dict[str, str]) -> list[str]:
        """The parts (by their marks) that were not looked at yet."""
        known, path = self._known.setdefault(way, set()), self._folder / way
        if path.exists() and path.stat().st_size > self._read.get(way, 0):
            text = path.read_text()
            known.update(text[: text.rfind("\n") + 1].split())
            self._read[way] = len(text)
        return [part for mark, part in parts.items() if mark not in known]

    def add(self, way: str, parts: dict[str, str]) -> None:
        """Note them for every worker."""
        with (self._folder / way).open("a") as file:
            file.write("".join(f"{mark}\n" for mark in parts))


def _mark(part: str) -> str:
    return hashlib.blake2b(part.encode(), digest_size=8).hexdigest()


class Sight:
    """What a page shows at a width, and what of it nobody has looked at yet in that layout and mode."""

    def __init__(self, page: Page, mode: str, seen: Seen, width: int = 0) -> None:
        self.page, self.mode, self.seen = page, mode, seen
        width = width or (page.viewport_size or {"width": 0})["width"]
        layout = sum(width >= edge for edge in _LAYOUTS)
        address = urlsplit(page.url)
        names = sorted(re.findall(r"(?:^|&)([\w-]+)=", address.query))
        kind = f"{_OF_ONE_THING.sub('N', address.path)}?{names}"
        self.ways = (f"{layout}-{mode}", f"kinds-{mode}", f"shapes-{layout}-{mode}", f"colours-{mode}")
        parts, shades = ({_mark(part): part for part in shown} for shown in page.evaluate(_PARTS))
        self._shown = dict(zip(self.ways, (parts, {_mark(kind): kind}, {_mark(kind): kind}, shades), strict=True))
        self.parts, kinds, shapes, self.shades = (seen.fresh(way, self._shown[way]) for way in self.ways)
        self.whole, self.unshaped = bool(kinds), bool(shapes)

    @property
    def news(self) -> bool:
        return bool(self.whole or self.parts or self.shades)

    def done(self) -> None:
        for way, shown in self._shown.items():
            self.seen.add(way, shown)


def barriers(page: Page, mode: str, seen: Seen) -> list[Any]:
    """WCAG 2.2 A and AA violations by axe-core. What was looked at before is not looked at again (`Seen`)."""
    sight = Sight(page, mode, seen)
    found: list[Any] = []
    if sight.news:
        page.evaluate(AXE_SCRIPT)
        # Names, order and landmarks of a new kind of page. Every run takes in the whole document before it asks about
        # the parts, so all rules go in one.
        # Contrast takes as long as all others together, and colours hang on the mode and not on the width.
        found = page.evaluate(_AXE, [TAGS, sight.whole, sight.parts, sight.shades])
    if not found and (sight.news or sight.unshaped):
        sight.done()
    return found


def is_new_at(page: Page, mode: str, seen: Seen, width: int) -> bool:
    """Whether a page of this kind, or something that it shows, was at such a width on no journey so far."""
    sight = Sight(page, mode, seen, width)
    return sight.unshaped or bool(sight.parts)


def sticking_out(page: Page) -> list[str]:
    """Elements that make the page scroll sideways."""
    found: list[str] = page.evaluate(_WIDE)
    return found
