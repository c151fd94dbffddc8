"""接访日 for everybody: the plan, booking a slot, one's own booking by its number."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.foundation.accounts.desk import blame, need, number_of, to
from lianxin.kernel.decision import Denied, Refused
from lianxin.ui import toasts

from .. import access
from ..actions import visits as acts
from ..forms.receptions import BookForm, CodeForm, RateForm, SlotForm
from ..models import Reception, Visit
from ..policies import receptions as policies
from ..queries import receptions as queries

SIZE = 20
WRONG, TOO_OFTEN = 422, 429
UNKNOWN = "没有找到这个预约号。请对照抄下的再看一遍。"
OFTEN = Denied("这个网络刚才预约得太多了，请过一会儿再试，或者打电话预约。", rule="LX-161", code="too_many")


@require_safe
@access.for_everybody
def overview(request: HttpRequest) -> HttpResponse:
    """``/receptions/``: the days that come with what is free, the days that were with their figures."""
    coming = list(queries.coming(timezone.now())[:50])
    taken = queries.taken([row.pk for row in coming])
    page = Paginator(queries.past(), SIZE).get_page(request.GET.get("page"))
    sums = queries.figures([row.pk for row in page])
    context = {
        "coming": [(row, row.slots - taken.get(row.pk, 0), bool(policies.bookable(row))) for row in coming],
        "page": page, "past": [(row, sums.get(row.pk)) for row in page],
    }  # fmt: skip
    return render(request, "interviews/public/receptions.html", context)


@require_safe
@access.for_everybody
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """``/receptions/<pk>/``: who receives, where, what is free; afterwards how many came and what became of it."""
    plan: Reception = need(queries.public(pk))
    context = {
        "plan": plan, "slots": queries.slots(plan), "bookable": bool(policies.bookable(plan)), "now": timezone.now(),
        "sums": queries.figures([pk]).get(pk, {}), "steps": plan.steps.exclude(public_label=""),
    }  # fmt: skip
    return render(request, "interviews/public/reception.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def book(request: HttpRequest, pk: int) -> HttpResponse:
    """``/receptions/<pk>/book/``: one form; the number is shown once on the page that follows."""
    plan: Reception = need(queries.public(pk))
    closed = policies.bookable(plan)
    slots = [s for s in queries.slots(plan) if s.taken or plan.slot_at(s.number) > timezone.now()]
    form = BookForm(request.POST if request.method == "POST" else None, slots=slots)
    denied: Denied | None = closed if isinstance(closed, Denied) else None
    if request.method == "POST" and denied is None:
        if access.too_many(request):
            denied = OFTEN
        elif form.is_valid():
            try:
                made, code = acts.book(
                    actor=access.visitor_of(request), reception=plan, coming=form.coming(), key=form.cleaned_data["key"]
                )
            except Refused as refused:
                blame(form, refused)
            else:
                access.booked(request)
                access.hold(request, made.pk)
                context = {"visit": made, "code": code, "plan": plan}
                return access.private(render(request, "interviews/public/booked.html", context))
    free = any(not slot.taken for slot in slots)
    context = {"plan": plan, "form": form, "denied": denied, "free": free, "slots": slots}
    return access.private(
        render(request, "interviews/public/book.html", context, status=WRONG if request.method == "POST" else 200)
    )


@require_http_methods(["GET", "HEAD", "POST"])
def track(request: HttpRequest) -> HttpResponse:
    """``/receptions/mine/``: from the number to the booking."""
    form, status = CodeForm(request.POST if request.method == "POST" else None), 200
    if request.method == "POST":
        if access.blocked(request):
            context = {"form": form, "blocked": True, "minutes": access.SECONDS // 60}
            return access.private(render(request, "interviews/public/track.html", context, status=TOO_OFTEN))
        if form.is_valid():
            found = queries.by_code(form.cleaned_data["code"])
            if found is not None:
                access.hold(request, found.pk)
                return to(f"/receptions/mine/{found.pk}/")
            form.add_error("code", UNKNOWN)
        access.missed(request)
        status = WRONG
    return access.private(render(request, "interviews/public/track.html", {"form": form}, status=status))


@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest, pk: int) -> HttpResponse:
    """``/receptions/mine/<pk>/``: for the visitor alone; afterwards whether it was solved (HCP-01)."""
    actor = access.visitor_of(request)
    visit: Visit = need(queries.held(actor, pk))
    start = {"level": visit.rating, "solved": {None: None, True: "yes", False: "no"}[visit.solved]}
    form = RateForm(request.POST if request.method == "POST" else None, initial=start)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            acts.rate(actor=actor, visit=visit, level=said["level"], solved=said["solved"] == "yes")
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, "谢谢，已经记下。")
            return to(f"/receptions/mine/{pk}/")
    context = {
        "visit": visit, "plan": visit.reception, "form": form, "held": bool(actor.holds), "steps": visit.steps.exclude(public_label=""),
        "rates": visit.state in ("answered", "handed", "referred", "following"), "words": dict(form.fields["level"].choices),  # type: ignore[attr-defined]  # a choice field
    }  # fmt: skip
    return access.private(
        render(request, "interviews/public/visit.html", context, status=WRONG if request.method == "POST" else 200)
    )


@require_POST
def put_away(request: HttpRequest) -> HttpResponse:
    """``/receptions/mine/close/``: done at this machine."""
    access.put_away(request)
    toasts.say(request, "已收起。要再看，请重新输入预约号。")
    return to("/receptions/mine/")


@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """取消预约."""
    actor = access.visitor_of(request)
    visit: Visit = need(queries.held(actor, pk))
    try:
        acts.cancel(actor=actor, visit=visit)
    except Refused as refused:
        toasts.say(request, f"{refused.denied.reason}{refused.denied.remedy}", tone="wait")
    else:
        toasts.say(request, "预约已取消，时段让给别人。")
    return to(f"/receptions/mine/{pk}/")


@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """``/receptions/mine/<pk>/move/?to=``: another slot, on the same day or on another one of the same organisation."""
    actor = access.visitor_of(request)
    visit: Visit = need(queries.held(actor, pk))
    days = [
        row
        for row in queries.coming(timezone.now())
        if row.organisation_id == visit.organisation_id and policies.bookable(row)
    ]
    wanted = number_of(request.POST.get("to") or request.GET.get("to")) or visit.reception_id
    plan = next((row for row in days if row.pk == wanted), None)
    slots = [s for s in queries.slots(plan) if plan.slot_at(s.number) > timezone.now()] if plan else []
    form = SlotForm(request.POST if request.method == "POST" else None, slots=slots)
    if request.method == "POST" and plan is not None and form.is_valid():
        try:
            acts.move(actor=actor, visit=visit, reception=plan, slot=form.cleaned_data["slot"])
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, "时间已改，预约号不变。")
            return to(f"/receptions/mine/{pk}/")
    context = {"visit": visit, "plan": plan, "days": days, "form": form, "open": visit.state == "booked"}
    return access.private(
        render(request, "interviews/public/move.html", context, status=WRONG if request.method == "POST" else 200)
    )
