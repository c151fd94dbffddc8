"""发展党员 at the desk: the wall chart, one person's way, the next step."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.foundation.accounts.desk import actor_of, blame, door, need, no_duty, number_of, to
from lianxin.foundation.casework.engine import Button, buttons, may
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Denied, Refused
from lianxin.kernel.lifecycle import SAME
from lianxin.membership.dossiers import completeness
from lianxin.membership.dossiers.views_desk import choices, office_of
from lianxin.ui import toasts

from . import actions, analysing, ballots, chart, paperwork, policies, queries, reckoning, voting
from .flow import FLOW
from .forms import ApplyForm, StepForm
from .lifecycle import DEVELOPMENT, FILE, RETRACTING, WORK
from .models import Development
from .retraction_policies import waiting
from .steps import ASIDE, BY_EVENT, LEADS_ON, ROOT, STAGES, STEPS, VOTED

at_desk = door(no_duty("做发展党员工作的同志"))
SIZE = 30
#: people on one sheet of the wall
ON_THE_WALL = 60


@require_safe
@at_desk(policies.READ)
def wall(request: HttpRequest) -> HttpResponse:
    """``/workbench/development/?org=&lane=``: who stands where."""
    actor, asked = actor_of(request), request.GET
    office = office_of(actor, number_of(asked.get("org")), policies.READ) if asked.get("org") else None
    lanes = {**queries.LANES, queries.COMMITTEE: "等党委办的"}
    lane = asked.get("lane", "") if asked.get("lane", "") in lanes else ""
    counts = queries.counts(actor, office)
    kept = f"org={office.pk}&" if office else ""
    page = Paginator(queries.cases(actor, office=office, lane=lane), SIZE).get_page(asked.get("page"))
    context = {
        "page": page, "rows": chart.rows_of(page.object_list, timezone.now()), "yearly": analysing.yearly(actor, timezone.localdate()) if actor.has(FILE) else [],
        "chips": [("全部", f"?{kept}", not lane, sum(counts[code] for code in queries.LANES)),
                  *((word, f"?{kept}lane={code}", lane == code, counts[code]) for code, word in lanes.items())],
        "offices": choices(actor, policies.READ, office), "office": office, "may_work": actor.has(WORK), "may_file": actor.has(FILE),
        "sent": queries.applications(actor).count() if actor.has(WORK) else 0,
    }  # fmt: skip
    return render(request, "development/desk/wall.html", context)


@require_safe
@at_desk(policies.READ)
def wall_chart(request: HttpRequest) -> HttpResponse:
    """``/workbench/development/chart/?org=``: everybody of a branch with the twenty-five steps, to print and hang up."""
    actor, asked = actor_of(request), request.GET
    office = office_of(actor, number_of(asked.get("org")), policies.READ) if asked.get("org") else None
    offices = choices(actor, policies.READ, office)
    page = Paginator(queries.on_the_wall(actor, office), ON_THE_WALL).get_page(asked.get("page"))
    context = {
        "page": page, "rows": chart.rows_of(page.object_list, timezone.now()), "offices": offices, "office": office,
        "shown": office or (offices[0] if offices else None), "stages": STAGES, "steps": STEPS, "today": timezone.localdate(),
    }  # fmt: skip
    return render(request, "development/desk/chart.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(WORK)
def apply(request: HttpRequest) -> HttpResponse:
    """``/workbench/development/new/``: 登记入党申请."""
    actor = actor_of(request)
    people = list(queries.applicants(actor))
    form = ApplyForm(request.POST or None, people=people, initial={"on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        member = next(m for m in people if str(m.pk) == form.cleaned_data["member"])
        try:
            case = actions.apply(actor=actor, member=member, on=form.cleaned_data["on"])
        except Refused as refused:
            _blame(form, refused)
        else:
            toasts.say(request, "入党申请已登记。一个月内要派人谈话。")
            return to(f"{ROOT}{case.pk}/")
    status = 422 if request.method == "POST" else 200
    return render(request, "development/desk/apply.html", {"form": form, "people": people}, status=status)


@require_safe
@at_desk(policies.READ)
def case_page(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/development/<pk>/``: twenty-five steps, with what was done and what comes next."""
    actor = actor_of(request)
    case: Development = need(queries.one(actor, pk))
    return render(request, "development/desk/case.html", _context(actor, case))


def _context(actor: Actor, case: Development) -> dict[str, Any]:
    today = timezone.localdate()
    steps = list(case.steps.prefetch_related("retractions").order_by("-at", "-pk")[:60])
    asking, pending = may(actor, case, "ask_back"), waiting(case)
    offered = sorted(
        (b for b in buttons(actor, case) if b.event not in RETRACTING), key=lambda button: _weight(case, button)
    )
    return {
        "case": case, "member": case.member, "state": DEVELOPMENT.by_state[case.state].label, "stages": queries.lines(actor, case),
        "open": [b for b in offered if b.decision], "closed": [(b, b.decision) for b in offered if isinstance(b.decision, Denied)],
        "gaps": reckoning.gaps(case, today), "ends": None if case.state == "cancelled" else reckoning.probation_ends(case, today), "waits": actions.approval_due(case, today),
        "leaving": reckoning.leaves_soon(case.fact("check"), today) and case.closed_at is None, "today": today,
        "postponed": case.fact("postpone").get("until"), "steps": [(one, [(row, paperwork.voided(row)) for row in one.retractions.all() if row.state == "done"]) for one in steps],
        "forms_of_vote": {event: reckoning.form_said(case.fact(event)) for event in VOTED if case.day(event) and case.fact(event).get("how")},
        "meetings": voting.meetings(actor, case), "sources": ballots.sources(actor, case), "papers": paperwork.ready(case),
        "clock": FLOW.clocks[case.due_clock].label if case.due_clock else "",
        "moved": case.steps.filter(event="move").exists(),
        "retraction": pending, "may_ask": bool(asking), "why_not": asking if isinstance(asking, Denied) and asking.code == "held" else None,
        "observations": case.observations.select_related("by")[:60],
    }  # fmt: skip


def _weight(case: Development, button: Button) -> int:
    """What leads on stands first, what ends the way last."""
    if button.event == LEADS_ON.get(case.state):
        return 0
    if button.event in ("stop", "cancel"):
        return 3
    return 1 + int(any(row.target == SAME for row in DEVELOPMENT.by_event[button.event]))


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(policies.READ)
def step(request: HttpRequest, pk: int, event: str) -> HttpResponse:
    """``/workbench/development/<pk>/<event>/``: the form of one step."""
    actor = actor_of(request)
    case: Development = need(queries.one(actor, pk))
    asked = need(BY_EVENT.get(event) or ASIDE.get(event))
    people = list(queries.companions(actor, case)) if "people" in asked.asks else []
    votes = voting.offered(case) if "source" in asked.asks else []
    reports = ballots.offered(actor, case, event) if "source" in asked.asks else []
    start: dict[str, Any] = {"revision": case.revision}
    if request.GET.get("source") in {str(row.pk) for row in votes} | {one.key for one in reports}:
        start["source"] = request.GET["source"]
    held = completeness.held([case.member_id])[case.member_id] if "papers" in asked.asks else ()
    form = StepForm(
        request.POST or None, step=asked, people=people, votes=votes, reports=reports, held=held, initial=start
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            actions.take(
                actor=actor, case=case, event=event, on=said["on"], said=form.said(), revision=said["revision"]
            )
        except Refused as refused:
            _blame(form, refused)
        else:
            toasts.say(request, f"已登记：{asked.label}。")
            return to(f"{ROOT}{pk}/")
    decision = may(actor, case, event) if event != "apply" else need(None)
    if isinstance(decision, Denied) and decision.code == "out_of_scope":
        raise Refused(decision)
    context = {
        "case": case,
        "member": case.member,
        "form": form,
        "step": asked,
        "unfiled": voting.unfiled(case) if "source" in asked.asks else [],
        "reports": reports,
        "unapproved": ballots.unfiled(actor, case, event) if "source" in asked.asks else [],
        "denied": decision if isinstance(decision, Denied) else None,
    }
    return render(request, "development/desk/step.html", context, status=422 if request.method == "POST" else 200)


def _blame(form: Any, refused: Refused) -> None:
    """As everywhere, with the clause behind the sentence."""
    rule_id = refused.denied.rule
    blame(form, refused)
    form.rule_id = rule_id
