"""Somebody in front of a screen: opens pages, fills in forms, presses buttons, and looks at what comes."""

from __future__ import annotations

import os
import re
from pathlib import Path

from PIL import Image
from playwright.sync_api import APIRequestContext, BrowserContext, Locator, Page, ViewportSize, expect

from .house import ROOT
from .watching import Watch, barriers, is_new_at, sticking_out

PICTURES = ROOT / "docs/guide/images"
COLOURS = 128


class Visitor:
    """One browser context with one page. `look()` checks what must hold on every page."""

    def __init__(
        self,
        context: BrowserContext,
        site: str,
        watch: Watch,
        mode: str,
        scripts: bool,
        other: ViewportSize | None = None,
    ) -> None:
        """other: another screen on which every new kind of page is measured too."""
        self.context, self.site, self.watch, self.mode, self.scripts = context, site, watch, mode, scripts
        self.other = other
        self.page = context.new_page()
        self._inside = ("", "")
        self._scrolled = False

    @property
    def request(self) -> APIRequestContext:
        return self.context.request

    @property
    def path(self) -> str:
        return self.page.url.removeprefix(self.site)

    @property
    def pk(self) -> int:
        """Number in the address of a letter's page."""
        found = re.search(r"/(\d+)/", self.path)
        assert found, self.path
        return int(found[1])

    @property
    def main(self) -> Locator:
        return self.page.locator("main")

    def open(self, path: str) -> Visitor:
        self.page.goto(self.site + path)
        return self.look()

    def within(self, css: str, text: str) -> Visitor:
        """The next press happens in the one part of the page that says `text`."""
        self._inside = (css, text)
        return self

    def button(self, name: str) -> Locator:
        """A button or a link by its words, the first of them that can be seen."""
        css, text = self._inside
        self._inside = ("", "")
        part = self.page.locator(css, has_text=text) if css else self.page
        wanted = part.get_by_role("button", name=name, exact=True).or_(part.get_by_role("link", name=name, exact=True))
        return wanted.locator("visible=true").first

    def press(self, name: str, *, stay: bool = False) -> Visitor:
        """Press it and look at the page that comes; stay: the page answers by itself."""
        if stay:
            self.button(name).click()
        else:
            self._leave_by(self.button(name))
        return self.look()

    def _leave_by(self, button: Locator) -> None:
        """Press it and wait for the next document: a form that saves itself gives its page another address, and that
        counts as a navigation, but it loads nothing."""
        with self.page.expect_event("load"):
            button.click()

    def looks_for_what_is_listed(self) -> Visitor:
        """Searches for the beginning of the first title on this page: what the demonstration holds changes."""
        words = self.page.locator("main ul.lines h3 a").first.inner_text()[:4]
        self.fill(q=words).within("main", "").press("搜索").sees("找到")
        assert words in self.page.locator("main ul.lines h3 a").first.inner_text()
        return self

    def follow(self, css: str) -> Visitor:
        """The first link that `css` finds, and a look at the page behind it."""
        self._leave_by(self.page.locator(css).locator("visible=true").first)
        return self.look()

    def submit(self) -> Visitor:
        """The last button of a desk form, whatever it says: its words follow what was chosen."""
        self._leave_by(self.page.locator("form.act-form > .actions > button").first)
        return self.look()

    def fill(self, **fields: str) -> Visitor:
        """Texts, choices and boxes by the name of the field, as somebody does it who sees the form."""
        for name, value in fields.items():
            field = self.page.locator(f":is(input, select, textarea)[name='{name}']").locator("visible=true").first
            kind = field.evaluate("e => e.type")
            if kind in ("radio", "checkbox"):
                self.page.locator(f"[name='{name}'][value='{value}']").check()
            elif kind == "select-one":
                option = field.locator("option", has_text=value).first
                field.select_option(value=option.get_attribute("value"))
            else:
                field.fill(value)
        return self

    def look(self) -> Visitor:
        """It is accessible and does not scroll sideways, on the screen of the journey and on the other one."""
        self._measure()
        here = self.page.viewport_size
        if self.other and here and is_new_at(self.page, self.mode, self.watch.seen, self.other["width"]):
            self.page.set_viewport_size(self.other)
            self._measure()
            self.page.set_viewport_size(here)
        if "LIANXIN_SHOTS" in os.environ:
            self._shoot(Path(os.environ["LIANXIN_SHOTS"]))
        return self

    def _measure(self) -> None:
        size = self.page.viewport_size
        assert sticking_out(self.page) == [], f"{self.path} {size}"
        if self.scripts:  # axe-core is a script itself
            found = barriers(self.page, self.mode, self.watch.seen)
            assert found == [], f"{self.path} {size} {found}"

    def sees(self, *texts: str) -> Visitor:
        for text in texts:
            expect(self.page.get_by_text(text).locator("visible=true").first).to_be_visible()
        return self

    def misses(self, *texts: str) -> Visitor:
        for text in texts:
            expect(self.page.get_by_text(text).locator("visible=true")).to_have_count(0)
        return self

    def told_off(self, field: str, *, kept: dict[str, str] | None = None) -> Visitor:
        """The form came back: summary on top and focused, the field named there and marked, texts still there."""
        summary = self.page.locator("[data-summary]")
        expect(summary).to_be_focused()
        expect(summary.locator("li").first).to_be_visible()
        expect(self.page.locator(f".field.wrong:has([name='{field}']) .error").first).to_be_visible()
        expect(summary.locator(f"a[href='#id_{field}']")).to_be_visible()
        for name, value in (kept or {}).items():
            expect(self.page.locator(f"main form [name='{name}']").first).to_have_value(value)
        return self

    def _shoot(self, folder: Path) -> None:
        """For whoever wants to see what the journeys saw: LIANXIN_SHOTS names a folder."""
        folder.mkdir(parents=True, exist_ok=True)
        width = (self.page.viewport_size or {"width": 0})["width"]
        name = re.sub(r"\W+", "-", re.sub(r"\d+", "n", self.path.partition("?")[0])).strip("-") or "home"
        marks = "-wrong" if self.page.locator("[data-summary]").count() else ""
        self.page.screenshot(path=folder / f"{name}-{width}{self.mode}{marks}.png", full_page=True)

    def shows(self, text: str, css: str = "") -> Visitor:
        """Scroll until the words, or the part of a page, stand at the top, for a picture of what is further down."""
        part = self.page.locator(css) if css else self.page.get_by_text(text)
        part.locator("visible=true").first.evaluate("e => scrollTo(0, e.getBoundingClientRect().top + scrollY - 24)")
        self._scrolled = True
        return self

    def picture(self, name: str) -> Visitor:
        """A picture for the guide; only on request, so that a test run leaves the repository as it was."""
        here = self.page.viewport_size
        fits = [size for size in (here, self.other) if size and (size["width"] < 600) == (not name.endswith("-desk"))]
        if os.environ.get("LIANXIN_PICTURES") == "1" and here and fits:
            self.page.set_viewport_size(fits[0])
            if not self._scrolled:
                self.page.evaluate("scrollTo(0, 0)")
            keep(self.page, PICTURES / f"{name}.png")
            self.page.set_viewport_size(here)
        self._scrolled = False
        return self


def keep(page: Page, path: Path) -> None:
    """What the screen shows, in few colours: a page has not many."""
    path.parent.mkdir(parents=True, exist_ok=True)
    raw = path.with_suffix(".raw.png")
    page.screenshot(path=raw, animations="disabled")
    with Image.open(raw) as picture:
        picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
    raw.unlink()
