"""``/hall/``: 议事厅."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lianxin.foundation.accounts.desk import actor_of
from lianxin.voice.letters.views_public import for_everybody

from . import queries


@require_safe
@for_everybody
def hall(request: HttpRequest) -> HttpResponse:
    """What is open now in every room, for this reader."""
    shelves = queries.shelves(actor_of(request))
    return render(request, "hall/hall.html", {"shelves": shelves, "any": any(shelf.cards for shelf in shelves)})
