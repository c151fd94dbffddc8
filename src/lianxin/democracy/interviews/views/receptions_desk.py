"""接访日 at the desk: the plan, its release, the list of the day."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.foundation.accounts.desk import actor_of, need, signed_in
from lianxin.foundation.accounts.stepping import step_page
from lianxin.foundation.casework.engine import buttons, may
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Refused

from ..actions import plans as acts
from ..forms.receptions import PlanForm
from ..forms.talks import RevisionForm, WhyForm
from ..lifecycle import ANNOUNCE, DESK, PLAN, RECEPTION
from ..models import Reception
from ..queries import receptions as queries
from ..words import RECEPTION_QUEUES
from .desk import at_receptions, form_page, offices

SIZE = 30
HOME = "/workbench/receptions/"


@require_safe
@at_receptions()
def overview(request: HttpRequest) -> HttpResponse:
    """``/workbench/receptions/?queue=``."""
    actor = actor_of(request)
    numbers = queries.counts(actor)
    asked = request.GET.get("queue", "")
    queue = asked if asked in RECEPTION_QUEUES else "going"
    page = Paginator(queries.queue(actor, queue), SIZE).get_page(request.GET.get("page"))
    taken = queries.taken([row.pk for row in page])
    chips = [(word, f"?queue={slug}", slug == queue, numbers[slug]) for slug, (word, _) in RECEPTION_QUEUES.items()]
    context = {
        "page": page,
        "rows": [(row, taken.get(row.pk, 0)) for row in page],
        "chips": chips,
        "may_plan": actor.has(PLAN),
    }
    return render(request, "interviews/desk/receptions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@at_receptions(PLAN)
def new(request: HttpRequest) -> HttpResponse:
    """``/workbench/receptions/new/``: 拟接访安排."""
    actor = actor_of(request)
    form = PlanForm(request.POST or None, actor=actor, offices=offices(actor, PLAN))

    def save() -> Reception:
        return acts.draw(actor=actor, organisation=need(form.office), plan=form.plan(), key=form.cleaned_data["key"])

    return form_page(request, form, save, "interviews/desk/plan_form.html", {"title": "拟接访安排", "back": HOME},
                     done="已拟好，等另一位同志核对后公布。", back=lambda made: f"{HOME}{made.pk}/")  # fmt: skip


@require_safe
@signed_in
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/receptions/<pk>/``: the plan; the list of the day only for those with the duty and who receives (P05)."""
    actor = actor_of(request)
    plan: Reception = need(queries.working(actor, pk))
    reads = plan.org_path in actor.places_for(DESK) or actor.is_person(plan.receiver_id)
    rows = [b for b in buttons(actor, plan) if b.event not in ("edit", "change")]
    edits = next(
        (
            b.event
            for b in buttons(actor, plan)
            if b.event in ("edit", "change") and (b.decision or b.event == "change")
        ),
        "",
    )
    context = {
        "plan": plan, "buttons": rows, "edits": edits, "reads": reads, "visits": queries.visits(actor, plan) if reads else [],
        "slots": queries.slots(plan), "steps": plan.steps.all(), "works": plan.org_path in actor.places_for(DESK),
        "sums": queries.figures([pk]).get(pk, {}),
    }  # fmt: skip
    return render(request, "interviews/desk/reception.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@at_receptions(PLAN, ANNOUNCE)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/receptions/<pk>/edit/``: 修改 of a draft, 改时间地点 of what is announced."""
    actor = actor_of(request)
    plan: Reception = need(queries.working(actor, pk))
    change = plan.state != "draft"
    decision = may(actor, plan, "change" if change else "edit")
    if not decision and not (change and getattr(decision, "field", "") == "reason"):
        raise Refused(decision)  # type: ignore[arg-type]  # false is `Denied`
    form = PlanForm(
        request.POST or None, actor=actor, offices=[], plan=plan, change=change, initial={"revision": plan.revision}
    )

    def save() -> Reception:
        said = form.cleaned_data
        if change:
            return acts.change(
                actor=actor, reception=plan, plan=form.plan(), reason=said["reason"], revision=said["revision"] or 0
            )
        return acts.edit(actor=actor, reception=plan, plan=form.plan(), revision=said["revision"] or 0)

    context = {"title": "改时间地点" if change else "修改接访安排", "back": f"{HOME}{pk}/", "plan": plan}
    done = "已改，约过的人会收到通知。" if change else "已保存。"
    return form_page(
        request, form, save, "interviews/desk/plan_form.html", context, done=done, back=lambda made: f"{HOME}{pk}/"
    )


def _plain(act: Callable[..., Reception]) -> Callable[[Actor, Reception, dict[str, Any]], Reception]:
    return lambda actor, plan, said: act(actor=actor, reception=plan, revision=said["revision"])


def _cancel(actor: Actor, plan: Reception, said: dict[str, Any]) -> Reception:
    return acts.cancel(actor=actor, reception=plan, reason=said["reason"], revision=said["revision"])


#: event -> (form, what it does, said afterwards)
ACTS: dict[str, tuple[type, Callable[[Actor, Reception, dict[str, Any]], Reception], str]] = {
    "announce": (RevisionForm, _plain(acts.announce), "已公布，可以预约了。"),
    "drop": (RevisionForm, _plain(acts.drop), "已放下。"),
    "cancel": (WhyForm, _cancel, "已取消，约过的人会收到通知。"),
    "hold": (RevisionForm, _plain(acts.hold), "这一天结束了，数字已公开。"),
}


@require_http_methods(["GET", "HEAD", "POST"])
@at_receptions(PLAN, ANNOUNCE, DESK)
def act(request: HttpRequest, pk: int, event: str) -> HttpResponse:
    """``/workbench/receptions/<pk>/act/<event>/``: one step, with what it needs."""
    actor = actor_of(request)
    plan: Reception = need(queries.working(actor, pk))
    if event not in ACTS:
        raise Http404("没有这一步。")
    make, do, done = ACTS[event]
    title = RECEPTION.by_event[event][0].label
    return step_page(request, make, lambda said: do(actor, plan, said), may(actor, plan, event),
                     revision=plan.revision, done=done, back=f"{HOME}{pk}/", template="interviews/desk/step.html",
                     context={"plan": plan, "title": title, "event": event})  # fmt: skip
