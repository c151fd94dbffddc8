"""Community rules (社区规则公示, R116) and the counts of each quarter (M05)."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.organisations.queries import by_code

from . import counting
from .words import REASONS, WAYS


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """``/speaking/rules/``."""
    context = {"reasons": [(word, WAYS.get(code, "")) for code, word in REASONS.items()]}
    return render(request, "speaking/public/rules.html", context)


@require_safe
def counts(request: HttpRequest) -> HttpResponse:
    """``/speaking/counts/?org=``."""
    code = request.GET.get("org", "")[:32]
    office = by_code(code) if code and "\x00" not in code else Organisation.objects.order_by("path").first()
    if code and office is None:
        raise Http404("没有找到这个组织。")
    quarters = counting.by_quarter([office.path] if office else [], timezone.localdate())
    context = {
        "office": office,
        "quarters": quarters,
        "decided": any(q.total or q.appeals or q.hidden for q in quarters),
    }
    return render(request, "speaking/public/counts.html", context)
