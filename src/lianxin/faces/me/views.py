"""我的: what concerns the one who is signed in; for others, the ways in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lianxin.foundation.accounts.queries import duty_labels
from lianxin.foundation.notices.queries import inbox
from lianxin.kernel.actor import Actor
from lianxin.membership.development import accompanying
from lianxin.membership.dossiers import queries as dossiers
from lianxin.membership.training import queries as training
from lianxin.publicity.disclosure import policies
from lianxin.publicity.disclosure.queries import reading as disclosure
from lianxin.voice.letters.queries import desk


@require_safe
@never_cache
def home(request: HttpRequest) -> HttpResponse:
    """Own letters, notices, duties; an anonymous visitor gets the code entry and the sign-in."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by ActorMiddleware
    if actor.person_id is None:
        return render(request, "me/guest.html")
    context = {
        "letters": list(desk.mine(actor.person_id)[:5]),
        "requests": disclosure.asked_by(actor.person_id),
        "inside": disclosure.inside_of(actor),
        "belongs": policies.belongs(actor),
        "charges": len(accompanying.charges(actor.person_id)),
        "training": training.own_year(dossiers.own(actor.person_id)),
        "notices": list(inbox(actor.person_id)[:5]),
        "duties": duty_labels(actor) if actor.duties else [],
    }
    return render(request, "me/home.html", context)
