"""A refusal that nobody reads is none: `Denied` counts as false, so whoever asks ``if denied`` hides it."""

from __future__ import annotations

import re
from pathlib import Path

SOURCES = Path(__file__).resolve().parents[2] / "src/lianxin"
TAG = re.compile(r"{%\s*(?:if|elif)\b[^%]*?\bdenied(?![\w.])(?!\s+is\b)[^%]*%}")


def wrong(text: str, pattern: re.Pattern[str]) -> list[str]:
    return [found[0] for found in pattern.finditer(text)]


def test_templates_compare_a_refusal_with_none() -> None:
    found = {path.name: bad for path in SOURCES.rglob("*.html") if (bad := wrong(path.read_text("utf-8"), TAG))}
    assert found == {}, "write: denied is not None"


def test_what_the_patterns_find() -> None:
    for text in ("{% if denied %}", "{% elif denied %}", "{% if not b.denied %}", "{% if form and denied %}"):
        assert wrong(text, TAG), text
    for text in ("{% if denied is not None %}", "{% if denied.code == 'stale' %}", "{% if rule_denied.rule %}"):
        assert not wrong(text, TAG), text
