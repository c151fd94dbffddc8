"""``/workbench/consult/``: consultations of the scope, one of them, its steps; the terms of organisations."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.foundation.accounts.desk import actor_of, blame, door, need, no_duty, to
from lianxin.foundation.accounts.picking import Picker
from lianxin.foundation.organisations.models import Organisation
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Refused
from lianxin.ui import toasts

from . import actions, differing, opinions, policies_consult, steps
from .actions import Declared
from .announcing import DESK
from .forms import TermsForm
from .lifecycle import ANSWER, MANAGE, READ
from .models import Consultation, Terms
from .queries import desk
from .queries.report import groups_of, report_of, text_of
from .steps_consult import STEPS
from .words import CONSULT_LANES

at_desk = door(no_duty("办议题和意见征集的同志"))
SIZE = 30


@require_safe
@at_desk(READ)
def overview(request: HttpRequest) -> HttpResponse:
    """``/workbench/consult/?lane=``."""
    actor, asked = actor_of(request), request.GET.get("lane", "")
    lane = asked if asked in CONSULT_LANES else "released"
    numbers, motions = desk.counts(actor)
    page = Paginator(desk.lane(desk.consultations(actor), CONSULT_LANES, lane), SIZE).get_page(request.GET.get("page"))
    chips = [(word, f"?lane={slug}", slug == lane, numbers[slug]) for slug, (word, _) in CONSULT_LANES.items()]
    context = {
        "page": page, "chips": chips, "lane": lane, "may_manage": actor.has(MANAGE), "motions": motions["answer"],
        "no_terms": actor.has(ANSWER) and not desk.declared(actor),
    }  # fmt: skip
    return render(request, "consultations/desk/list.html", context)


@require_safe
@at_desk(READ)
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/consult/<pk>/``."""
    actor = actor_of(request)
    case: Consultation = need(desk.consultation(actor, pk))
    offered = steps.offers(actor, case, STEPS)
    lead = next((offer.step.slug for offer in offered if offer.denied is None and offer.step.slug != "stop"), "")
    context = {
        "case": case, "said": report_of(case) if case.state in ("reporting", "finished") else None, "paragraphs": text_of(case), "offers": offered, "lead": lead, "groups": groups_of(case),
        "published": len(opinions.published(case.pk)), "unanswered": len(policies_consult.unanswered(case)),
        "waiting": opinions.waiting(case.pk), "steps": case.steps.select_related("organisation"),
        "may_manage": actor.may(MANAGE, case.org_path), "versions": case.versions.count(),
        "no": next((offer.denied for offer in offered if offer.denied is not None), None),
    }  # fmt: skip
    return render(request, "consultations/desk/one.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(READ)
def step(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """``/workbench/consult/<pk>/<step>/``."""
    actor = actor_of(request)
    case = need(desk.consultation(actor, pk))
    more: dict[str, object] = {"paragraphs": text_of(case)} if slug in ("release", "submit") else {}
    if slug in ("take-correction", "drop-correction") and case.wish_note:
        more = {"lines": differing.compare(text_of(case, case.text_kind), case.wish)}
    return steps.page(request, actor, case, need(STEPS.get(slug)), back=f"{DESK}{pk}/",
                      template="consultations/desk/step.html", **more)  # fmt: skip


@require_safe
@at_desk(READ)
def terms(request: HttpRequest) -> HttpResponse:
    """``/workbench/consult/terms/``: what each organisation declared, in the order of the tree."""
    actor = actor_of(request)
    known, offices = desk.declared(actor), desk.places(actor, ANSWER)
    mine = {office.pk for office in offices}
    others = [one for one in known.values() if one.organisation_id not in mine]
    rows = [(office, known.get(office.pk)) for office in offices]
    page = Paginator([*rows, *((one.organisation, one) for one in others)], SIZE).get_page(request.GET.get("page"))
    return render(request, "consultations/desk/terms.html", {"page": page, "mine": mine})


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(ANSWER)
def declare(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/consult/terms/<organisation>/``."""
    actor = actor_of(request)
    office = need(next((one for one in desk.places(actor, ANSWER) if one.pk == pk), None))
    rows = Terms.objects.unscoped("the one of an organisation in the scope").select_related("keeper", "deputy")
    known = rows.filter(organisation=office).first()
    form = TermsForm(request.POST or None, terms=known)
    picker = Picker(actor, office, ANSWER)
    form.choose_among(picker, keeper=known.keeper if known else None, deputy=known.deputy if known else None)
    if request.method == "POST" and form.is_valid() and _declare(actor, office, form):
        toasts.say(request, "约定已登记。已经在办的仍按原来的约定。")
        return to(f"{DESK}terms/")
    context = {"form": form, "office": office, "known": known}
    return render(request, "consultations/desk/declare.html", context, status=422 if request.method == "POST" else 200)


def _declare(actor: Actor, office: Organisation, form: TermsForm) -> bool:
    words = form.cleaned_data
    try:
        people = form.people()
        said = Declared(
            words["open_to"],
            words["threshold"],
            words["answer_days"],
            words["report_days"],
            people["keeper"],
            people["deputy"],
        )
        actions.declare(actor=actor, organisation=office, said=said, revision=words["revision"] or 0)
    except Refused as refused:
        blame(form, refused)
        return False
    return True
