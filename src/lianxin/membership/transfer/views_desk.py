"""组织关系转接 at the desk: what waits, one transfer, a letter that came on paper, the stubs."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.foundation.accounts.desk import actor_of, blame, door, need, no_duty, number_of, to
from lianxin.foundation.casework.engine import buttons
from lianxin.foundation.organisations.queries import party_named, party_offered
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Denied, Refused
from lianxin.membership.dossiers import leafing
from lianxin.membership.dossiers.views_desk import offices_for
from lianxin.ui import toasts

from . import actions, policies, queries
from .arriving import facts_of, read
from .forms import ArriveForm, AskForm
from .lifecycle import ISSUE, WORK
from .models import Transfer, TransferStep
from .steps import STEPS, handle

at_desk = door(no_duty("办组织关系的同志"))
ROOT = "/workbench/transfer/"
SIZE = 30


@require_safe
@at_desk(policies.READ)
def overview(request: HttpRequest) -> HttpResponse:
    """``/workbench/transfer/?lane=``."""
    actor, today = actor_of(request), timezone.localdate()
    numbers = queries.counts(actor)
    asked = request.GET.get("lane", "")
    lane = asked if asked in queries.LANES else next((slug for slug in queries.LANES if numbers[slug]), "turn")
    page = Paginator(queries.lane(actor, lane), SIZE).get_page(request.GET.get("page"))
    context = {
        "chips": [(word, f"?lane={slug}", slug == lane, numbers[slug]) for slug, word in queries.LANES.items()],
        "page": page, "rows": [(case, *queries.state_of(case, today)) for case in page], "lane": lane,
        "may_ask": actor.has(WORK), "may_issue": actor.has(ISSUE),
    }  # fmt: skip
    return render(request, "transfer/desk/overview.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(WORK)
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/transfer/new/<member>/``: 提出转出."""
    actor = actor_of(request)
    member = need(queries.leavable(actor).filter(pk=pk).select_related("person", "organisation").first())
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            case = actions.ask(actor=actor, member=member, **asked_of(form))
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, "转出申请已提出。")
            return to(f"{ROOT}{case.pk}/")
    context = {"form": form, "member": member, "targets": party_offered()}
    return render(request, "transfer/desk/ask.html", context, status=422 if request.method == "POST" else 200)


def asked_of(form: AskForm) -> dict[str, Any]:
    """What the form says, as `actions.ask` takes it."""
    said = form.cleaned_data
    return {
        "way": said["way"], "reason": said["reason"], "target": party_named(said["target"]) if said["way"] == "inside" else None,
        "target_name": said["target_name"], "peer": said.get("peer"), "text": said["text"],
    }  # fmt: skip


@require_safe
@at_desk(WORK)
def people(request: HttpRequest) -> HttpResponse:
    """``/workbench/transfer/new/?q=``: whose transfer it is."""
    words = request.GET.get("q", "").strip()[:40]
    rows = queries.leavable(actor_of(request)).select_related("organisation")
    if words:
        rows = rows.filter(name__startswith=words) | rows.filter(initials__startswith=words.lower())
    page = leafing.browse(rows, number_of(request.GET.get("page")) or 1, SIZE)
    return render(request, "transfer/desk/people.html", {"page": page, "q": words})


@require_safe
@at_desk(policies.READ)
def case_page(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/transfer/<pk>/``."""
    actor = actor_of(request)
    case: Transfer = need(queries.one(actor, pk))
    return render(request, "transfer/desk/case.html", _context(actor, case))


def _context(actor: Actor, case: Transfer) -> dict[str, Any]:
    today = timezone.localdate()
    offered = [b for b in buttons(actor, case) if b.event in STEPS]
    word, tone = queries.state_of(case, today)
    silent = ("other_way", "other_step", "other_committee", "same_committee", "out_of_scope")
    return {
        "case": case, "who": facts_of(case) if case.member is None else None, "word": word, "tone": tone, "today": today,
        "open": [(b, STEPS[b.event]) for b in offered if b.decision],
        "closed": [(b, b.decision) for b in offered if isinstance(b.decision, Denied) and b.decision.code not in silent],
        "steps": case.steps.select_related("organisation").order_by("-at", "-pk")[:40], "lapsed": case.lapsed(today),
        "may_print": bool(case.letter_number) and case.source_id and actor.may(ISSUE, policies._source_committee(case)),
    }  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(policies.READ)
def step(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """``/workbench/transfer/<pk>/<step>/``: the form of one step."""
    actor = actor_of(request)
    case: Transfer = need(queries.one(actor, pk))
    return handle(request, actor, case, need(STEPS.get(slug)), back=f"{ROOT}{pk}/", template="transfer/desk/step.html")


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(ISSUE)
def arrive(request: HttpRequest) -> HttpResponse:
    """``/workbench/transfer/arrive/``: 登记纸质介绍信."""
    actor = actor_of(request)
    offices = [
        one for one in offices_for(actor, ISSUE) if one.kind in ("committee", "general_branch") and not one.closed_on
    ]
    form = ArriveForm(request.POST or None, offices=offices)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        office = next(one for one in offices if str(one.pk) == said["organisation"])
        letter = {
            n: said[n] for n in ("source_name", "letter_number", "issued_on", "valid_until", "reason", "dues_until")
        }
        try:
            case = actions.arrive(actor=actor, organisation=office, who=read(said, timezone.localdate()), **letter)
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, "介绍信已登记，请接收并编入支部。")
            return to(f"{ROOT}{case.pk}/")
    return render(request, "transfer/desk/arrive.html", {"form": form}, status=422 if request.method == "POST" else 200)


@require_safe
@at_desk(ISSUE)
def stubs(request: HttpRequest) -> HttpResponse:
    """``/workbench/transfer/stubs/?year=``: 存根."""
    today = timezone.localdate()
    year = number_of(request.GET.get("year")) or today.year
    year = year if 2000 <= year <= today.year else today.year
    page = Paginator(queries.stubs(actor_of(request), year), 50).get_page(request.GET.get("page"))
    context = {
        "page": page, "rows": [(stub, *_stub(stub, today)) for stub in page], "year": year,
        "chips": [(f"{y} 年", f"?year={y}", y == year, None) for y in range(today.year, today.year - 10, -1)],
    }  # fmt: skip
    return render(request, "transfer/desk/stubs.html", context)


def _stub(stub: TransferStep, today: date) -> tuple[str, str]:
    """A letter that was written anew is void."""
    return queries.state_of(stub.case, today) if stub.data.get("number") == stub.case.letter_number else ("已作废", "")


@require_safe
@at_desk(ISSUE)
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/transfer/<pk>/letter/``: stub, letter and receipt on one sheet. Who prints it is recorded."""
    actor = actor_of(request)
    case: Transfer = need(queries.one(actor, pk))
    if not case.letter_number or not case.source_id or not actor.may(ISSUE, policies._source_committee(case)):
        need(None)
    actions.note_print(actor=actor, case=case)
    return render(
        request,
        "transfer/desk/letter.html",
        {"case": case, "member": case.member, "committee": policies.committee_of(case.source_path)},
    )
