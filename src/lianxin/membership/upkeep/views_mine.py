"""``/me/branch/``: my branch, who works for it, who belongs to it, and what the others see of me."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from lianxin.foundation.accounts.desk import actor_of, need, signed_in, to
from lianxin.foundation.privacy import actions as privacy
from lianxin.foundation.privacy.consents import standing
from lianxin.membership.dossiers import queries as dossiers
from lianxin.ui import toasts

from . import queries
from .models import ContactCard
from .own_page import parts_for
from .words import SHOWABLE

ROOT = "/me/branch/"


@require_safe
@signed_in
def mine(request: HttpRequest) -> HttpResponse:
    """``/me/branch/``. The address book is for members of the branch; those on the way see whom to ask."""
    actor = actor_of(request)
    member = dossiers.own(actor.person_id)
    if member is None or member.standing != "active":
        return render(request, "upkeep/mine/none.html")
    card = ContactCard.objects.unscoped("one's own branch").filter(organisation=member.organisation_id).first()
    given = standing(member.person_id)
    context = {
        "member": member, "office": member.organisation, "card": card, "leading": queries.leading_at(member.organisation_id),
        "book": queries.book_of(member) if member.in_party else None,
        "parts": parts_for(actor, member) if member.in_party else [],
        "choices": [(key, shown, key in given) for key, (_, shown) in SHOWABLE.items()],
    }  # fmt: skip
    return render(request, "upkeep/mine/branch.html", context)


@require_POST
@signed_in
def shown(request: HttpRequest) -> HttpResponse:
    """给不给本支部看, one field at a time, by the consents of the house: taken back, it is gone at once (P06)."""
    actor = actor_of(request)
    need(dossiers.own(actor.person_id))
    purpose = request.POST.get("purpose", "")
    need(SHOWABLE.get(purpose))
    if request.POST.get("agree") == "yes":
        privacy.consent(actor=actor, purpose=purpose)
        toasts.say(request, f"本支部的党员现在能看到您的{SHOWABLE[purpose][1]}。")
    else:
        privacy.withdraw(actor=actor, purpose=purpose)
        toasts.say(request, f"已收回，别人看不到您的{SHOWABLE[purpose][1]}了。")
    return to(f"{ROOT}#mine")
