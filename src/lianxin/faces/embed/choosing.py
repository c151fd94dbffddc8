"""The page that explains embedding: what was chosen, and the code that is ready to copy."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings
from django.http import QueryDict
from django.utils.html import escape

from lianxin.foundation.organisations.queries import receiving
from lianxin.publicity.disclosure.queries import reading
from lianxin.publicity.portal import outgoing
from lianxin.voice.letters.queries import statistics

from .blocks import KINDS, USUAL, build, size_of

PERIODS = list(statistics.PERIODS.items())
#: kinds whose name is a code of an organisation, and whether it may be left out
WITH_CODE = {"site": False, "letters": True, "stats": True, "disclosure": False}


@dataclass(frozen=True, slots=True)
class Choice:
    """What stands in the address of the page; `name` always exists for its kind, or is empty."""

    kind: str
    name: str
    size: int = USUAL
    period: str = ""
    mode: str = ""


def choice_of(data: QueryDict) -> Choice:
    """Read the address; what does not exist becomes the first that does."""
    kind = data.get("kind", "")
    kind = kind if kind in KINDS else "letters"
    name = data.get("column" if kind == "column" else f"{kind}-org", "")[:40]
    period = data.get("period", "")
    period = period if period in statistics.PERIODS else ""
    if (name or not WITH_CODE.get(kind)) and build(kind, name, 1) is None:
        options = columns() if kind == "column" else offices(kind)
        name = next((code for code, _ in options if code), "")
    return Choice(kind, name, size_of(data.get("size", "")), period, "elder" if data.get("mode") == "elder" else "")


def columns() -> list[tuple[str, str]]:
    """(number, name) of the columns that may be embedded."""
    return [(str(pk), title) for pk, title in outgoing.columns()]


def offices(kind: str) -> list[tuple[str, str]]:
    """(code, name) of organisations for a kind, in tree order."""
    if kind == "disclosure":
        return reading.offices()
    if kind == "site":
        return outgoing.site_codes()
    rows = [(o.code, "　" * (o.depth - 1) + o.short_name) for o in receiving()]
    return [("", "整个平台"), *rows]


def path_of(choice: Choice) -> str:
    """The address of the part, without the query of usual values."""
    base = f"/embed/{choice.kind}/{choice.name}/" if choice.name else f"/embed/{choice.kind}/"
    values = {"mode": choice.mode}
    if choice.kind == "stats":
        values["period"] = choice.period
    elif choice.size != USUAL:
        values["size"] = str(choice.size)
    query = urlencode({k: v for k, v in values.items() if v})
    return f"{base}?{query}" if query else base


def codes(choice: Choice, path: str) -> list[tuple[str, str, str]]:
    """(id, heading, code) in the order of what most sites will want."""
    site = settings.SITE_URL
    label = KINDS[choice.kind]
    frame = (
        f'<iframe src="{site}{escape(path)}" title="{escape(label)}" loading="lazy" width="100%" height="420" '
        'style="border:0" sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox"></iframe>'
    )
    tag = (
        f'<script src="{site}/embed/lianxin-embed.js" async></script>\n'
        f'<lianxin-embed src="{site}{escape(path)}" label="{escape(label)}"></lianxin-embed>'
    )
    base, _, query = path.partition("?")
    tail = f"?{query}" if query else ""
    found = [
        ("frame", "网页框（任何网站都能用，高度固定）", frame),
        ("tag", "组件（高度随内容自动调整）", tag),
        ("json", "数据 JSON（自己排版）", f"{site}{base.rstrip('/')}.json{tail}"),
    ]
    if choice.kind != "stats":
        found.append(("atom", "订阅源 Atom", f"{site}{base.rstrip('/')}.atom{tail}"))
    return found


@lru_cache(maxsize=1)
def component_text() -> str:
    """The web component as it lies in the static files."""
    return (Path(__file__).parent / "static" / "embed" / "lianxin-embed.js").read_text(encoding="utf-8")
