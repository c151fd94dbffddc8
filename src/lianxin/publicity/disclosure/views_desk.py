"""Items and requests at the desk: the piles, one item, one request, and the forms about them."""

from __future__ import annotations

import secrets
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.foundation.accounts.queries import nicknames
from lianxin.foundation.files.queries import files_of
from lianxin.kernel.decision import Denied, Refused
from lianxin.ui import toasts

from . import actions
from .clock_page import rings
from .desk_base import actor_of, at_desk, need, number_of, to
from .forms import acts
from .forms.acts import ITEM_ACTS, REQUEST_ACTS, Act, ActForm
from .forms.proposing import ProposeForm, ResubmitForm
from .models import Item, ItemStep, Question, Request, RequestStep, Secrecy
from .queries import work
from .words import REFUSAL_REASONS, RETURN_REASONS, WITHDRAW_REASONS, WITHHOLD_REASONS

SIZE = 20
ROOT = "/workbench/disclosure"
REASONS = REFUSAL_REASONS | WITHDRAW_REASONS | RETURN_REASONS


@require_safe
@at_desk(work.READ)
def items(request: HttpRequest) -> HttpResponse:
    """``/workbench/disclosure/?queue=``."""
    actor, now = actor_of(request), timezone.now()
    counts = work.counts(actor, now)
    known = {n: q for n, q in work.QUEUES.items() if actor.has(q.verb)}
    asked = request.GET.get("queue", "")
    queue = asked if asked in known else next((n for n, c in counts.items() if c and n in known), "all")
    text = request.GET.get("q", "").replace("\x00", "").strip()[:60]
    rows = known[queue].rows(actor, now)
    rows = rows.filter(title__icontains=text) if text else rows
    late = work.late_lines(actor, now)
    context = {
        "page": Paginator(rows, SIZE).get_page(request.GET.get("page")), "queue": queue, "q": text, "now": now,
        "chips": [(q.label, f"?queue={n}", n == queue, counts.get(n)) for n, q in known.items()],
        "late": late[:5], "late_count": late.count(), "may_propose": actor.has("disclosure.propose"),
    }  # fmt: skip
    return render(request, "disclosure/desk/list.html", context)


@require_safe
@at_desk(work.READ)
def item(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/disclosure/<pk>/``."""
    actor = actor_of(request)
    found: Item = need(work.one(actor, pk))
    return render(request, "disclosure/desk/item.html", item_context(actor, found))


def item_context(actor: Any, found: Item) -> dict[str, Any]:
    """Everything that the page of an item and the pages of its forms show."""
    steps = list(ItemStep.objects.filter(case=found).select_related("organisation").order_by("-at", "-pk"))
    checks = list(Secrecy.objects.filter(item=found))
    people = nicknames([*(s.person_id for s in steps), *(c.reviewer_id for c in checks)])
    buttons = acts.shown(actor, found, ITEM_ACTS)
    first = next((b for b in buttons if b.act.first and b.denied is None), None)
    may_review = actor.may("disclosure.review", found.org_path)
    return {
        "item": found, "first": first, "buttons": [b for b in buttons if b is not first], "base": f"{ROOT}/{found.pk}",
        "steps": [(s, people.get(s.person_id or 0, ""), REASONS.get(s.data.get("reason", ""), "")) for s in steps],
        "checks": [(c, people.get(c.reviewer_id, "")) for c in checks],
        "files": files_of(f"disclosure:{found.pk}"), "rings": rings(found, timezone.now()), "telling": work.telling(found),
        "now": timezone.now(), "difference": work.difference(found), "four": four_steps(found), "correction": acts.correction_of(found),
        "questions": Question.objects.filter(item=found), "may_review": may_review,
        "may_answer": actor.may("disclosure.propose", found.org_path), "withhold": WITHHOLD_REASONS.items(),
        "may_edit": found.state == "returned" and actor.may("disclosure.propose", found.org_path),
    }  # fmt: skip


def four_steps(item: Item) -> list[tuple[str, str]]:
    """DIS-01 as a line of steps: (word, "done", "now" or ""). Nothing for what goes no further."""
    words = ["提出", "审核和保密审查", "审批", "党内公开"] + (["向社会公开"] if item.scope == "public" else [])
    at = {"returned": 0, "proposed": 1, "reviewed": 2, "approved": 3, "inner": 4, "public": 5}.get(item.state)
    if at is None:
        return []
    return [(word, "done" if n < at else "now" if n == at else "") for n, word in enumerate(words)]


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk("disclosure.propose")
def new(request: HttpRequest) -> HttpResponse:
    """``/workbench/disclosure/new/?entry=``: 提出."""
    actor = actor_of(request)
    start: dict[str, Any] = {"key": secrets.token_urlsafe(16), "entry": number_of(request.GET.get("entry"))}
    form = ProposeForm(request.POST or None, request.FILES or None, actor=actor, initial=start)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = actions.propose(actor=actor, entry=data["entry"], draft=form.draft(), key=data["key"])
        except Refused as refused:
            _blame(form, refused.denied)
        else:
            toasts.say(request, "已提出，等待审核。审核、审批以后先在党内公开。")
            return to(f"{ROOT}/{made.pk}/")
    status = 422 if request.method == "POST" else 200
    chosen = work.one_line(actor, start["entry"], "disclosure.propose") if start["entry"] else None
    context = {"form": form, "title": "提出公开事项", "entry": chosen}
    return render(request, "disclosure/desk/propose.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk("disclosure.propose")
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/disclosure/<pk>/edit/``: a text that came back, changed."""
    actor = actor_of(request)
    found: Item = need(work.one(actor, pk))
    if request.method != "POST" and found.state != "returned":
        return to(f"{ROOT}/{pk}/")
    form = ResubmitForm.of(found, request.POST, request.FILES) if request.method == "POST" else ResubmitForm.of(found)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                actions.resubmit(
                    actor=actor, item=found, draft=form.draft(), revision=form.cleaned_data["revision"],
                    without=form.cleaned_data.get("without", ()),
                )  # fmt: skip
            except Refused as refused:
                _blame(form, refused.denied)
                status = 409
            else:
                toasts.say(request, "已再次提出，等待审核。")
                return to(f"{ROOT}/{pk}/")
    context = item_context(actor, found)
    returned = next(((s.note, why) for s, _, why in context["steps"] if why), None)
    context |= {"form": form, "title": "修改后再提出", "entry": found.entry, "returned": returned}
    return render(request, "disclosure/desk/propose.html", context, status=status)


def _blame(form: Any, denied: Denied) -> None:
    """Put a refusal beside its field; outside the scope it stays what it is."""
    if denied.code == "out_of_scope":
        raise Refused(denied)
    remedy = f" {denied.remedy}" if denied.remedy else ""
    form.add_error(denied.field if denied.field in form.fields else None, f"{denied.reason}{remedy}")


@require_safe
@at_desk("disclosure.answer")
def requests(request: HttpRequest) -> HttpResponse:
    """``/workbench/disclosure/requests/``: most urgent first, decided ones after them."""
    actor = actor_of(request)
    done = request.GET.get("state") == "done"
    rows = (
        work.requests(actor).exclude(state="received").order_by("-opened_at") if done else work.waiting_requests(actor)
    )
    page = Paginator(rows, SIZE).get_page(request.GET.get("page"))
    chips = [("待答复", "?", not done), ("已办结", "?state=done", done)]
    context = {"page": page, "chips": chips, "now": timezone.now()}
    return render(request, "disclosure/desk/requests.html", context)


@require_safe
@at_desk("disclosure.answer")
def one_request(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/disclosure/requests/<pk>/``."""
    actor = actor_of(request)
    return render(request, "disclosure/desk/request.html", request_context(actor, need(work.one_request(actor, pk))))


def request_context(actor: Any, found: Request) -> dict[str, Any]:
    """What the page of a request and of its forms show."""
    steps = list(RequestStep.objects.filter(case=found).order_by("-at", "-pk"))
    people = nicknames(s.person_id for s in steps if s.actor_kind == "staff")
    buttons = acts.shown(actor, found, REQUEST_ACTS)
    first = next((b for b in buttons if b.act.first and b.denied is None), None)
    return {
        "request_": found, "first": first, "buttons": [b for b in buttons if b is not first],
        "base": f"{ROOT}/requests/{found.pk}", "rings": rings(found, timezone.now()), "why": REFUSAL_REASONS.get(found.reason, ""),
        "steps": [(s, people.get(s.person_id or 0, ""), REASONS.get(s.data.get("reason", ""), "")) for s in steps],
    }  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(work.READ)
def act(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """``/workbench/disclosure/<pk>/<slug>/``."""
    actor = actor_of(request)
    found: Item = need(work.one(actor, pk))
    return _act(request, actor, found, ITEM_ACTS.get(slug), item_context)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk("disclosure.answer")
def request_act(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """``/workbench/disclosure/requests/<pk>/<slug>/``."""
    actor = actor_of(request)
    found: Request = need(work.one_request(actor, pk))
    return _act(request, actor, found, REQUEST_ACTS.get(slug), request_context)


def _act(request: HttpRequest, actor: Any, case: Any, found: Act | None, around: Any) -> HttpResponse:
    """Show the form, or carry it out; what was typed stays when it is refused."""
    if found is None:
        raise Http404
    decision = found.decision(actor, case)
    if isinstance(decision, Denied) and decision.code in ("no_right", "out_of_scope"):
        raise Refused(decision)
    denied = decision if isinstance(decision, Denied) else None
    posted = request.method == "POST"
    form: ActForm = found.form(request.POST if posted else None, actor=actor, case=case)
    status = 200
    if posted and form.is_valid():
        try:
            form.carry_out()
        except Refused as refused:
            denied, status = refused.denied, 409
            if denied.field in form.fields:
                form.add_error(denied.field, denied.reason)
                status = 422
            elif denied.code == "out_of_scope":
                raise
        else:
            toasts.say(request, found.done)
            return to(f"{around(actor, case)['base']}/")
    elif posted:
        status = 422
    final = denied is not None and status == 200
    context = {**around(actor, case), "act": found, "form": None if final else form, "denied": denied}
    return render(request, "disclosure/desk/act.html", context, status=status)


@require_POST
@at_desk("disclosure.review", "disclosure.propose")
def words(request: HttpRequest, pk: int, question_pk: int) -> HttpResponse:
    """Decide about a question or its answer, or write the answer."""
    actor = actor_of(request)
    found: Item = need(work.one(actor, pk))
    question = need(Question.objects.filter(item=found, pk=question_pk).first())
    data, do = request.POST, request.POST.get("do", "")
    try:
        if do == "answer":
            actions.answer_question(actor=actor, question=question, text=data.get("text", ""))
        elif do in ("show", "withhold"):
            actions.review_question(
                actor=actor, question=question, public=do == "show", reason=data.get("reason", ""), text=data.get("text", "")
            )  # fmt: skip
        elif do in ("show_answer", "return_answer"):
            actions.review_answer(actor=actor, question=question, public=do == "show_answer")
        else:
            raise Http404
    except Refused as refused:
        if refused.denied.code == "out_of_scope":
            raise
        context = {**item_context(actor, found), "denied": refused.denied, "typed": data.get("text", ""),
                   "typed_for": question.pk, "typed_reason": data.get("reason", "")}  # fmt: skip
        return render(request, "disclosure/desk/item.html", context, status=422)
    toasts.say(request, "已记录。")
    return to(f"{ROOT}/{pk}/#questions")
