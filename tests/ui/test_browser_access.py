"""A11Y-02, A11Y-03 in a real browser: axe-core, sizes, keyboard, read-aloud, without scripts."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from .driving import DESK, MARKS, PHONE, SMALL, context

pytestmark = MARKS

SMALL_TARGETS = """(least) =>
  [...document.querySelectorAll('a, button, summary, select, textarea, input:not([type=hidden])')].filter((e) => {
    const r = e.getBoundingClientRect();
    if (!r.width || !r.height || e.matches('.skip, .file') || getComputedStyle(e).display === 'inline') return false;
    if (e.matches('[type=checkbox], [type=radio]')) return false;  /* their label is the target */
    return r.height < least - .5 || r.width < least - .5;
  }).map((e) => e.outerHTML.slice(0, 90))"""
SPACING = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
    p { margin-bottom: 2em !important }`);
  document.adoptedStyleSheets = [sheet];
}"""
VOICE = """
  const spoken = (window.spoken = []);
  const speak = (u) => {
    spoken.push(u.text);
    setTimeout(() => u.onstart && u.onstart(), 0);
    window.finish = () => u.onend();
  };
  Object.defineProperty(window, 'speechSynthesis', { value: { getVoices: () => [], cancel: () => {}, speak } });
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
"""


#: every mode on the phone; on the other sizes the usual look and the one that needs most room
LOOKS = [(PHONE, mode) for mode in ("", "elder", "contrast", "elder.contrast")]
LOOKS += [(size, mode) for size in (DESK, SMALL) for mode in ("", "elder")]


@pytest.mark.parametrize(("size", "mode"), LOOKS, ids=[f"{s['width']}-{m or 'usual'}" for s, m in LOOKS])
@pytest.mark.parametrize("path", ["/sample/", "/sample/?desk"])
def test_accessible_in_every_size_and_mode(
    browser: Browser, site: str, size: dict[str, int], mode: str, path: str
) -> None:
    """WCAG 2.2 AA by axe-core; no sideways scrolling; targets of 44 px, 60 px in 长辈版."""
    with context(browser, size, mode, site) as opened:
        page = opened.new_page()
        said: list[str] = []
        page.on("console", lambda m: said.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda e: said.append(str(e)))
        page.goto(site + path)
        found = Axe().run(
            page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
        )
        assert [(v["id"], [n["html"][:90] for n in v["nodes"]]) for v in found.response["violations"]] == []
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
        assert page.evaluate(SMALL_TARGETS, 60 if "elder" in mode else 44) == []
        assert said == []


def test_text_spacing_of_wcag_breaks_nothing(browser: Browser, site: str) -> None:
    with context(browser, SMALL) as opened:
        page = opened.new_page()
        page.goto(f"{site}/sample/")
        page.evaluate(SPACING)
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_focus_is_never_hidden_by_the_tabs(browser: Browser, site: str) -> None:
    with context(browser) as opened:
        page = opened.new_page()
        page.goto(f"{site}/sample/")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") in {"skip", ""}
        for _ in range(60):
            page.keyboard.press("Tab")
            hidden = page.evaluate("""() => {
                const e = document.activeElement, tabs = document.querySelector('.tabs');
                if (e === document.body || tabs.contains(e)) return false;
                const r = e.getBoundingClientRect();
                return r.top >= tabs.getBoundingClientRect().top || r.bottom <= 0 ? e.outerHTML.slice(0, 90) : false;
            }""")
            assert hidden is False


def test_mode_switch_works_without_scripts(browser: Browser, site: str) -> None:
    with browser.new_context(viewport=PHONE, java_script_enabled=False) as opened:  # type: ignore[arg-type]
        page = opened.new_page()
        page.goto(f"{site}/letters/?kind=help")
        page.get_by_role("button", name="长辈版", exact=True).click()
        assert page.url == f"{site}/letters/?kind=help"
        assert page.locator("html").get_attribute("data-mode") == "elder"
        page.get_by_role("button", name="标准版", exact=True).click()
        assert page.locator("html").get_attribute("data-mode") is None


def test_read_aloud_marks_the_sentence_and_hides_when_the_browser_is_mute(browser: Browser, site: str) -> None:
    with context(browser) as opened:
        page = opened.new_page()
        page.add_init_script(VOICE)
        page.goto(f"{site}/letters/")
        page.get_by_role("button", name="朗读").click()
        page.wait_for_function("CSS.highlights.has('reading')")
        page.evaluate("finish()")
        page.evaluate("finish()")
        assert page.evaluate("spoken") == ["公开页", "路灯坏了六盏。", "老人晚上不敢走。"]
        page.get_by_role("button", name="停止").click()
        assert page.evaluate("CSS.highlights.has('reading')") is False
        mute = opened.new_page()
        mute.add_init_script("Object.defineProperty(window, 'speechSynthesis', { value: undefined })")
        mute.goto(f"{site}/letters/")
        assert mute.locator("[data-read]").is_hidden()


def test_list_keys_work_inside_the_list_only(browser: Browser, site: str) -> None:
    with context(browser, DESK) as opened:
        page = opened.new_page()
        page.goto(f"{site}/sample/?desk")
        page.keyboard.press("j")
        assert page.evaluate("document.activeElement === document.body")
        page.locator("tbody a").first.focus()
        page.keyboard.press("j")
        page.keyboard.press("j")
        page.keyboard.press("k")
        assert page.evaluate("[...document.querySelectorAll('tbody a')].indexOf(document.activeElement)") == 1
        page.keyboard.press("x")
        assert page.locator("tbody input").nth(1).is_checked()
        assert page.get_by_text("已选 1 件").is_visible()
