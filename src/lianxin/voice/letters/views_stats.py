"""The page of statistics, its download, and the yearly report."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.organisations.queries import ancestors_of, below, by_code, receiving
from lianxin.kernel.cells import harmless

from .queries import statistics, yearly
from .queries.statistics import Figures
from .views_public import for_everybody
from .words import RATINGS

KEPT = 60
UNRATED = "没有评价"
TOO_FEW = "件数不足"

COLUMNS = (
    "统计期", "起", "止", "单位", "组织代码", "收到", "已答复", "在办", "逾期", "不予受理", "重办", "按期率",
    "按期率基数", "中位用时（工作日）", "九成用时（工作日）", "用时基数", "满意率", "评价数", *RATINGS.values(), UNRATED,
)  # fmt: skip


@dataclass(frozen=True)
class Choice:
    """Which branch and which time."""

    organisation: Organisation | None
    period: str

    def query(self, **changes: str) -> str:
        """The query string with some of it changed; what is the default falls away."""
        now = {"org": self.organisation.code if self.organisation else "", "period": self.period, **changes}
        kept = {k: v for k, v in now.items() if v and (k, v) != ("period", "30d")}
        return f"?{urlencode(kept)}" if kept else ""


def choice_of(request: HttpRequest) -> Choice:
    """Read the address. An unknown organisation is 404: other figures under its name would mislead."""
    code, period = request.GET.get("org", ""), request.GET.get("period", "")
    organisation = by_code(code[:32]) if code and "\x00" not in code else None
    if code and organisation is None:
        raise Http404("没有找到这个单位。")
    return Choice(organisation, period if period in statistics.PERIODS else "30d")


@require_safe
@for_everybody
def stats(request: HttpRequest) -> HttpResponse:
    """``/letters/stats/?org=&period=``: figures of a branch and of those directly below it."""
    choice = choice_of(request)
    sheet = statistics.sheet(choice.organisation, statistics.period_of(choice.period))
    whole = sheet.board.whole
    context = {
        "choice": choice,
        "sheet": sheet,
        "whole": whole,
        "parts": _linked(sheet.board.parts, choice) if len(sheet.board.parts) > 1 else [],
        "span_word": sheet.period.label if sheet.period.since else "有记录以来",
        "last_day": sheet.period.until - timedelta(1) if sheet.period.until else None,
        "facts": [(whole.received, "收到"), (whole.answered, "已答复"), (whole.open, "在办"), (whole.overdue, "逾期")],
        "chips": [
            (label, f"/letters/stats/{choice.query(period=name)}", name == choice.period)
            for name, label in statistics.PERIODS.items()
        ],
        "trail": _trail(choice),
        "options": office_options(),
        "ratings": _ratings(whole),
        "percentiles": [(w, d) for w, d in (("一半", whole.median), ("九成", whole.p90)) if d is not None],
        "enough": {name: statistics.minimum(name) for name in ("minimum", "percentile", "rating")},
    }
    return render(request, "letters/stats/board.html", context)


@require_safe
@for_everybody
def export(request: HttpRequest) -> HttpResponse:
    """``/letters/stats/export.csv?org=&period=``: the same table, RFC 4180 with a byte order mark."""
    choice = choice_of(request)
    period = statistics.period_of(choice.period)
    board = statistics.board(choice.organisation, period)
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    for figures in (board.whole, *(board.parts if len(board.parts) > 1 else ())):
        writer.writerow([harmless(cell) for cell in (period.label, period.since, period.until, *_record(figures))])
    response = HttpResponse("\ufeff" + file.getvalue(), content_type="text/csv; charset=utf-8; header=present")
    response.headers["Content-Disposition"] = 'attachment; filename="letters-statistics.csv"'
    return response


@require_safe
@for_everybody
def report(request: HttpRequest) -> HttpResponse:
    """``/letters/stats/report/?year=&org=``: the yearly report with its four contents (PET-10)."""
    choice = choice_of(request)
    this = timezone.localdate().year
    years = range(this, min(this, _first_year()) - 1, -1)
    text = request.GET.get("year", "")
    year = int(text) if text.isascii() and text.isdigit() and len(text) == len(str(this)) else this
    if year not in years:
        raise Http404("这一年没有留言。")
    address = (
        f"/letters/stats/report/?{urlencode({'org': choice.organisation.code}) + '&' if choice.organisation else ''}"
    )
    context = {
        "choice": choice,
        "report": yearly.report(choice.organisation, year),
        "running": year == this,
        "today": timezone.localdate(),
        "name": choice.organisation.name if choice.organisation else "",
        "chips": [(f"{y} 年", f"{address}year={y}", y == year) for y in years],
    }
    return render(request, "letters/stats/report.html", context)


def _record(figures: Figures) -> list[Any]:
    levels = [figures.ratings.get(level, TOO_FEW if figures.rated else 0) for level in RATINGS]
    return [
        figures.name, figures.code, figures.received, figures.answered, figures.open, figures.overdue, figures.refused,
        figures.redone, _share(figures.on_time), figures.on_time_n, _shown(figures.median), _shown(figures.p90),
        figures.days_n, _share(figures.satisfied), figures.rated, *levels, figures.unrated,
    ]  # fmt: skip


def _shown(value: float | None) -> Any:
    return TOO_FEW if value is None else value


def _share(value: float | None) -> str:
    return TOO_FEW if value is None else f"{value:.4f}"


def _ratings(figures: Figures) -> list[tuple[str, int]]:
    """The five levels, best first, and the unrated as a bar of their own; empty below the minimum."""
    if not figures.ratings:
        return []
    return [*((label, figures.ratings[level]) for level, label in RATINGS.items()), (UNRATED, figures.unrated)]


def _linked(parts: tuple[Figures, ...], choice: Choice) -> list[tuple[Figures, str]]:
    """Lines of the table with the address that looks closer; the branch itself leads nowhere new."""
    here = choice.organisation.code if choice.organisation else ""
    return [(f, f"/letters/stats/{choice.query(org=f.code)}" if f.code != here else "") for f in parts]


def _trail(choice: Choice) -> list[tuple[str, str]]:
    """(name, address) from the whole down to the branch."""
    if choice.organisation is None:
        return []
    paths = ancestors_of(choice.organisation.org_path)[1:]
    above = below([""]).filter(path__in=paths) if paths else []
    first = ("全部", f"/letters/stats/{choice.query(org='')}")
    return [first, *((o.short_name, f"/letters/stats/{choice.query(org=o.code)}") for o in above)]


def office_options() -> list[tuple[str, str]]:
    """(code, indented name) of the organisations that take letters."""
    found = cache.get("letters.stats.offices")
    if found is None:
        rows = receiving().only("code", "short_name", "depth")
        found = [(o.code, "　" * (o.depth - 1) + o.short_name) for o in rows]
        cache.set("letters.stats.offices", found, KEPT)
    return list(found)


def _first_year() -> int:
    return int(cache.get_or_set("letters.stats.first_year", statistics.first_year, KEPT) or 0)
