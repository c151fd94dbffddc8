"""流动党员 at the desk: the lists, one registration, a new one."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.foundation.accounts.desk import actor_of, blame, door, need, no_duty, number_of, to
from lianxin.foundation.privacy.actions import reveal as reveal_field
from lianxin.foundation.privacy.masking import mask
from lianxin.foundation.spine import moment
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Denied, Refused
from lianxin.membership.dossiers import leafing
from lianxin.membership.dossiers.models import Member
from lianxin.membership.gatherings import ledger
from lianxin.ui import toasts

from . import actions, policies, queries, reckoning, typed
from .announcing import DESK
from .forms import ReasonForm, RegisterForm
from .lifecycle import KEEP, MATTER
from .models import Absence
from .steps import OF_ABSENCE, handle
from .words import KINDS, LANES

at_desk = door(no_duty("管流动党员的同志"))
SIZE = 30


@require_safe
@at_desk(policies.READ)
def overview(request: HttpRequest) -> HttpResponse:
    """``/workbench/mobility/?lane=``: out, in, due contacts, proposals, over."""
    actor, today = actor_of(request), moment.today()
    numbers, asked = queries.counts(actor, today), request.GET.get("lane", "")
    lane = asked if asked in LANES else "out"
    rows: Any = queries.matters(actor) if lane == "proposals" else queries.lane(actor, lane, today)
    page = Paginator(rows, SIZE).get_page(request.GET.get("page"))
    context = {
        "chips": [(word, f"?lane={slug}", slug == lane, numbers[slug]) for slug, word in LANES.items()],
        "page": page, "lane": lane, "today": today, "may_keep": actor.has(KEEP),
        "lines": [(row, marks(row, today)) for row in page] if lane != "proposals" else [],
        "cases": [(case, MATTER.by_state[case.state].label) for case in page] if lane == "proposals" else [],
    }  # fmt: skip
    return render(request, "mobility/desk/overview.html", context)


def marks(row: Absence, today: Any) -> list[tuple[str, str]]:
    """(word, colour) of what is to be seen of a registration at once."""
    found = [(row.get_state_display(), row.tone)] if row.state != "open" else []
    if row.state != "open":
        return found
    if row.late_contact(today):
        found.append(("该联系了", "late"))
    if row.transfer_due_on and row.transfer_due_on <= today:
        found.append(("应转组织关系", "wait"))
    if row.keep_until and today > row.keep_until:
        found.append(("保留期已满", "late"))
    if row.host_state == "asked":
        found.append(("待接收登记", "wait"))
    return found


@require_safe
@at_desk(KEEP)
def people(request: HttpRequest) -> HttpResponse:
    """``/workbench/mobility/new/?q=``: who is away."""
    words = request.GET.get("q", "").strip()[:40]
    rows = queries.choosable(actor_of(request)).select_related("organisation")
    if words:
        rows = rows.filter(name__startswith=words) | rows.filter(initials__startswith=words.lower())
    page = leafing.browse(rows, number_of(request.GET.get("page")) or 1, SIZE)
    return render(request, "mobility/desk/people.html", {"page": page, "q": words})


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(KEEP)
def register(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/mobility/new/<member>/``: 外出登记 by the branch."""
    actor = actor_of(request)
    member: Member = need(queries.member_for(actor, pk))
    form = RegisterForm(request.POST or None, kinds=KINDS)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            made = actions.register(
                actor=actor, member=member, kind=said["kind"], reason=said["reason"], since=said["since"], until=said["until"],
                where=typed.place_of(said, said["kind"]),
            )  # fmt: skip
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, "已登记，本人会收到通知。")
            return to(f"{DESK}{made.pk}/")
    context = {"form": form, "member": member, **typed.lists()}
    return render(request, "mobility/desk/register.html", context, status=422 if request.method == "POST" else 200)


@require_safe
@at_desk(policies.READ)
def absence(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/mobility/<pk>/``: one registration, from either side."""
    actor = actor_of(request)
    return render(request, "mobility/desk/absence.html", _context(actor, need(queries.one(actor, pk))))


def _context(actor: Actor, row: Absence) -> dict[str, Any]:
    today, home = moment.today(), queries.at_home(actor, row)
    offered = [(step, step.may(actor, row)) for step in OF_ABSENCE.values()]
    counts_from = reckoning.counts_from(row.since, today)
    return {
        "row": row, "home": home, "today": today, "marks": marks(row, today), "late": row.late_contact(today),
        "open": [step for step, decision in offered if decision],
        "closed": [(s, d) for s, d in offered if isinstance(d, Denied) and d.code == "own_work"][:1],
        "address": mask(row.address, "text") if row.address else "", "phone": mask(row.phone, "phone") if row.phone else "",
        "contacts": row.contacts.all()[:30] if home else row.contacts.filter(by_id=actor.person_id)[:30],
        "lines": row.lines.all()[:30], "counts_from": counts_from, "counted": counts_from <= today,
        "shares": ledger.year_of_member(row.member, today.year), "year": today.year,
        "due_transfer": row.state == "open" and row.transfer_due_on is not None and row.transfer_due_on <= today,
        "may_reveal": bool(row.address or row.phone) and bool(policies.sees_contact(actor, row, "phone")),
        "may_propose": home and bool(policies.may_propose(actor, row.member)), "case": queries.open_matter(row.member) if home else None,
    }  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(policies.READ)
def step(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """``/workbench/mobility/<pk>/<step>/``: the form of one step."""
    actor = actor_of(request)
    row: Absence = need(queries.one(actor, pk))
    return handle(
        request, actor, row, need(OF_ABSENCE.get(slug)), back=f"{DESK}{pk}/", template="mobility/desk/step.html"
    )


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(KEEP)
def reach(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/mobility/<pk>/reach/``: address and phone in clear, once, for a reason that stands in the ledger (P02)."""
    actor = actor_of(request)
    row: Absence = need(queries.one(actor, pk))
    form = ReasonForm(request.POST or None, initial={"reason": "定期联系在外党员"})
    clear: dict[str, str] = {}
    if request.method == "POST" and form.is_valid():
        try:
            for name, label in (("phone", "联系电话"), ("address", "住址")):
                clear[label] = reveal_field(actor=actor, instance=row, field=name, reason=form.cleaned_data["reason"])
        except Refused as refused:
            clear = {}
            blame(form, refused)
    status = 422 if request.method == "POST" and not clear else 200
    return render(
        request, "mobility/desk/reach.html", {"row": row, "form": form, "clear": clear.items()}, status=status
    )
