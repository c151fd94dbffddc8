"""支部联系 at the desk: how each card stands, one card with what waits, its keeper."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.foundation.accounts.desk import actor_of, blame, door, need, no_duty, to
from lianxin.foundation.accounts.picking import Picker
from lianxin.foundation.organisations.models import Organisation
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Refused
from lianxin.ui import toasts

from . import policies, queries
from .actions import cards as actions
from .forms import BackForm, CardForm, KeeperForm, Spoken
from .models import ContactCard
from .parts import parts
from .words import LINES, STANDS

at_desk = door(no_duty("管支部建设的同志"))
ROOT = actions.ROOT
SIZE = 30


@require_safe
@at_desk(policies.READ)
def overview(request: HttpRequest) -> HttpResponse:
    """``/workbench/upkeep/?stand=``: cards of the scope."""
    actor, today = actor_of(request), timezone.localdate()
    numbers, asked = queries.counts(actor, today), request.GET.get("stand", "")
    rows = queries.offices(actor)
    if asked in STANDS:
        rows = queries.standing(rows, asked, today)
    page = Paginator(rows.order_by("path"), SIZE).get_page(request.GET.get("page"))
    lines = [(office, card := queries.card_of(office), *STANDS[queries.stand_of(card, today)]) for office in page]
    chips = [(word, f"?stand={stand}", stand == asked, numbers[stand]) for stand, (word, _) in STANDS.items()]
    context = {
        "parts": parts("cards"),
        "page": page,
        "rows": lines,
        "chips": [("全部", "?", asked not in STANDS, sum(numbers.values())), *chips],
    }
    return render(request, "upkeep/desk/cards.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk()
def card(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/upkeep/cards/<organisation>/``: what is public, what waits, and three forms."""
    actor = actor_of(request)
    office: Organisation = need(queries.office(actor, pk))
    found = queries.card_of(office)
    forms = _forms(request, actor, office, found)
    act = request.POST.get("act", "")
    if request.method == "POST":
        try:
            if (said := _act(actor, office, found, act, forms)) is not None:
                toasts.say(request, said)
                return to(f"{ROOT}cards/{pk}/")
        except Refused as refused:
            blame(forms.get(act, forms["propose"]), refused)
    today = timezone.localdate()
    context = {
        "office": office, "card": found, "forms": forms, "stand": STANDS[queries.stand_of(found, today)], "act": act,
        "may_propose": bool(policies.may_propose(actor, office, found)), "may_name": bool(policies.may_name_keeper(actor, office)),
        "confirm": policies.may_confirm(actor, found) if found is not None else None,
        "until": found.due_on() if found is not None else None,
    }  # fmt: skip
    return render(request, "upkeep/desk/card.html", context, status=422 if request.method == "POST" else 200)


def _forms(request: HttpRequest, actor: Actor, office: Organisation, card: ContactCard | None) -> dict[str, Spoken]:
    """act -> its form; only the one that was pressed is filled from the request."""
    act = request.POST.get("act", "") if request.method == "POST" else None
    blank = ContactCard(organisation=office, org_path=office.path)
    start: dict[str, Any] = {name: (card or blank).says(name) for name in LINES} | (card.proposed if card else {})
    start["revision"] = revision = card.revision if card else 0
    picker = Picker(actor, office, policies.READ)
    keeper = card.keeper if card else None
    return {
        "propose": CardForm(request.POST if act == "propose" else None, initial=start),
        "confirm": Spoken(request.POST if act == "confirm" else None, initial={"revision": revision}),
        "back": BackForm(request.POST if act == "back" else None, initial={"revision": revision}),
        "keeper": KeeperForm(request.POST if act == "keeper" else None, picker=picker, present=keeper,
                             initial={"revision": revision}),
    }  # fmt: skip


def _act(actor: Actor, office: Organisation, card: ContactCard | None, act: str, forms: dict[str, Any]) -> str | None:
    """What is said afterwards; None when the form itself is wrong."""
    form = forms.get(act)
    if form is None or not form.is_valid():
        return None
    revision = form.cleaned_data["revision"] or 0
    if act == "propose":
        actions.propose(actor=actor, organisation=office, lines=form.lines(), revision=revision)
        return "已提交，另一位同志确认后公开。"
    if act == "keeper":
        actions.name_keeper(actor=actor, organisation=office, keeper=form.person(), revision=revision)
        return "责任人已登记。"
    known: ContactCard = need(card)
    if act == "back":
        actions.send_back(actor=actor, card=known, reason=form.cleaned_data["reason"], revision=revision)
        return "已退回修改。"
    actions.confirm(actor=actor, card=known, revision=revision)
    return "已确认，现在公开的就是这些。"
