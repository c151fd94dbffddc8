"""年度统计 at the desk: the tables of an organisation on a day, the same as a file, and what does not add up."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import quote

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from lianxin.foundation.accounts.desk import actor_of, door, need, no_duty, number_of
from lianxin.foundation.organisations.models import Organisation
from lianxin.kernel.actor import Actor
from lianxin.membership.dossiers.views_desk import choices, office_of

from . import checks, counting, policies, queries
from .books import XLSX, book_of
from .bulletin import frame
from .drawing import drawn

at_desk = door(no_duty("做党内统计的同志"))
SIZE = 50
#: the first day of which statistics are asked; before it nobody kept files
EARLIEST = date(1921, 7, 1)


@require_safe
@at_desk(policies.READ)
def sheet(request: HttpRequest) -> HttpResponse:
    """``/workbench/statistics/?org=&on=2025-12-31``: every table and what does not add up."""
    actor, asked = actor_of(request), request.GET
    office, (day, fault) = _office(actor, asked.get("org")), _day(asked.get("on", ""))
    made = queries.report(actor, office, day, fresh=asked.get("fresh") == "1")
    today = timezone.localdate()
    # a day that was chosen goes on to the roll-ups; without one they begin with the end of last year, which is reported
    chosen = f"&on={day.isoformat()}" if asked.get("on") and not fault else ""
    context = {
        "office": office, "day": day, "typed": asked.get("on", "") or day.isoformat(), "fault": fault, "report": made,
        "sheet": made.sheet, "tables": drawn(made.sheet), "offices": choices(actor, policies.READ, office), "today": today,
        "year_end": date(today.year - 1, 12, 31), "where": f"org={office.pk}&on={day.isoformat()}", "rolled": f"org={office.pk}{chosen}",
    }  # fmt: skip
    return render(request, "statistics/desk/sheet.html", context, status=422 if fault else 200)


@require_safe
@at_desk(policies.READ)
def book(request: HttpRequest) -> HttpResponse:
    """The same tables as .xlsx."""
    actor = actor_of(request)
    office, (day, _) = _office(actor, request.GET.get("org")), _day(request.GET.get("on", ""))
    made = queries.report(actor, office, day)
    response = HttpResponse(book_of(made, office.name), content_type=XLSX)
    name = quote(f"{office.short_name}党内统计{day:%Y%m%d}.xlsx")
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return response


@require_safe
@at_desk(policies.READ)
def behind(request: HttpRequest, code: str) -> HttpResponse:
    """The files or branches behind a check."""
    check = checks.CHECKS.get(code)
    if check is None:
        raise Http404
    actor = actor_of(request)
    office, (day, _) = _office(actor, request.GET.get("org")), _day(request.GET.get("on", ""))
    framed = frame(day)
    rows: Any
    if isinstance(check, checks.BranchCheck):
        rows = [ground for ground in counting.grounds(actor, office, framed) if check.wrong(ground, framed)]
    else:
        strange = queries.report(actor, office, day).sheet.strange if check is checks.STRANGE else ()
        rows = checks.files(check, counting.members(actor, office, framed), strange, framed)
    page = Paginator(rows, SIZE).get_page(request.GET.get("page"))
    context = {
        "check": check, "text": checks.told(check, framed, page.paginator.count), "page": page, "office": office, "day": day,
        "where": f"org={office.pk}&on={day.isoformat()}", "branches": isinstance(check, checks.BranchCheck),
    }  # fmt: skip
    return render(request, "statistics/desk/behind.html", context)


def _office(actor: Actor, asked: str | None) -> Organisation:
    """The chosen organisation, else the topmost one of the actor's."""
    if asked:
        return office_of(actor, number_of(asked), policies.READ)
    found: Organisation = need(queries.tops(actor).first())
    return found


def _day(text: str) -> tuple[date, str]:
    """(the day, what is wrong with what was typed); today when it cannot be used."""
    today = timezone.localdate()
    if not text:
        return today, ""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return today, f"“{text[:20]}”不是一个日期，请按年-月-日填写。下面是今天的统计。"
    if day > today:
        return today, f"{day} 还没有到，下面是今天的统计。"
    if day < EARLIEST:
        return today, f"{day} 太早了，下面是今天的统计。"
    return day, ""
