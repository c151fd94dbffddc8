"""A booking at the desk of its organisation: entered for somebody, arrived, what was said, what became of it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.foundation.accounts.desk import actor_of, need, number_of, signed_in
from lianxin.foundation.casework.engine import may
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Refused

from .. import access, handoff
from ..actions import visits as acts
from ..forms.receptions import BookForm, RateForm, ResultForm, SettleForm
from ..lifecycle import DESK
from ..models import Reception, Visit
from ..queries import receptions as queries
from .desk import at_receptions, form_page, press

HOME = "/workbench/receptions/"


@require_http_methods(["GET", "HEAD", "POST"])
@at_receptions(DESK)
def book(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/receptions/<pk>/book/``: 代为预约 by phone or at the window (A02); the number is read out once."""
    actor = actor_of(request)
    plan: Reception = need(queries.working(actor, pk))
    if not actor.may(DESK, plan.org_path):
        raise Refused(OUT_OF_SCOPE)
    slots = [s for s in queries.slots(plan) if s.taken or plan.slot_at(s.number) > timezone.now()]
    form = BookForm(request.POST or None, slots=slots)
    if request.method == "POST" and form.is_valid():
        try:
            made, code = acts.book(
                actor=actor, reception=plan, coming=form.coming(), key=form.cleaned_data["key"], assisted=True
            )
        except Refused as refused:
            from lianxin.foundation.accounts.desk import blame

            blame(form, refused)
        else:
            context = {"visit": made, "code": code, "plan": plan, "assisted": True}
            return access.private(render(request, "interviews/desk/booked.html", context))
    context = {"plan": plan, "form": form, "free": any(not s.taken for s in slots)}
    return render(request, "interviews/desk/book.html", context, status=422 if request.method == "POST" else 200)


def _visit(request: HttpRequest, pk: int) -> tuple[Actor, Visit]:
    actor = actor_of(request)
    return actor, need(queries.visit_at_desk(actor, pk))


@require_safe
@signed_in
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/receptions/visits/<pk>/``: what they come for, what was said, what can be done."""
    actor, visit = _visit(request, pk)
    events = ("arrive", "miss", "cancel_for", "answer", "settle", "rate_for")
    context = {
        "visit": visit, "plan": visit.reception, "steps": visit.steps.all(),
        "can": {event: bool(may(actor, visit, event)) for event in events}, "words": dict(_words()),
        "letter": handoff.address_of(handoff.Handoff("help", "", visit.matter, f"visit:{pk}", visit.organisation.code, assisted=True)),
    }  # fmt: skip
    return access.private(render(request, "interviews/desk/visit.html", context))


def _words() -> list[tuple[int, str]]:
    from ..forms.receptions import levels

    return levels()


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def result(request: HttpRequest, pk: int) -> HttpResponse:
    """``…/result/``: 谈的结果."""
    actor, visit = _visit(request, pk)
    _must(actor, visit, "answer")
    form = ResultForm(request.POST or None, initial={"revision": visit.revision})

    def save() -> Visit:
        said = form.cleaned_data
        return acts.result(actor=actor, visit=visit, event=said["event"], told=said["told"], way=said["way"], until=said["until"],
                           revision=said["revision"] or 0)  # fmt: skip

    return _form(request, form, save, visit, "谈的结果", "已登记。")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """``…/settle/``: 跟进有了答复."""
    actor, visit = _visit(request, pk)
    _must(actor, visit, "settle")
    form = SettleForm(request.POST or None, initial={"revision": visit.revision})

    def save() -> Visit:
        said = form.cleaned_data
        return acts.settle(actor=actor, visit=visit, told=said["told"], revision=said["revision"] or 0)

    return _form(request, form, save, visit, "跟进有了答复", "已登记，请告诉来访人。")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def rate(request: HttpRequest, pk: int) -> HttpResponse:
    """``…/rate/``: 代记 what the visitor says by phone (HCP-01)."""
    actor, visit = _visit(request, pk)
    _must(actor, visit, "rate_for")
    form = RateForm(request.POST or None)

    def save() -> Visit:
        said = form.cleaned_data
        return acts.rate(actor=actor, visit=visit, level=said["level"], solved=said["solved"] == "yes")

    return _form(request, form, save, visit, "代记评价", "已记下。")


def _must(actor: Actor, visit: Visit, event: str) -> None:
    decision = may(actor, visit, event)
    if not decision:
        raise Refused(decision)  # type: ignore[arg-type]  # false is `Denied`


def _form(request: HttpRequest, form: Any, save: Any, visit: Visit, title: str, done: str) -> HttpResponse:
    context = {"visit": visit, "plan": visit.reception, "title": title}
    return form_page(request, form, save, "interviews/desk/visit_form.html", context, done=done,
                     back=lambda made: f"{HOME}visits/{visit.pk}/")  # fmt: skip


@require_POST
@signed_in
def act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """One press: arrived, did not come, cancelled for them."""
    actor, visit = _visit(request, pk)
    revision = number_of(request.POST.get("revision")) or 0
    back = f"{HOME}{visit.reception_id}/"
    if verb == "arrive":
        return press(request, lambda: acts.arrive(actor=actor, visit=visit, revision=revision), "已登记到场。", back)
    if verb == "miss":
        return press(
            request, lambda: acts.miss(actor=actor, visit=visit, revision=revision), "已登记没有来，时段放开了。", back
        )
    if verb == "cancel":
        return press(request, lambda: acts.cancel(actor=actor, visit=visit), "已代为取消。", back)
    raise Http404("没有这一步。")
