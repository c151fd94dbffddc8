"""征文与征稿 at the desk: calls, from the first words to the result."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.foundation.accounts.desk import actor_of, blame, door, need, no_duty, number_of, to
from lianxin.foundation.accounts.stepping import step_page
from lianxin.foundation.casework.engine import Button, buttons, may
from lianxin.foundation.organisations.models import Organisation
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Denied, Refused
from lianxin.ui import toasts

from . import actions
from .announcing import DESK
from .forms import CallForm, StepForm
from .lifecycle import CALL, MANAGE, RELEASE
from .models import Call
from .queries import desk
from .words import KINDS, LANES, SHOW_WORDS, TONES, WORK_LANES, WRITE_WORDS

at_desk = door(no_duty("管征文和征稿的同志"))
SIZE = 30
#: refusals that only say that the step belongs to the other kind of call
QUIET = ("theme", "standing")
#: event -> what was done, said afterwards
ACTS = {
    "edit": "已改好，由另一位同志放行。", "release": "已放行。", "drop": "不办了。", "extend": "截止时间已改，大家看得到。",
    "close": "已停止征稿，收到的稿件请照样审完。", "begin_judging": "开始评审，评委会收到通知。",
    "submit_result": "结果已提交，由另一位同志核对后公布。", "return_result": "结果已退回。",
    "announce": "结果已公布，作者会收到通知。", "stop": "已终止，作者会收到通知。",
}  # fmt: skip


@require_safe
@at_desk(MANAGE, RELEASE)
def overview(request: HttpRequest) -> HttpResponse:
    """``/workbench/essays/?lane=``."""
    actor = actor_of(request)
    numbers, asked = desk.counts(actor), request.GET.get("lane", "")
    lane = asked if asked in LANES else next((slug for slug in LANES if numbers[slug]), "open")
    page = Paginator(desk.lane(actor, lane), SIZE).get_page(request.GET.get("page"))
    chips = [(word, f"?lane={slug}", slug == lane, numbers[slug]) for slug, (word, _) in LANES.items()]
    waiting = desk.waiting_works(actor).count()
    context = {
        "page": page, "chips": chips, "rows": [(one, TONES[one.state]) for one in page], "may_draft": actor.has(MANAGE),
        "waiting": waiting, "kinds": KINDS,
    }  # fmt: skip
    return render(request, "essays/desk/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(MANAGE)
def new(request: HttpRequest) -> HttpResponse:
    """``/workbench/essays/new/?kind=theme&org=<pk>``."""
    actor = actor_of(request)
    offices = desk.offices(actor)
    wished = number_of(request.POST.get("org") or request.GET.get("org"))
    office: Organisation = need(
        next((o for o in offices if o.pk == wished), None) if wished else next(iter(offices), None)
    )
    kind = request.POST.get("kind") or request.GET.get("kind", "")
    kind = kind if kind in KINDS else "theme"
    form = CallForm(request.POST or None, kind=kind, office=office)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.draft(actor=actor, organisation=office, said=form.words(), key=form.cleaned_data["key"])
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, "已准备好，由另一位同志放行。")
            return to(f"{DESK}{made.pk}/")
    context = {"form": form, "office": office, "offices": offices, "kind": kind, "label": KINDS[kind], "kinds": KINDS}
    return render(request, "essays/desk/write.html", context, status=422 if request.method == "POST" else 200)


def call_of(actor: Actor, pk: int) -> Call:
    """A call in the scope of either duty; anybody else's is 404."""
    found: Call = need(desk.calls(actor).filter(pk=pk).first())
    return found


def quiet(button: Button) -> bool:
    """A step of the other kind of call: there is nothing to tell about it."""
    return isinstance(button.decision, Denied) and button.decision.code in QUIET


@require_safe
@at_desk(MANAGE, RELEASE)
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/essays/<pk>/``: what it is, how it stands, what can be done."""
    actor = actor_of(request)
    call = call_of(actor, pk)
    numbers = desk.work_counts(desk.works(actor).filter(call=call))
    returned = call.steps.filter(event="return_result").last() if call.state == "judging" else None
    context = {
        "call": call, "tone": TONES[call.state], "who": WRITE_WORDS[call.audience], "shows": SHOW_WORDS[call.exhibit],
        "acts": [b for b in buttons(actor, call) if b.event in ACTS and not quiet(b)], "judges": desk.judges(call) if call.is_theme else [],
        "may_ask": bool(may(actor, call, "judges")), "numbers": [(WORK_LANES[s][0], n) for s, n in numbers.items() if n],
        "sent": sum(numbers.values()), "returned": returned.note if returned else "",
        "steps": [{"title": s.label, "when": s.at, "text": s.public_note, "done": True} for s in call.steps.all()],
    }  # fmt: skip
    return render(request, "essays/desk/one.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(MANAGE, RELEASE)
def act(request: HttpRequest, pk: int, event: str) -> HttpResponse:
    """``/workbench/essays/<pk>/<event>/``: one step on a page of its own."""
    actor = actor_of(request)
    call = call_of(actor, pk)
    done = need(ACTS.get(event))
    decision, label = may(actor, call, event), CALL.by_event[event][0].label
    context: dict[str, Any] = {
        "call": call,
        "event": event,
        "label": label,
        "sent": desk.works(actor).filter(call=call).count(),
    }
    if event == "announce":
        works = desk.works(actor).filter(call=call, state="sent", chosen=True).defer("body")
        context["chosen"] = [(work.named, work.honour) for work in works.order_by("rank", "pk")]
    shared: dict[str, Any] = {
        "revision": call.revision, "done": done, "back": f"{DESK}{pk}/", "template": "essays/desk/act.html", "context": context,
    }  # fmt: skip
    if event == "edit":
        held: dict[str, CallForm] = {}

        def make(data: Any) -> CallForm:
            held["form"] = CallForm(data, kind=call.kind, office=call.organisation, call=call)
            return held["form"]

        return step_page(
            request, make, lambda said: actions.edit(actor=actor, call=call, said=held["form"].words(), revision=said["revision"]),
            decision, **shared,
        )  # fmt: skip
    start = {"closes_at": call.closes_at, "text": call.result if event == "submit_result" else ""}
    return step_page(request, lambda data: StepForm(data, step=event, initial=start),
                     lambda said: _step(actor, call, event, said), decision, **shared)  # fmt: skip


def _step(actor: Actor, call: Call, event: str, said: dict[str, Any]) -> object:
    given = {name: value for name, value in said.items() if name not in ("revision", "key")}
    run: Any = getattr(actions, event)
    return run(actor=actor, call=call, revision=said["revision"], **given)
