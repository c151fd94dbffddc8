"""Lines of the work list as HTML. Made in Python, not in a template, because a page prints twenty of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from lianxin.ui.words import cn_date, days_left, tone_left

from .lifecycle import LETTER
from .models import Letter
from .words import KINDS

#: what a line shows, read as plain values: no model instance is built for a list
COLUMNS = (
    "pk", "revision", "number", "title", "kind", "state", "due_at", "round", "urges", "level",
    "organisation__short_name", "handler__nickname",
)  # fmt: skip

_LINE = (
    '<li class="work{cls}" data-row>{tick}<div class="what"><a href="/workbench/letters/{pk}/"><b>{title}</b></a>'
    '<p class="soft"><span class="num">{number}</span> · {about}</p></div>'
    '<div class="state">{tags}</div><div class="until">{until}</div></li>'
)
_TICK = '<label class="tick"><input type="checkbox" name="pick" value="{}:{}"><span class="unseen">选 {}</span></label>'
_TAG = '<span class="tag{}">{}</span>'
_NO_DUE = '<span class="soft">无期限</span>'


def lines(rows: Iterable[dict[str, Any]], now: datetime, *, ticks: bool = False) -> SafeString:
    """All lines of a page. rows: dictionaries of `COLUMNS`; every text is escaped here."""
    today = timezone.localdate(now)
    return mark_safe("".join(_line(row, now, today, ticks) for row in rows))  # noqa: S308 - every text is escaped


def values(rows: QuerySet[Letter]) -> QuerySet[Letter, dict[str, Any]]:
    """The columns of a list, instead of instances."""
    return rows.values(*COLUMNS)


def _line(row: dict[str, Any], now: datetime, today: Any, ticks: bool) -> str:
    title = escape(row["title"])
    about = [KINDS[row["kind"]], row["organisation__short_name"], row["handler__nickname"]]
    return _LINE.format(
        cls=" ticks" if ticks else "",
        tick=_TICK.format(row["pk"], row["revision"], title) if ticks else "",
        pk=row["pk"],
        title=title,
        number=escape(row["number"] or ""),
        about=" · ".join(escape(word) for word in about if word),
        tags="".join(_tags(row)),
        until=_until(row["due_at"], now, today),
    )


def _tags(row: dict[str, Any]) -> Iterable[str]:
    yield _TAG.format("", LETTER.by_state[row["state"]].label)
    if row["round"] > 1:
        yield _TAG.format(" late", "重办")
    if row["level"]:
        yield _TAG.format(" late", "已提级")
    if row["urges"]:
        yield _TAG.format(" wait", "催办")


def _until(due: datetime | None, now: datetime, today: Any) -> str:
    if due is None:
        return _NO_DUE
    days = (timezone.localdate(due) - today).days
    left, tone = ("今天已超时", "late") if days == 0 and due < now else (days_left(days), tone_left(days))
    return f'{_TAG.format(f" {tone}", left)}<span class="soft num">{cn_date(due)}</span>'
