"""学习资源 at the desk: entering, looking through what another entered, taking down."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.foundation.accounts.desk import actor_of, blame, door, need, no_duty, to
from lianxin.foundation.accounts.stepping import step_page
from lianxin.foundation.casework.engine import buttons, may
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.organisations.queries import below
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Denied, Refused, require
from lianxin.ui import toasts

from . import actions, queries
from .forms import ReasonForm, ResourceForm, Spoken
from .lifecycle import READ, WRITE
from .models import Resource
from .views_public import wanted_of
from .words import DESK, LANES, TONES

at_desk = door(no_duty("管学习资源的同志"))
SIZE, OFFERED = 30, 200


@require_safe
@at_desk(READ)
def overview(request: HttpRequest) -> HttpResponse:
    """``/workbench/resources/?lane=&q=``."""
    actor, asked = actor_of(request), request.GET
    lane = asked.get("lane", "") if asked.get("lane") in LANES else "shown"
    wanted, numbers = wanted_of(asked), queries.counts(actor)
    page = Paginator(queries.lane(actor, lane, wanted), SIZE).get_page(asked.get("page"))
    chips = [(word, f"?lane={slug}", slug == lane, numbers[slug]) for slug, (word, _) in LANES.items()]
    context = {"page": page, "chips": chips, "wanted": wanted, "lane": lane, "may_write": actor.has(WRITE)}
    return render(request, "resources/desk/list.html", context)


def _offices(actor: Actor) -> list[Organisation]:
    """Where the actor may enter something."""
    return list(below(actor.paths_for(WRITE)).filter(closed_on=None).order_by("path")[:OFFERED])


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(WRITE)
def new(request: HttpRequest) -> HttpResponse:
    """``/workbench/resources/new/``: 登记."""
    actor = actor_of(request)
    form = ResourceForm(request.POST or None, request.FILES or None, offices=_offices(actor))
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.enter(actor=actor, organisation=form.office(), said=form.said(), fresh=form.cleaned_data["scans"],
                                 key=form.cleaned_data["key_of_form"])  # fmt: skip
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, "已存好，看过以后送另一位同志审核。")
            return to(f"{DESK}{made.pk}/")
    context = {"form": form}
    return render(request, "resources/desk/form.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(WRITE)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/resources/<pk>/change/``: 修改 of a draft."""
    actor = actor_of(request)
    case: Resource = need(queries.at_desk(actor).filter(pk=pk).first())
    require(may(actor, case, "change"))
    form = ResourceForm(request.POST or None, request.FILES or None, offices=[case.organisation],
                        attached=queries.attached(case), initial=ResourceForm.start_of(case))  # fmt: skip
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            actions.change(actor=actor, resource=case, said=form.said(), revision=said["revision"] or 0, fresh=said["scans"],
                           gone=said.get("gone", []))  # fmt: skip
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, "已存好。")
            return to(f"{DESK}{pk}/")
    context = {"form": form, "case": case}
    return render(request, "resources/desk/form.html", context, status=422 if request.method == "POST" else 200)


@dataclass(frozen=True, slots=True)
class Act:
    """A form of one step. act: takes the cleaned words."""

    label: str
    form: Callable[[Any], Spoken]
    act: Callable[[Actor, Resource, dict[str, Any]], object]
    done: str
    hint: str = ""


def _plain(do: Callable[..., object]) -> Callable[[Actor, Resource, dict[str, Any]], object]:
    return lambda actor, case, said: do(actor=actor, resource=case, revision=said["revision"])


def _with_reason(do: Callable[..., object]) -> Callable[[Actor, Resource, dict[str, Any]], object]:
    return lambda actor, case, said: do(actor=actor, resource=case, reason=said["reason"], revision=said["revision"])


ACTS = {
    "submit": Act("送另一位同志审核", Spoken, _plain(actions.submit), "已送出。"),
    "approve": Act("审核通过", Spoken, _plain(actions.approve), "已通过，能看的人现在就看得到。",
                   "请核对来源，看看文件里有没有不宜公开的内容和个人信息。"),
    "give_back": Act("退回修改", ReasonForm, _with_reason(actions.give_back), "已退回。"),
    "revise": Act("收回修改", Spoken, _plain(actions.revise), "可以改了。", "改好并重新审核以前，大家看不到它。"),
    "withdraw": Act("撤下", ReasonForm, _with_reason(actions.withdraw), "已撤下。"),
    "bring_back": Act("恢复，送审核", Spoken, _plain(actions.bring_back), "已送审核。"),
    "take_over": Act("接手保管", Spoken, _plain(actions.take_over), "从现在起由您负责。"),
}  # fmt: skip
LEADS = ("submit", "approve", "bring_back")


@require_safe
@at_desk(READ)
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/resources/<pk>/``: the resource, its way, what may be done now."""
    actor = actor_of(request)
    case: Resource = need(queries.at_desk(actor).filter(pk=pk).first())
    shown = [
        {"slug": b.event, "label": b.label, "leads": b.event in LEADS, "denied": b.decision if isinstance(b.decision, Denied) else None}
        for b in buttons(actor, case) if b.event in ACTS
    ]  # fmt: skip
    context = {
        "case": case, "tone": TONES[case.state], "state": WORDS[case.state], "buttons": shown, "files": queries.attached(case),
        "may_change": bool(may(actor, case, "change")), "steps": case.steps.order_by("at", "pk"),
    }  # fmt: skip
    return render(request, "resources/desk/one.html", context)


WORDS = {state: word for word, state in LANES.values()}


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(READ)
def act(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """``/workbench/resources/<pk>/do/<step>/``."""
    actor = actor_of(request)
    case: Resource = need(queries.at_desk(actor).filter(pk=pk).first())
    found: Act = need(ACTS.get(slug))
    return step_page(
        request, found.form, lambda said: found.act(actor, case, said), may(actor, case, slug), revision=case.revision, done=found.done,
        back=f"{DESK}{pk}/", template="resources/desk/act.html",
        context={"case": case, "act": found, "files": queries.attached(case)}, hidden=("out_of_scope", "no_right"),
    )  # fmt: skip
