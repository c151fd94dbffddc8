"""每日一学 and 党史上的今天: what is read today, on which day what was planned, and where a day is still empty (R113)."""

from __future__ import annotations

from calendar import Calendar
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import Q
from django.utils import timezone

from lianxin.foundation.spine import moment
from lianxin.foundation.spine.scope import subtree

from .addresses import with_addresses
from .listed import Listed, lines
from .models import ArticlePage, ColumnPage, SitePage
from .queries import open_items

#: when the item of the day appears
MORNING = time(7, 0)
TAKEN = "这一天已经安排了“{}”，每天只有一篇，请换一天。"


@dataclass(frozen=True, slots=True)
class Day:
    """A square of the calendar. item: what was found for it; inside: belongs to the month that is shown."""

    day: date
    inside: bool
    item: Any = None


def morning_of(day: date) -> datetime:
    """The aware moment at which the item of a day appears."""
    return datetime.combine(day, MORNING, timezone.get_current_timezone())


def plan(article: ArticlePage) -> None:
    """Before an item is saved: a day belongs to one item of a site, and the day says when it goes out.

    Raises ValidationError at the field. The moment is part of the version that is reviewed: whoever signs it signs
    the day as well.
    """
    if article.form == "history" and article.day and article.day > moment.today():
        raise ValidationError({"day": "党史写的是过去的事，这个日子还没有到。"})
    if article.form != "theory":
        return
    out = bool(article.pk and article.live)  # a page that was never stored calls itself live
    if article.day and not out and article.path:  # one that is not in the tree yet is asked by its form
        taken = taken_by(article.day, article.path[: -article.steplen], article.pk)
        if taken:
            raise ValidationError({"day": TAKEN.format(taken)})
    at = morning_of(article.day) if article.day else None
    article.go_live_at = at if at and at > moment.now() and not out else None


def taken_by(day: date, column: str, but: int | None) -> str:
    """Title of another item of the same site on a day, its latest draft included; "" for none.

    column: path of the column in which the item stands or will stand.
    """
    site = column[: -ArticlePage.steplen]
    rows = ArticlePage.objects.filter(
        subtree("path", [site]), form="theory", depth=len(column) // ArticlePage.steplen + 1
    )
    rows = rows.filter(Q(live=True, day=day) | Q(live=False, latest_revision__content__day=day.isoformat()))
    return str(rows.exclude(pk=but or 0).values_list("title", flat=True).first() or "")


def today(on: date | None = None) -> Listed | None:
    """What is read today: the item of the day, else the latest before it; the home's before those of other sites."""
    until = (on or timezone.localdate()).isoformat()
    found = lines(("a.form = 'theory' AND a.day <= %s", [until]), order="a.day DESC, p.depth, p.path", limit=1)
    return found[0] if found else None


def on_this_day(month: int, day: int, many: int = 50) -> list[Listed]:
    """Published items of Party history whose event happened on a month and day, the oldest event first."""
    when = "to_char(a.day, 'MM-DD')" if connection.vendor == "postgresql" else "substr(a.day, 6, 5)"
    return lines((f"a.form = 'history' AND {when} = %s", [f"{month:02}-{day:02}"]), order="a.day, p.path", limit=many)


def calendar(below: ColumnPage | SitePage, first: date) -> list[list[Day]]:
    """The weeks of a month with the published item of each day."""
    weeks = Calendar().monthdatescalendar(first.year, first.month)
    rows = open_items().filter(subtree("path", [below.path]), form="theory", day__range=(weeks[0][0], weeks[-1][-1]))
    rows = rows.only("id", "path", "depth", "title", "url_path", "day")
    by_day = {x.day: x for x in with_addresses(list(rows))}
    return [[Day(d, d.month == first.month, by_day.get(d)) for d in week] for week in weeks]


def neighbours(first: date) -> tuple[date, date]:
    """The months before and after."""
    before = (first - timedelta(days=1)).replace(day=1)
    return before, (first + timedelta(days=32)).replace(day=1)
