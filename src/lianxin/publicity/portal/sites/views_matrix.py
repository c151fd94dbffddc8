"""``/workbench/sites/matrix/``: what is covered, what is not, what is silent."""

from __future__ import annotations

import csv
import io
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from lianxin.kernel.cells import harmless_text

from . import matrix as made
from . import policies
from .desk import actor_of, at_desk

SIZE = 30
HEAD = (
    "组织", "组织代码", "站点", "状态", "栏目", "最近一条", "30天内", "90天内", "没有更新（天）", "提醒期限（天）",
    "责任人", "副责任人", "对外账号",
)  # fmt: skip
STATES = (("", "全部站点"), ("vacant", "责任人空缺"), ("silent", "久未更新"), ("alive", "正常"), ("ended", "已关停"))


@require_safe
@at_desk(policies.SITES)
def matrix(request: HttpRequest) -> HttpResponse:
    """The picture, its table, the gaps; filtered by state."""
    actor = actor_of(request)
    found = made.build(actor.paths_for(policies.SITES))
    state = request.GET.get("state", "")
    rows = [row for row in found.rows if not state or (row.site is not None and row.state == state)]
    counts = {key: sum(row.state == key for row in found.sites) for key, _ in STATES if key}
    context = {
        "matrix": found, "page": Paginator(rows, SIZE).get_page(request.GET.get("page")), "state": state, "may_found": actor.has(policies.FOUND),
        "chips": [(label, f"?state={k}" if k else "?", k == state, counts.get(k, len(found.sites))) for k, label in STATES],
        "facts": [
            (found.total, "个党组织"), (found.own, "有自己的站点"), (found.reached, "由上一级站点覆盖"), (len(found.gaps), "空白点"),
        ],
    }  # fmt: skip
    return render(request, "portal/sites/matrix.html", context)


@require_safe
@at_desk(policies.SITES)
def export(request: HttpRequest) -> HttpResponse:
    """The same as CSV for a spreadsheet: a line for each site, column, account and gap."""
    found = made.build(actor_of(request).paths_for(policies.SITES))
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEAD)
    for row in found.rows:
        writer.writerows([harmless_text(cell) for cell in line] for line in _lines(row))
    for organisation in found.gaps:
        writer.writerow(
            [
                harmless_text(organisation.short_name),
                harmless_text(organisation.code),
                "空白点",
                *[""] * (len(HEAD) - 3),
            ]
        )
    response = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="sites-{timezone.localdate():%Y%m%d}.csv"'
    return response


def _lines(row: made.Row) -> list[list[Any]]:
    start = [row.organisation.short_name, row.organisation.code]
    names = "；".join(f"{a.kind} {a.name}（{a.state}）" for a in row.accounts)
    if row.site is None:
        return [[*start, "", "只有对外账号", *[""] * 8, names]]
    whole = [*start, row.site.title, row.word, "（整个站点）", *_numbers(row), names]
    return [whole, *([*start, row.site.title, "", c.title, *_numbers(c), ""] for c in row.columns)]


def _numbers(part: made.Row | made.Column) -> list[Any]:
    last = timezone.localtime(part.life.last).date().isoformat() if part.life.last else ""
    held = ["有" if part.keeper else "空缺", "有" if part.deputy else "空缺"]
    return [last, part.life.month, part.life.quarter, part.silent, part.limit, *held]
