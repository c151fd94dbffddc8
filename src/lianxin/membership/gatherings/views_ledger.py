"""台账 of a year and the list of those who are exempt."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.foundation.accounts.desk import actor_of, blame, need, number_of, to
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.organisations.queries import below
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Refused
from lianxin.membership.dossiers import queries as dossiers
from lianxin.membership.dossiers.views_desk import office_of, offices_for
from lianxin.ui import toasts

from . import actions, ledger, policies, queries
from .forms import ExemptForm
from .forms_year import YearForm
from .models import Exemption
from .views_desk import ROOT, at_desk, say
from .words import OWES

SIZE = 30
#: the first year that a ledger shows
FIRST = 2015


def _office(request: HttpRequest, actor: Actor, verb: str) -> Organisation:
    """The chosen branch or group, else the first one of the actor's own."""
    asked = request.GET.get("org") or request.POST.get("org")
    if asked:
        return office_of(actor, number_of(asked), verb)
    found: Organisation = need(next(iter(queries.holders_of(offices_for(actor, verb))), None))
    return found


@require_safe
@at_desk(policies.READ)
def year(request: HttpRequest) -> HttpResponse:
    """``/workbench/gatherings/ledger/?org=&year=``: the year of a branch."""
    actor, today = actor_of(request), timezone.localdate()
    office = _office(request, actor, policies.READ)
    asked = number_of(request.GET.get("year")) or today.year
    chosen = asked if FIRST <= asked <= today.year + 1 else today.year
    offices = queries.holders_of(offices_for(actor, policies.READ))
    context = {
        "office": office, "offices": offices, "year": chosen, "years": range(today.year + 1, max(FIRST, today.year - 5), -1),
        "lines": ledger.year_of(office, chosen, today), "gaps": ledger.gaps([office], today) if chosen == today.year else [],
        "may_keep": actor.may(policies.KEEP, office.path),
    }  # fmt: skip
    return render(request, "gatherings/desk/ledger.html", context)


@require_safe
@at_desk(policies.READ)
def gaps(request: HttpRequest) -> HttpResponse:
    """``/workbench/gatherings/gaps/``: what branches still owe, in the order of the tree: no figures, no ranking."""
    actor, today = actor_of(request), timezone.localdate()
    holders = below(actor.paths_for(policies.READ)).filter(kind__in=OWES)
    page = Paginator(holders, SIZE).get_page(request.GET.get("page"))
    found: dict[int, list[ledger.Gap]] = {}
    for gap in ledger.gaps(page.object_list, today):
        found.setdefault(gap.organisation.pk, []).append(gap)
    context = {"page": page, "lines": [(office, found.get(office.pk, [])) for office in page.object_list]}
    return render(request, "gatherings/desk/gaps.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(policies.KEEP)
def exempt(request: HttpRequest) -> HttpResponse:
    """``/workbench/gatherings/exempt/?org=``: 年老体弱 (EDU-05)."""
    actor = actor_of(request)
    office = _office(request, actor, policies.KEEP)
    people = queries.members_of(actor, office)
    form = ExemptForm(request.POST or None, people=people)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        member = need(dossiers.one(actor, int(said.pop("member"))))
        try:
            actions.exempt(actor=actor, member=member, **said)
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, f"已登记：{member.name}。以后不列入应到名单。")
            return to(f"{ROOT}exempt/?org={office.pk}")
    context = {
        "form": form, "office": office, "offices": queries.regular(offices_for(actor, policies.KEEP)),
        "rows": queries.exemptions(actor, office), "today": timezone.localdate(),
    }  # fmt: skip
    return render(request, "gatherings/desk/exempt.html", context, status=422 if request.method == "POST" else 200)


@require_POST
@at_desk(policies.KEEP)
def end_exemption(request: HttpRequest, pk: int) -> HttpResponse:
    """不再需要 from tomorrow on."""
    actor = actor_of(request)
    row: Exemption = need(Exemption.objects.select_related("member").filter(pk=pk).first())
    need(row if actor.may(policies.KEEP, row.member.org_path) else None)
    try:
        actions.end_exemption(actor=actor, exemption=row, on=timezone.localdate())
    except Refused as refused:
        say(request, refused)
    else:
        toasts.say(request, f"已结束：{row.member.name}明天起重新列入应到名单。")
    return to(f"{ROOT}exempt/?org={row.member.organisation_id}")


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(policies.KEEP)
def plan_year(request: HttpRequest) -> HttpResponse:
    """``/workbench/gatherings/year/?org=&kind=``: 年计划."""
    actor, today = actor_of(request), timezone.localdate()
    offices = queries.regular(offices_for(actor, policies.KEEP))
    start = {"organisation": request.GET.get("org", ""), "kind": request.GET.get("kind", "")}
    form = YearForm(request.POST or None, offices=offices, today=today, initial={k: v for k, v in start.items() if v})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        office = next(o for o in offices if str(o.pk) == said["organisation"])
        try:
            made = actions.plan_year(
                actor=actor, organisation=office, kind=said["kind"], year=int(said["year"]), pattern=form.pattern()
            )
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, f"已列入计划 {len(made)} 次，每一次都可以再改，到时候再发通知。")
            return to(f"{ROOT}ledger/?org={office.pk}&year={said['year']}")
    context = {"form": form, "title": "年计划", "word": "列入年计划", "back": ROOT}
    return render(request, "gatherings/desk/plan.html", context, status=422 if request.method == "POST" else 200)
