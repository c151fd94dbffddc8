"""A column as a list: narrowed by form and month, page by page, with the numbers beside the choices."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection
from django.utils import timezone

from . import daily
from .addresses import address
from .listed import JOINED, OPEN, Condition, Listed, lines, within
from .models import ColumnPage, SitePage
from .sites import references
from .words import FORMS

_MONTH = re.compile(r"(\d{4})-(\d{2})")


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page of a list; as much as the pagination of the house asks for."""

    number: int
    last: int
    total: int
    items: list[Listed]


@dataclass(frozen=True, slots=True)
class Choice:
    """What a reader chose; what is unknown was dropped."""

    form: str = ""
    month: date | None = None

    def query(self, **changes: str) -> str:
        """``?form=&month=`` of this choice with changes; the first page."""
        chosen = {"form": self.form, "month": f"{self.month:%Y-%m}" if self.month else ""} | changes
        return f"?{urlencode({k: v for k, v in chosen.items() if v})}"


def month_of(text: str) -> date | None:
    """The first day of ``2026-11``; None for anything else."""
    found = _MONTH.fullmatch(text)
    if not found or not (1 <= int(found[2]) <= 12 and int(found[1]) >= 1900):
        return None
    return date(int(found[1]), int(found[2]), 1)


def after(month: date) -> date:
    """The first day of the next month."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def _start(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=timezone.get_current_timezone())


def list_of(column: ColumnPage, query: Mapping[str, str], size: int) -> dict[str, Any]:
    """What the page of a column shows."""
    choice = Choice(query.get("form", "") if query.get("form") in FORMS else "", month_of(query.get("month", "")))
    here = within(column, references.shown(column=column))
    forms, months = _counts(here, choice)
    total = sum(forms.values()) if not choice.form else forms[choice.form]
    number, last = _number(query.get("page", ""), total, size)
    rows = lines(_narrowed(here, choice), limit=size, offset=(number - 1) * size)
    site = SitePage.objects.select_related("face").get(path=column.path[: -column.steplen])
    url = address(column.url_path)
    context: dict[str, Any] = {
        "leaf": Leaf(number, last, total, references.credit(rows, column)),
        "choice": choice,
        "site": site,
        "forms": _chips(choice, forms),
        "months": [
            (f"{m.year}年{m.month}月", n, choice.query(month=f"{m:%Y-%m}"), m == choice.month)
            for m, n in sorted(months.items())[::-1]
        ],
        "all_months": choice.query(month=""),
        "href": url,
        "canonical": f"{settings.SITE_URL}{url}",
        "crumbs": [(site.title, address(site.url_path))],
    }
    if column.code == "theory":
        context["calendar"] = daily.calendar(column, choice.month or timezone.localdate().replace(day=1))
    return context


def _narrowed(here: Condition, choice: Choice) -> Condition:
    text, values = here
    if choice.form:
        text, values = f"{text} AND a.form = %s", [*values, choice.form]
    if choice.month:
        first, end = (
            connection.ops.adapt_datetimefield_value(_start(day)) for day in (choice.month, after(choice.month))
        )
        text = f"{text} AND p.first_published_at >= %s AND p.first_published_at < %s"
        values = [*values, first, end]
    return text, values


def _counts(here: Condition, choice: Choice) -> tuple[Counter[str], Counter[date]]:
    """Items by form in the chosen month, and by month in the chosen form; one statement, no second one for the total."""
    forms: Counter[str] = Counter()
    months: Counter[date] = Counter()
    text, values = here
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT a.form, {_month()}, count(*) {JOINED} WHERE {OPEN} AND {text} GROUP BY 1, 2", values)
        rows = cursor.fetchall()
    for form, month, many in rows:
        first = month_of(month or "")
        if choice.month in (None, first):
            forms[form] += many
        if first and choice.form in ("", form):
            months[first] += many
    return forms, months


def _month() -> str:
    """``2026-11`` of the publication by the clock of the house, without a call into Python for each row.

    The house keeps one time all year (no summer time), so that SQLite may add its distance from UTC.
    """
    if connection.vendor == "postgresql":
        zone = timezone.get_current_timezone_name()
        return f"to_char(p.first_published_at AT TIME ZONE '{zone}', 'YYYY-MM')"
    seconds = int(timezone.localtime().utcoffset().total_seconds())  # type: ignore[union-attr]  # aware
    return f"strftime('%%Y-%%m', p.first_published_at, '{seconds:+d} seconds')"


def _chips(choice: Choice, forms: Counter[str]) -> list[tuple[str, str, bool, int]]:
    found = [(FORMS[k][0], choice.query(form=k), k == choice.form, n) for k, n in forms.most_common() if k in FORMS]
    if len(found) < 2 and not choice.form:
        return []
    return [("全部", choice.query(form=""), not choice.form, sum(forms.values())), *found]


def _number(text: str, total: int, size: int) -> tuple[int, int]:
    """Page number and last page; what is no number is the first, beyond the end the last."""
    last = max(1, -(-total // size))
    wanted = int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 1
    return min(max(1, wanted), last), last
