"""审核统计 (M05): how often which reason was given, and how appeals ended."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from .queries.moderation import by_quarter
from .views_desk_base import actor_of, at_desk

#: this quarter and the four before it, so that a year can be compared; a wish of the page
SHOWN = 5


@require_safe
@at_desk("letters.read")
def moderation(request: HttpRequest) -> HttpResponse:
    """``/workbench/letters/moderation/``: counts inside the actor's scope."""
    found = by_quarter(actor_of(request).paths_for("letters.read"), timezone.localdate(), SHOWN)
    context = {"quarters": found, "this": found[0], "decided": any(q.decided for q in found)}
    return render(request, "letters/desk/moderation.html", context)
