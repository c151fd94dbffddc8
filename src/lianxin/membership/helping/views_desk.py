"""帮扶 at the desk of those who organise it, and the figures for those above them."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.foundation.accounts.desk import actor_of, blame, door, need, no_duty, to
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine.scope import subtree
from lianxin.kernel.decision import Denied, Refused
from lianxin.membership.dossiers.models import Member
from lianxin.ui import toasts

from . import actions, queries
from .actions import Facts
from .announcing import DESK
from .forms import RegisterForm
from .lifecycle import COUNT, MANAGE
from .models import Help
from .steps import STEPS, handle, offered
from .words import LANES, TONES

at_desk = door(no_duty("组织帮扶的同志"))
SIZE = 30


@require_safe
@at_desk(MANAGE, COUNT)
def overview(request: HttpRequest) -> HttpResponse:
    """``/workbench/helping/?lane=``; who only counts sees the figures."""
    actor = actor_of(request)
    if not actor.has(MANAGE):
        return to(f"{DESK}figures/")
    numbers, asked = queries.counts(actor), request.GET.get("lane", "")
    lane = asked if asked in LANES else "open"
    page = Paginator(queries.lane(actor, lane), SIZE).get_page(request.GET.get("page"))
    chips = [(word, f"?lane={slug}", slug == lane, numbers[slug]) for slug, (word, _) in LANES.items()]
    return render(request, "helping/desk/list.html", {"page": page, "chips": chips, "lane": lane, "tones": TONES})


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(MANAGE)
def new(request: HttpRequest) -> HttpResponse:
    """``/workbench/helping/new/``: 登记帮扶对象."""
    actor = actor_of(request)
    offices = queries.places(actor)
    form = RegisterForm(request.POST or None, offices=offices)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        office = next(one for one in offices if str(one.pk) == said["organisation"])
        try:
            names = ("who", "kind", "need", "consent", "consent_on", "phone", "address", "witness")
            facts = Facts(**{name: said[name] for name in names}, member=_member(office, said["member"]))
            made = actions.register(actor=actor, organisation=office, facts=facts, key=said["key"])
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, "已登记，请安排党员帮扶。")
            return to(f"{DESK}{made.pk}/")
    return render(request, "helping/desk/new.html", {"form": form}, status=422 if request.method == "POST" else 200)


def _member(office: Organisation, name: str) -> Member | None:
    """The one member of the organisation with this name."""
    if not (name := name.strip()):
        return None
    rows = Member.objects.unscoped("members of the organisation that helps").filter(subtree("org_path", [office.path]))
    found = list(rows.filter(name=name, standing="active")[:2])
    if len(found) != 1:
        words = "本组织没有叫这个名字的党员。" if not found else "叫这个名字的不止一位。"
        raise Refused(Denied(words, code="unknown", field="member", remedy="可以先留空。"))
    return found[0]


@require_safe
@at_desk(MANAGE)
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/helping/<pk>/``. Who opens it stands in the ledger (P02)."""
    actor = actor_of(request)
    found: Help = need(queries.at_desk(actor).filter(pk=pk).first())
    if request.method == "GET":
        actions.looked(actor=actor, case=found)
    steps = offered(actor, found)
    context = {"case": found, "deeds": found.deeds.select_related("by"), "steps": found.steps.order_by("at", "pk"), "offered": steps,
               "tone": TONES[found.state], "lead": steps[0].slug if steps else ""}  # fmt: skip
    return render(request, "helping/desk/case.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(MANAGE)
def step(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """``/workbench/helping/<pk>/<step>/``."""
    actor = actor_of(request)
    found: Help = need(queries.at_desk(actor).filter(pk=pk).first())
    return handle(request, actor, found, need(STEPS.get(slug)), back=f"{DESK}{pk}/", template="helping/desk/step.html")


@require_safe
@at_desk(COUNT)
def figures(request: HttpRequest) -> HttpResponse:
    """``/workbench/helping/figures/``: numbers of the subtree, in the order of the tree."""
    lines, total, needs = queries.figures(actor_of(request))
    context = {
        "lines": lines,
        "total": total,
        "needs": needs,
        "headings": queries.HEADINGS,
        "may_manage": actor_of(request).has(MANAGE),
    }
    return render(request, "helping/desk/figures.html", context)
