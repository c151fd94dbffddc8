"""决策参考 as a Word file: words of people first, then figures, each with how it was counted and where it is seen."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from lianxin.membership.papers import Grid, Part, Plain, Sheet, Text, chinese
from lianxin.ui.words import number

from .composing import span
from .models import Advice
from .ports import Plain as Words

MADE = "统计内容由系统生成，文字由人修改和审定。"


def sheet_of(advice: Advice) -> Sheet:
    """The paper; a version that nobody signed says so in its first line."""
    parts: list[Part] = []
    if not advice.signed:
        parts.append(Plain("（草稿，还没有审定）"))
    parts.append(Plain(f"{span(advice.since, advice.until)}　第 {advice.version} 版"))
    parts.append(Text(advice.summary.splitlines(), "一、主要情况"))
    parts.append(Text(advice.proposals.splitlines() or ["（还没有写）"], "二、建议"))
    for place, section in enumerate(advice.content.get("sections", ()), 3):
        parts += _section(section, "一二三四五六七八九十"[place - 1] if place <= 10 else str(place))
    parts.append(Plain(MADE))
    if advice.signed_at:
        parts.append(Plain(f"审定：{advice.signed_as}　{chinese(timezone.localdate(advice.signed_at))}", right=True))
    return Sheet(
        "决策参考",
        tuple(parts),
        advice.organisation.name,
        advice.signed_at or advice.made_at,
        head=advice.organisation.name,
    )


def _section(section: dict[str, Any], mark: str) -> list[Part]:
    parts: list[Part] = [Text([f"怎么数的：{section['method']}"], f"{mark}、{section['title']}")]
    if section["facts"]:
        rows = [
            (f["label"], said(f), number(f["before"]) if f["before"] is not None else "", "" if f["n"] is None else str(f["n"]), _full(f["source"]))
            for f in section["facts"]
        ]  # fmt: skip
        parts.append(Grid(("指标", "这一期", "上一期", "n", "出处"), rows))
    if section["lines"]:
        parts.append(
            Grid((*section["head"], "出处"), [(*line["cells"], _full(line["source"])) for line in section["lines"]])
        )
    if section["links"]:
        parts.append(Grid(("留言", "出处"), [(title, _full(url)) for title, url in section["links"]]))
    return parts


def said(fact: dict[str, Any]) -> str:
    """A figure with its unit; a dash for one that stands on too few."""
    return "—" if fact["value"] is None else f"{number(fact['value'])} {fact['unit']}"


def _full(path: str) -> str:
    return f"{settings.SITE_URL}{path}" if path else ""


def plain_of(advice: Advice) -> Words:
    """The same words and figures as sentences, for the layout of official papers (DOC-01)."""
    parts = [] if advice.signed else [format_html("<p>{}</p>", "（草稿，还没有审定）")]
    parts += [format_html("<h2>{}</h2>", "主要情况"), *_paragraphs(advice.summary)]
    parts += [format_html("<h2>{}</h2>", "建议"), *_paragraphs(advice.proposals)]
    for section in advice.content.get("sections", ()):
        parts.append(format_html("<h2>{}</h2>", section["title"]))
        parts += [format_html("<p>{}</p>", _sentence(fact)) for fact in section["facts"]]
        parts += [
            format_html("<p>{}</p>", "，".join(_cells(section["head"], line["cells"]))) for line in section["lines"]
        ]
        parts += [format_html("<p>{}（{}）</p>", title, _full(url)) for title, url in section["links"]]
        parts.append(format_html("<p>怎么数的：{}</p>", section["method"]))
    parts.append(format_html("<p>{}</p>", MADE))
    on = timezone.localdate(advice.signed_at or advice.made_at)
    url = f"{settings.SITE_URL}/workbench/reference/{advice.pk}/"
    return Words(
        f"关于{span(advice.since, advice.until)}群众反映情况的决策参考",
        "".join(parts),
        advice.organisation.name,
        on,
        url,
    )


def _paragraphs(text: str) -> list[SafeString]:
    return [format_html("<p>{}</p>", line.strip()) for line in text.splitlines() if line.strip()]


def _sentence(fact: dict[str, Any]) -> str:
    before = f"，上一期 {number(fact['before'])}" if fact["before"] is not None else ""
    n = f"，n={fact['n']}" if fact["n"] is not None else ""
    return f"{fact['label']} {said(fact)}{before}{n}。"


def _cells(head: list[str], cells: list[str]) -> list[str]:
    return [cells[0], *(f"{word} {cell}" for word, cell in zip(head[1:], cells[1:], strict=True))]
