"""我的访谈提问和接访预约."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lianxin.democracy.speaking import queries as speaking
from lianxin.foundation.accounts.desk import actor_of, signed_in

from .. import handoff
from ..models import Asked, Interview, SameAsk
from ..queries import receptions
from ..speaking_floor import KIND

SHOWN = 30


@require_safe
@signed_in
def overview(request: HttpRequest) -> HttpResponse:
    """``/me/talks/``: what I asked and where it stands, what I asked the same of, when I am received."""
    actor = actor_of(request)
    rows = list(speaking.mine(actor.person_id).filter(kind=KIND, person_id=actor.person_id or 0)[:SHOWN])
    talks = {
        row.pk: row
        for row in Interview.objects.unscoped("places of one's own words").filter(pk__in={r.place for r in rows})
    }
    pointed = set(
        Asked.objects.filter(said__in=[r.pk for r in rows], pointed_at__isnull=False).values_list("said_id", flat=True)
    )
    context = {
        "asked": [(row, talks.get(row.place), row.pk in pointed, _letter(row, row.pk in pointed)) for row in rows],
        "same": SameAsk.objects.filter(person_id=actor.person_id or 0, question__said__state="published").select_related("question__talk", "question__said").order_by("-pk")[:SHOWN],
        "visits": receptions.own(actor)[:SHOWN],
    }  # fmt: skip
    return render(request, "interviews/mine/overview.html", context)


def _letter(row: object, pointed: bool) -> str:
    """Where the same words become a letter; only for what was pointed there."""
    if not pointed:
        return ""
    text = str(getattr(row, "text", ""))
    organisation = getattr(row, "organisation", None)
    return handoff.address_of(
        handoff.Handoff(
            "consult", text[:30], text, f"talk:{getattr(row, 'place', '')}", getattr(organisation, "code", "")
        )
    )
