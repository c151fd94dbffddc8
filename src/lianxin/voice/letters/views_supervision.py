"""监督事项与处理公开 (R083): what people said about the work of the Party and its people, and what was done."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lianxin.foundation.organisations.queries import by_code
from lianxin.ui.context import exists

from . import public_list
from .queries import conduct
from .views_public import for_everybody
from .words import ACCOUNT_OF_RESULT

SIZE = 20


@require_safe
@for_everybody
def supervision(request: HttpRequest) -> HttpResponse:
    """``/letters/supervision/?org=``: published ones only (M01), with how they were handled."""
    code = request.GET.get("org", "")[:32]
    office = by_code(code) if code and "\x00" not in code else None
    page = Paginator(conduct.supervised(office), SIZE).get_page(request.GET.get("page"))
    rows = [(letter, ACCOUNT_OF_RESULT.get(letter.result, "")) for letter in page.object_list]
    context = {
        "page": page, "rows": rows, "office": office, "options": public_list.office_options(office), "has_tipoff": exists("/tipoffs/"),
    }  # fmt: skip
    return render(request, "letters/public/supervision.html", context)
