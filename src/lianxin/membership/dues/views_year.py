"""The year of an organisation; what it hands up is in `views_handed`."""

from __future__ import annotations

from urllib.parse import quote

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from lianxin.foundation.accounts.desk import actor_of, number_of
from lianxin.membership.dossiers.views_desk import choices

from . import policies, queries, yearly
from .reckoning import yuan
from .views_bills import XLSX
from .views_desk import at_desk, office_asked

_YEARS = range(2008, 2100)
#: organisations on a page; the table to hand up holds all of them
SHOWN = 100


def _year(text: str | None) -> int:
    asked = number_of(text)
    return asked if asked is not None and asked in _YEARS else timezone.localdate().year


@require_safe
@at_desk(policies.READ)
def year(request: HttpRequest) -> HttpResponse:
    """``/workbench/dues/year/?org=&year=``: the year by organisation; ``&form=xlsx`` as a table to hand up."""
    actor = actor_of(request)
    office, asked = office_asked(actor, request.GET.get("org")), _year(request.GET.get("year"))
    lines, total = yearly.year_of(actor, office, asked)
    if request.GET.get("form") == "xlsx":
        response = HttpResponse(yearly.as_sheet(office, asked, lines, total), content_type=XLSX)
        response.headers["Content-Disposition"] = (
            f"attachment; filename*=UTF-8''{quote(f'{office.short_name}{asked}年党费收支.xlsx')}"
        )
        return response
    context = {
        "office": office, "year": asked, "page": Paginator(lines, SHOWN).get_page(request.GET.get("page")), "total": total, "columns": yearly.COLUMNS.values(),
        "offices": choices(actor, policies.READ, office),
        "held": {name: yuan(fen) for name, fen in queries.held(office).items()}, "years": range(timezone.localdate().year, timezone.localdate().year - 6, -1),
    }  # fmt: skip
    return render(request, "dues/desk/year.html", context)
