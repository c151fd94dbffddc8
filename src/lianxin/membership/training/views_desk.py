"""学习培训 at the desk: a branch by name, branches from above in numbers, writing down, confirming."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.foundation.accounts.desk import actor_of, blame, door, need, no_duty, number_of, to
from lianxin.foundation.files.queries import files_of
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.rules.registry import rule
from lianxin.foundation.spine.scope import subtree
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Refused
from lianxin.membership.dossiers.models import Member
from lianxin.ui import toasts

from . import actions, policies, queries, reckoning
from .announcing import DESK
from .forms import EntryForm, ReasonForm
from .models import Training

at_desk = door(no_duty("管学习培训的同志"))
SIZE = 30
#: how many earlier years a page offers
BACK = 2


def year_asked(request: HttpRequest) -> tuple[int, list[int]]:
    """The year that a page shows, and those to choose from."""
    now = timezone.localdate().year
    offered = list(range(now, now - BACK - 1, -1))
    asked = number_of(request.GET.get("year"))
    return (asked if asked in offered else now), offered


def _home(request: HttpRequest, homes: list[Organisation]) -> Organisation:
    asked = number_of(request.GET.get("org"))
    found: Organisation = need(next((o for o in homes if asked in (None, o.pk)), None))
    return found


@require_safe
@at_desk(policies.READ)
def overview(request: HttpRequest) -> HttpResponse:
    """``/workbench/training/?org=&year=&view=``: the people of one's own branch; who sits above sees numbers instead."""
    actor, today = actor_of(request), timezone.localdate()
    homes = policies.homes(actor)
    if not homes:
        return counts(request)
    year, years = year_asked(request)
    office = _home(request, homes)
    rows = reckoning.standings(queries.members_of(office), year, today)
    short = [row for row in rows if row.short]
    view = "all" if request.GET.get("view") == "all" else "short"
    kept = f"?org={office.pk}&year={year}&view="
    context = {
        "office": office, "offices": homes, "year": year, "years": years, "view": view, "waiting": queries.waiting(actor),
        "page": Paginator(rows if view == "all" else short, SIZE).get_page(request.GET.get("page")),
        "chips": [("还差的", f"{kept}short", view == "short", len(short)), ("全部", f"{kept}all", view == "all", len(rows))],
        "coming": reckoning.coming({row.member.org_path for row in rows} | {office.path}, year),
        "inductions": reckoning.inductions(subtree("org_path", [office.path]), today),
        "may_keep": actor.may(policies.KEEP, office.path), "above": _is_above(actor), **_rules(year),
    }  # fmt: skip
    return render(request, "training/desk/overview.html", context)


def _rules(year: int) -> dict[str, object]:
    """The day whose rules hold, and the one that is second-hand, so that the page can say so."""
    day = reckoning.looked_at(year, timezone.localdate())
    return {"day": day, "leading": rule("EDU-15", day)}


def _is_above(actor: Actor) -> bool:
    """Whether some duty covers more than branches of one's own."""
    return queries.branches(actor, policies.READ).exclude(path__in=actor.places_for(policies.READ)).exists()


@require_safe
@at_desk(policies.READ)
def counts(request: HttpRequest) -> HttpResponse:
    """``/workbench/training/counts/?year=``: branches in the order of the tree, in numbers."""
    actor, today = actor_of(request), timezone.localdate()
    year, years = year_asked(request)
    page = Paginator(queries.branches(actor, policies.READ), SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page, "rows": queries.counts(list(page), year, today), "year": year, "years": years,
        "waiting": queries.waiting(actor), "may_keep": actor.has(policies.KEEP), "homes": policies.homes(actor),
        **_rules(year),
    }  # fmt: skip
    return render(request, "training/desk/counts.html", context)


@require_safe
@at_desk(policies.READ)
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/training/people/<pk>/?year=``: what stands behind the number of somebody of one's own branch."""
    actor = actor_of(request)
    member: Member = need(queries.person(actor, pk))
    year, years = year_asked(request)
    context = {"member": member, **year_of(member, year), "years": years}
    return render(request, "training/desk/person.html", context)


def year_of(member: Member, year: int) -> dict[str, object]:
    """The year of one person, as the desk and the person themselves see it."""
    today = timezone.localdate()
    day, standing = reckoning.looked_at(year, today), reckoning.standings([member], year, today)[0]
    return {
        "year": year, "standing": standing, "facts": queries.facts(member, year), "day": day,
        "inductions": reckoning.inductions(Q(person_id=member.person_id), today), "basis": rule(standing.asked.rule, day),
    }  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(policies.KEEP)
def new(request: HttpRequest) -> HttpResponse:
    """``/workbench/training/new/?org=``: 登记外出培训 for people of a branch."""
    actor = actor_of(request)
    offices = queries.branches(actor, policies.KEEP)
    asked = number_of(request.GET.get("org"))
    office: Organisation = need(offices.filter(pk=asked).first() if asked else offices.first())
    people = [m for m in queries.members_of(office) if not actor.is_person(m.person_id)]
    form = EntryForm(request.POST or None, request.FILES or None, people=people)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.enter(
                actor=actor, members=form.chosen(), said=form.said(), key=form.keyed, files=form.cleaned_data["scans"]
            )
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, f"已给 {len(made)} 位同志记入，本人会收到通知。")
            return to(DESK)
    context = {"form": form, "office": office, "offices": offices[:200]}
    return render(request, "training/desk/new.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(policies.READ)
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/training/<pk>/``: one training, 确认 or 不记入."""
    actor = actor_of(request)
    training: Training = need(queries.one(actor, pk))
    form = ReasonForm(request.POST or None, initial={"revision": training.revision})
    if request.method == "POST" and request.POST.get("act") == "confirm":
        return _confirm(request, actor, training)
    if request.method == "POST" and form.is_valid():
        try:
            actions.send_back(actor=actor, training=training, **form.cleaned_data)
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, "没有记入，本人会看到原因。")
            return to(DESK)
    decision = policies.may_decide(actor, training)
    context = {
        "training": training, "files": files_of(training.subject), "form": form, "may_decide": bool(decision),
        "denied": decision if not decision else None,
    }  # fmt: skip
    return render(request, "training/desk/one.html", context, status=422 if request.method == "POST" else 200)


def _confirm(request: HttpRequest, actor: Actor, training: Training) -> HttpResponse:
    """确认 is one press; what speaks against it is said on the page that comes."""
    try:
        actions.confirm(actor=actor, training=training, revision=number_of(request.POST.get("revision")) or 0)
    except Refused as refused:
        if refused.denied.code in ("out_of_scope", "no_right"):
            raise
        toasts.say(request, f"{refused.denied.reason}{refused.denied.remedy}", tone="wait")
        return to(f"{DESK}{training.pk}/")
    toasts.say(request, "已确认，记入本人的学时。")
    return to(DESK)
