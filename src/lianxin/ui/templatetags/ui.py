"""Template tags of the house, built into every template (no ``{% load %}``).

Small marks are made in Python because lists print dozens of them; larger parts are templates under
``ui/parts/``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from math import pi
from typing import Any

from django import template
from django.conf import settings
from django.contrib.messages import get_messages
from django.template.loader import get_template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from lianxin.kernel.decision import Denied

from .. import charts, icons, minutes, paging, registry, toasts, words
from ..fields import describe

register = template.Library()

#: what a photo field asks the browser for. Named one by one, because iPhones then turn HEIC into JPEG by themselves
PICTURES = "image/jpeg,image/png,image/webp,image/gif"

register.filter("cn_date", words.cn_date)
register.filter("cn_datetime", words.cn_datetime)
register.filter("cn_weekday", words.cn_weekday)
register.filter("workdays", words.workdays)
register.filter("days", words.days)
register.filter("days_left", words.days_left)
register.filter("tone_left", words.tone_left)
register.filter("number", words.number)
register.filter("percent", words.percent)
register.filter("file_size", words.file_size)

TONES = {"": "dot", "ok": "check", "wait": "clock", "late": "warn", "info": "info"}


#: stands for the address of the page inside a kept part of the frame
_ADDRESS = "lx.address"
_parts: dict[tuple[Any, ...], str] = {}


@register.simple_tag(takes_context=True)
def frame(context: template.Context, part: str) -> SafeString:
    """A part of the public frame (nav, tools, tabs, footer), kept rendered per process.

    Public pages are asked for far more often than the frame changes; only the address of the page,
    to which the mode switch leads back, differs from one to the next.
    """
    shell = context["shell"]
    key = (part, *shell.frame_key())
    text = _parts.get(key)
    if text is None or settings.DEBUG:
        text = get_template(f"ui/{part}.html").render({"shell": shell, "address": _ADDRESS})
        if len(_parts) > 500:
            _parts.clear()
        _parts[key] = text
    return mark_safe(text.replace(_ADDRESS, escape(context["request"].get_full_path())))  # noqa: S308 - ours, escaped


@register.simple_tag
def page_head() -> SafeString:
    """Style sheet, icons, manifest and the first script; needs no request, so error pages have it too."""
    key = ("head", settings.STATIC_URL, str(settings.STORAGES["staticfiles"]))
    text = _parts.get(key)
    if text is None or settings.DEBUG:
        text = _parts[key] = get_template("ui/head.html").render()
    return mark_safe(text)  # noqa: S308 - our own template


@register.simple_tag(name="icon")
def icon_tag(name: str, label: str = "", css: str = "") -> SafeString:
    """``{% icon "bell" %}`` as decoration, ``{% icon "bell" label="通知" %}`` when it stands alone."""
    return icons.icon(name, label, css)


@register.simple_tag
def mark() -> SafeString:
    """The bridge."""
    return icons.mark()


@register.simple_tag(name="tag")
def tag_mark(label: Any, tone: str = "") -> SafeString:
    """A small mark of state: ``{% tag "已解决" "ok" %}``; tones are ok, wait, late, info or none."""
    return _tag(str(label), tone if tone in TONES else "")


@lru_cache(maxsize=512)
def _tag(label: str, tone: str) -> SafeString:
    return format_html('<span class="tag{}">{}</span>', f" {tone}" if tone else "", label)


@register.simple_tag
def when(value: datetime | date | None, style: str = "time") -> SafeString | str:
    """``<time>`` in words; style ``"date"`` leaves the hour out."""
    if not value:
        return ""
    text = words.cn_date(value) if style == "date" else words.cn_datetime(value)
    return format_html('<time class="num" datetime="{}">{}</time>', words.local(value).isoformat(), text)


@register.simple_tag
def author(name: str, verified: bool = False, note: str = "") -> SafeString:
    """Who wrote: a name without a face, ``禾苗（已核验）``."""
    checked = mark_safe(' <span class="soft">（已核验）</span>') if verified else ""
    extra = format_html(' <span class="soft">{}</span>', note) if note else ""
    return format_html('<span class="author"><b>{}</b>{}{}</span>', name, checked, extra)


@register.simple_tag
def clock_ring(used: float, text: str, tone: str = "wait", label: str = "") -> SafeString:
    """Ring of a deadline. used: share 0..1 of the time that has passed; text: a few characters inside.

    tone: ok, wait, late or info. label: spoken text, by default the percentage and the text.
    """
    share = min(1.0, max(0.0, float(used)))
    turn = 2 * pi * 27
    return format_html(
        '<svg class="ring {}" viewBox="0 0 64 64" role="img" aria-label="{}">'
        '<circle class="ring-all" cx="32" cy="32" r="27"/>'
        '<circle class="ring-used" cx="32" cy="32" r="27" stroke-dasharray="{} {}" transform="rotate(-90 32 32)"/>'
        '<text x="32" y="37" text-anchor="middle">{}</text></svg>',
        tone if tone in TONES else "wait",
        label or f"时限已用 {round(share * 100)}%，{text}",
        f"{turn * share:.1f}",
        f"{turn:.1f}",
        text,
    )


@register.filter
def highlight(text: Any, query: Any) -> SafeString:
    """Plain text, escaped here, with the words of the query marked. Never give it HTML."""
    terms = sorted({t for t in re.split(r"[\s\"“”]+", str(query or "")) if t}, key=len, reverse=True)
    if not terms:
        return escape(str(text))
    # split with one group: every second piece is a hit
    pieces = re.split("(" + "|".join(re.escape(t) for t in terms) + ")", str(text), flags=re.IGNORECASE)
    marked = [f"<mark>{escape(p)}</mark>" if i % 2 else escape(p) for i, p in enumerate(pieces)]
    return mark_safe("".join(marked))  # noqa: S308 - every piece was escaped


@register.simple_tag(takes_context=True)
def replace_query(context: template.Context, **changes: Any) -> str:
    """Query string of this page with some keys changed: ``?{% replace_query page=2 kind=None %}``.

    None or an empty text takes a key away. The leading question mark is included; ``?`` alone is
    returned when nothing is left, which links to the list without filters.
    """
    query = context["request"].GET.copy()
    for key, value in changes.items():
        if value is None or value == "":
            query.pop(key, None)
        elif isinstance(value, (list, tuple)):
            query.setlist(key, [str(v) for v in value])
        else:
            query[key] = str(value)
    return f"?{query.urlencode()}"


@register.inclusion_tag("ui/parts/field.html")
def field(bound: Any, label: str = "", help: str = "", rows: int = 0, choices: str = "") -> dict[str, Any]:  # noqa: A002 - the template author writes help=
    """One field of a form: label above, help under it, error beside. choices="row" puts options side by side."""
    return describe(bound, label=label, help_text=help, rows=rows, layout=choices)


@register.simple_tag(name="minutes")
def minutes_line(what: Any) -> SafeString | str:
    """大约 N 分钟 (B04), above the fields. what: a form, or the minutes of one that is drawn by hand; nothing for 0 or none."""
    number = what if isinstance(what, int) else minutes.of(what) if what else 0
    return format_html('<p class="soft">大约 {} 分钟</p>', number) if number else ""


@register.inclusion_tag("ui/parts/error_summary.html")
def error_summary(form: Any, minutes: int | None = None) -> dict[str, Any]:
    """The top of a form: its minutes, and after a failed attempt what is wrong, each line leading to its field.

    minutes: where the page knows better than the fields how long it takes; 0 where nothing is filled in (signing in, filters).
    """
    taken = form if minutes is None else minutes
    if not form.is_bound or not form.errors:
        return {"total": 0, "taken": taken}
    lines = [(b.id_for_label or b.auto_id, b.label, e) for b in form for e in b.errors if not b.is_hidden]
    hidden = [e for b in form.hidden_fields() for e in b.errors]
    general = [*form.non_field_errors(), *hidden]
    return {"lines": lines, "general": general, "total": len(lines) + len(general), "taken": taken}


@register.inclusion_tag("ui/parts/upload.html")
def upload(
    name: str = "photos", slots: int = 3, label: str = "照片", private: bool = True, **extra: Any
) -> dict[str, Any]:
    """Pictures, one slot each, with its own 不公开 switch. Works without JavaScript.

    Fields posted: ``<name>-0`` … and ``<name>-0-private``. extra: ``help`` text, ``errors`` (list),
    ``accept``, ``private_default``.
    """
    return {
        "name": name,
        "slots": [(i, f"{name}-{i}") for i in range(slots)],
        "label": label,
        "private": private,
        "help": extra.get("help", ""),
        "errors": extra.get("errors") or [],
        "accept": extra.get("accept", PICTURES),
        "checked": bool(extra.get("private_default")),
    }


@register.inclusion_tag("ui/parts/pagination.html", takes_context=True)
def pagination(context: template.Context, page: Any, unit: str = "件") -> dict[str, Any]:
    """Pages of a list. page: Django's Page, or anything that `lianxin.ui.paging.view` understands."""
    seen = paging.view(page)
    links = [(n, replace_query(context, page=n if n > 1 else None)) if n else (0, "") for n in seen.shown]
    near = {
        "before": replace_query(context, page=seen.number - 1 if seen.number > 2 else None),
        "after": replace_query(context, page=seen.number + 1),
    }
    return {"page": seen, "links": links, "unit": unit, **near}


@register.inclusion_tag("ui/parts/empty.html")
def empty(title: str, text: str = "", url: str = "", action: str = "", icon: str = "inbox") -> dict[str, Any]:
    """A list without rows says what to do next."""
    return {"title": title, "text": text, "url": url, "action": action, "icon": icon}


@register.inclusion_tag("ui/parts/time_line.html")
def time_line(steps: Iterable[Any], heading: int = 3) -> dict[str, Any]:
    """What has happened. Each step: title, and optionally when (moment or text), text, done, tone, note,
    photos (pairs: address, address of the small one)."""
    return {"steps": [_step(s) for s in steps], "heading": heading}


def _step(step: Any) -> dict[str, Any]:
    get = step.get if isinstance(step, Mapping) else lambda key, default=None: getattr(step, key, default)
    moment = get("when")
    return {
        "title": get("title"),
        "when": moment if isinstance(moment, str) else when(moment) if moment else "",
        "text": get("text") or "",
        "done": get("done", True),
        "tone": get("tone") or "",
        "url": get("url") or "",
        "photos": get("photos") or (),
    }


@register.inclusion_tag("ui/parts/facts.html")
def facts(items: Sequence[tuple[Any, str]], note: str = "") -> dict[str, Any]:
    """A row of numbers: list of (value, word). note carries n and what is not counted."""
    return {"items": items, "note": note}


@register.inclusion_tag("ui/parts/bars.html")
def bar_chart(rows: Sequence[tuple[str, float]], title: str, unit: str = "件", n: int | None = None) -> dict[str, Any]:
    """Horizontal bars with the table twin. rows: list of (label, value)."""
    return {"chart": charts.bars(rows), "title": title, "unit": unit, "n": n}


@register.inclusion_tag("ui/parts/lines.html")
def line_chart(
    points: Sequence[tuple[str, float | None]], title: str, unit: str = "件", n: int | None = None
) -> dict[str, Any]:
    """A trend with the table twin. points: list of (label, value or None for a gap)."""
    return {"chart": charts.line(points), "title": title, "unit": unit, "n": n}


@register.inclusion_tag("ui/parts/percentiles.html")
def percentile_chart(
    marks: Sequence[tuple[str, float]], title: str, limit: float | None = None, unit: str = "天", n: int | None = None
) -> dict[str, Any]:
    """Where half and nine tenths of the cases end, against the limit. marks: e.g. [("一半", 4), ("九成", 9)]."""
    return {"chart": charts.percentiles(marks, limit), "title": title, "unit": unit, "n": n}


@register.inclusion_tag("ui/parts/chips.html")
def chips(items: Iterable[Any], label: str = "筛选") -> dict[str, Any]:
    """Filters as links. Each item: (text, url, is_current) or (text, url, is_current, count)."""
    return {"items": [(*tuple(i), None)[:4] for i in items], "label": label}


@register.inclusion_tag("ui/parts/refusal.html")
def refusal(denied: Denied | str, rule: str = "", remedy: str = "", title: str = "") -> dict[str, Any]:
    """Why something cannot be done: reason, clause, what can be done instead."""
    said = denied if isinstance(denied, Denied) else Denied(str(denied), rule=rule, remedy=remedy)
    provide = registry.port("clause")
    clause = provide(said.rule) if provide is not None and said.rule else None
    return {"denied": said, "clause": clause, "title": title}


@register.simple_tag(takes_context=True)
def waiting_messages(context: template.Context) -> list[toasts.Toast]:
    """Messages for this person; the session is not asked for somebody who cannot have any."""
    request = context.get("request")
    shell = context.get("shell")
    if request is None or not shell or not shell.has_messages:
        return []
    return [toasts.read(m) for m in get_messages(request)]
