"""Weight of what a phone has to fetch, and what it never fetches from elsewhere."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

from .css import STATIC

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted(p for p in (ROOT / "src").rglob("templates/**/*") if p.suffix in {".html", ".svg"})
SCRIPTS = sorted((ROOT / "src").rglob("static/**/*.js"))
SHEETS = sorted((ROOT / "src").rglob("static/**/*.css"))


def weight(paths: list[Path]) -> int:
    return sum(len(gzip.compress(p.read_bytes(), 9)) for p in paths)


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_style_sheet_is_light() -> None:
    assert weight([STATIC / "lianxin.css"]) < 12_000


def test_scripts_of_a_public_form_page_are_light() -> None:
    assert weight([STATIC / "js" / f for f in ("shell.js", "forms.js", "drafts.js", "offline.js")]) < 10_000


def test_icons_are_light() -> None:
    assert sum(p.stat().st_size for p in (STATIC / "icons").glob("*.png")) < 20_000


@pytest.mark.parametrize("path", [*TEMPLATES, *SCRIPTS, *SHEETS], ids=name)
def test_no_third_party_host(path: Path) -> None:
    text = re.sub(r"https?://(www\.w3\.org|schema\.org)/\S*", "", path.read_text())
    hosts = re.findall(r"""(?:src|href|action|url\(|import|from|fetch\()\s*=?\s*["'(]?\s*(?:https?:)?//[\w.-]+""", text)
    assert hosts == []


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_nothing_inline(path: Path) -> None:
    """The content security policy forbids it; a browser would drop it without a word."""
    text = re.sub(r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}", "", path.read_text(), flags=re.DOTALL)
    assert not re.search(r"<[^>]*\sstyle\s*=", text), "style attribute"
    assert not re.search(r"<[^>]*\son[a-z]+\s*=", text), "event handler"
    assert not re.search(r"<style\b", text), "style element"
    assert not re.search(r"(?:href|src|action)\s*=\s*[\"']?javascript:", text), "javascript: address"
    scripts = re.findall(r"<script\b([^>]*)>", text)
    # blocks of data are no scripts
    assert all("src=" in s or "application/ld+json" in s or "application/json" in s for s in scripts), "inline script"


def test_scripts_need_no_eval() -> None:
    for path in SCRIPTS:
        assert not re.search(r"\beval\(|new Function\(|document\.write|\.style\.", path.read_text()), name(path)
