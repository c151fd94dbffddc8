"""What can be embedded, as plain values: published things only, the same ones that our own pages show (M01)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.organisations.queries import by_code
from lianxin.kernel.actor import ANONYMOUS
from lianxin.publicity.disclosure.queries import reading
from lianxin.publicity.portal import outgoing
from lianxin.voice.letters.queries import outward, statistics

LEAST, USUAL, MOST = 1, 5, 20
#: kind -> what people call it
KINDS = {
    "column": "一个栏目", "site": "一个站点的最新内容", "letters": "最近答复的留言", "stats": "留言办理统计",
    "disclosure": "一个组织的党务公开",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """A line that leads to its page here."""

    title: str
    url: str
    at: datetime
    summary: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """One embedded part. url: our own page with the same; facts: (value, word) of statistics; note: n and the rest."""

    kind: str
    title: str
    url: str
    rows: list[Row] = field(default_factory=list)
    facts: list[tuple[str, str]] = field(default_factory=list)
    note: str = ""

    def as_json(self) -> dict[str, Any]:
        """The JSON twin; moments as ISO 8601 with their zone."""
        rows = [
            {"title": r.title, "url": r.url, "date": timezone.localtime(r.at).isoformat(), "summary": r.summary,
             "note": r.note}
            for r in self.rows
        ]  # fmt: skip
        facts = [{"name": word, "value": value} for value, word in self.facts]
        return {
            "kind": self.kind,
            "title": self.title,
            "url": self.url,
            "items": rows,
            "facts": facts,
            "note": self.note,
        }


def _absolute(path: str) -> str:
    return path if path.startswith("http") else f"{settings.SITE_URL}{path}"


def build(kind: str, name: str, size: int, period: str = "") -> Block | None:
    """The block behind an address; None for what does not exist or is not public.

    name: number of a column, or code of an organisation (empty: the whole platform, where that makes sense).
    """
    makers = {"column": _column, "site": _site, "letters": _letters, "disclosure": _disclosure}
    if kind == "stats":
        return _stats(name, period)
    make = makers.get(kind)
    return make(name, size) if make else None


def _column(name: str, size: int) -> Block | None:
    found = outgoing.column(int(name), size) if name.isascii() and name.isdigit() and len(name) < 10 else None
    return _of_portal("column", found)


def _site(name: str, size: int) -> Block | None:
    return _of_portal("site", outgoing.site(name, size))


def _of_portal(kind: str, found: tuple[str, str, list[outgoing.Line]] | None) -> Block | None:
    if found is None:
        return None
    title, path, lines = found
    rows = [
        Row(x.title, _absolute(x.path), x.at, x.summary, f"来源：{x.source}{' · 有更正' if x.correction else ''}")
        for x in lines
    ]
    return Block(kind, title, _absolute(path), rows)


def _organisation(code: str) -> Organisation | None:
    return by_code(code) if code and "\x00" not in code else None


def _letters(name: str, size: int) -> Block | None:
    organisation = _organisation(name)
    if name and organisation is None:
        return None
    found = outward.newest([organisation.path] if organisation else [""], size)
    rows = [
        Row(x.title, _absolute(x.get_absolute_url()), x.answered_at, "", f"{x.organisation.short_name}{x.stage_label}")
        for x in found
        if x.answered_at
    ]
    title = f"{organisation.short_name if organisation else settings.SITE_NAME} · 最近答复的留言"
    return Block("letters", title, _absolute(f"/letters/?org={name}" if name else "/letters/"), rows)


def _disclosure(name: str, size: int) -> Block | None:
    organisation = _organisation(name)
    if organisation is None:
        return None
    items = reading.listing(ANONYMOUS, reading.Filters(organisation=organisation))[:size]
    rows = [
        Row(
            x.title, _absolute(x.get_absolute_url()), x.public_at, "", f"{x.organisation.short_name} · {x.entry.matter}"
        )
        for x in items
        if x.public_at
    ]
    title = f"{organisation.short_name} · 党务公开"
    return Block("disclosure", title, _absolute(f"/disclosure/?org={name}"), rows)


def _stats(name: str, period: str) -> Block | None:
    organisation = _organisation(name)
    if name and organisation is None:
        return None
    span = statistics.period_of(period)
    got = statistics.figures(organisation, span)
    facts = [(str(got.received), "收到"), (str(got.answered), "已答复")]
    facts.append((f"{got.on_time:.0%}" if got.on_time is not None else "—", "按期率"))
    facts.append((f"{got.median} 天" if got.median is not None else "—", "中位用时"))
    note = f"按期率 n={got.on_time_n}，用时按工作日计 n={got.days_n}；件数太少的不显示。"
    who = organisation.short_name if organisation else settings.SITE_NAME
    query = f"?org={name}&period={period}" if name else f"?period={period}" if period else ""
    return Block("stats", f"{who} · {span.label}留言办理", _absolute(f"/letters/stats/{query}"), [], facts, note)


def size_of(text: str) -> int:
    """How many lines; what is no number is the usual, the rest is kept within bounds."""
    return min(MOST, max(LEAST, int(text))) if text.isascii() and text.isdigit() and len(text) < 6 else USUAL
