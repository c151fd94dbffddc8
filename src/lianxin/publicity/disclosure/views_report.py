"""年度报告 of an organisation with all below it, as a page and as a table."""

from __future__ import annotations

import csv
import io

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.organisations.queries import by_code
from lianxin.kernel.cells import harmless_text

from .access import for_everybody
from .queries import reading, yearly

COLUMNS = ("组织", "年度", "目录编号", "公开事项", "公开时机", "公开件数", "到期次数 n", "按期", "逾期")


def _chosen(request: HttpRequest) -> tuple[Organisation, int]:
    """(organisation, year) of the address. Raises Http404 for what does not exist."""
    code, text = request.GET.get("org", "")[:32], request.GET.get("year", "")[:5]
    this = timezone.localdate().year
    found = by_code(code) if code and "\x00" not in code else Organisation.objects.order_by("path").first()
    if found is None:
        raise Http404("没有找到这个组织。")
    year = int(text) if text.isascii() and text.isdigit() else this
    if year not in years():
        raise Http404("这一年没有记录。")
    return found, year


def years() -> range:
    """This year and those before it that have records, newest first."""
    this = timezone.localdate().year
    return range(this, min(this, yearly.first_year()) - 1, -1)


@require_safe
@for_everybody
def report(request: HttpRequest) -> HttpResponse:
    """``/disclosure/report/?org=&year=``."""
    organisation, year = _chosen(request)
    made = yearly.report(organisation, year)
    context = {
        "report": made,
        "chips": [(f"{y} 年", f"?org={organisation.code}&year={y}", y == year) for y in years()],
        "running": year == timezone.localdate().year,
        "offices": reading.offices(),
        "facts": [
            (made.shown, "公开件数"),
            (made.on_time, "按期更新"),
            (made.late, "逾期更新"),
            (made.requests, "公开申请"),
        ],
    }
    return render(request, "disclosure/public/report.html", context)


@require_safe
@for_everybody
def export(request: HttpRequest) -> HttpResponse:
    """``/disclosure/report.csv``: the same table, RFC 4180 with a byte order mark."""
    organisation, year = _chosen(request)
    made = yearly.report(organisation, year)
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    for line in made.matters:
        row = (
            organisation.name,
            year,
            line.code,
            line.matter,
            line.rhythm,
            line.shown,
            line.n,
            line.on_time,
            line.late,
        )
        writer.writerow([harmless_text(cell) for cell in row])
    tail = (("公开申请", made.requests), ("同意公开", made.granted), ("不予公开", made.refused), ("已决定 n", made.decided),
            ("按期决定", made.in_time), ("提问", made.questions), ("已回答", made.answered), ("提问审核后不公开", sum(q.withheld for q in made.reviewed)),
            ("提问申诉后公开", made.overturned), ("评价人次", made.rated), ("更正", made.corrected), ("撤回", made.withdrawn))  # fmt: skip
    for word, number in tail:
        writer.writerow([harmless_text(organisation.name), year, "", word, "", number, "", "", ""])
    response = HttpResponse("\ufeff" + file.getvalue(), content_type="text/csv; charset=utf-8; header=present")
    response.headers["Content-Disposition"] = f'attachment; filename="disclosure-{year}.csv"'
    return response
