"""投票与测评 at the desk: drawing up, releasing, announcing. How many took part is all that is seen before the end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.foundation.accounts.desk import actor_of, blame, door, need, no_duty, to
from lianxin.foundation.accounts.picking import Picker
from lianxin.foundation.accounts.stepping import step_page
from lianxin.foundation.casework.engine import buttons, may
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.organisations.queries import below
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Denied, Refused, require
from lianxin.ui import toasts

from . import actions, policies, queries, results
from .announcing import DESK
from .forms import DrawForm, EnrolForm, KeepForm, ReasonForm, Spoken, StatementForm, named
from .lifecycle import COUNT, DRAW, READ
from .models import Poll
from .views_public import declared, result_context
from .words import LANES, TONES

at_desk = door(no_duty("办投票和测评的同志"))
SIZE, OFFERED = 30, 200


@require_safe
@at_desk(READ)
def overview(request: HttpRequest) -> HttpResponse:
    """``/workbench/polls/?lane=``."""
    actor, asked = actor_of(request), request.GET.get("lane", "")
    lane = asked if asked in LANES else "going"
    numbers = queries.counts(actor)
    page = Paginator(queries.lane(actor, lane), SIZE).get_page(request.GET.get("page"))
    chips = [(word, f"?lane={slug}", slug == lane, numbers[slug]) for slug, (word, _) in LANES.items()]
    rows = [(poll, TONES[poll.phase()]) for poll in page]
    context = {"page": page, "rows": rows, "chips": chips, "lane": lane, "may_draw": actor.has(DRAW)}
    return render(request, "polls/desk/list.html", context)


def offices(actor: Actor) -> list[Organisation]:
    """Where the actor may draw up."""
    return list(below(actor.paths_for(DRAW)).filter(closed_on=None).order_by("path")[:OFFERED])


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(DRAW)
def new(request: HttpRequest) -> HttpResponse:
    """``/workbench/polls/new/``: 起草."""
    actor = actor_of(request)
    form = DrawForm(request.POST or None, offices=offices(actor), actor=actor)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.draw(
                actor=actor, organisation=form.office(), draft=form.draft(), key=form.cleaned_data["key"]
            )
        except Refused as refused:
            _at_field(form, refused)
        else:
            toasts.say(request, "已存好，看过以后送另一位同志放行。")
            return to(f"{DESK}{made.pk}/")
    return render(request, "polls/desk/form.html", {"form": form}, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(DRAW)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/polls/<pk>/change/``: 修改 of a draft."""
    actor = actor_of(request)
    poll: Poll = need(queries.at_desk(actor).filter(pk=pk).first())
    require(may(actor, poll, "change"))
    form = DrawForm(
        request.POST or None, offices=[poll.organisation], initial=DrawForm.start_of(poll), actor=actor, poll=poll
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.change(actor=actor, poll=poll, draft=form.draft(), revision=form.cleaned_data["revision"] or 0)
        except Refused as refused:
            _at_field(form, refused)
        else:
            toasts.say(request, "已存好。")
            return to(f"{DESK}{pk}/")
    context = {"form": form, "poll": poll}
    return render(request, "polls/desk/form.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(DRAW)
def keep(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/polls/<pk>/keepers/``: 换责任人."""
    actor = actor_of(request)
    poll: Poll = need(queries.at_desk(actor).filter(pk=pk).first())
    require(may(actor, poll, "keep"))
    form = KeepForm(request.POST or None, initial={"revision": poll.revision})
    form.choose_among(Picker(actor, poll.organisation, DRAW), keeper=poll.keeper, deputy=poll.deputy)
    if request.method == "POST" and form.is_valid():
        try:
            actions.keep(actor=actor, poll=poll, revision=form.cleaned_data["revision"] or 0, **form.people())
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, "已换。")
            return to(f"{DESK}{pk}/")
    context = {"form": form, "poll": poll}
    return render(request, "polls/desk/keepers.html", context, status=422 if request.method == "POST" else 200)


def _at_field(form: DrawForm, refused: Refused) -> None:
    blame(form, refused)


@require_safe
@at_desk(READ)
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/polls/<pk>/``: the declaration, how many took part, what may be done now."""
    actor = actor_of(request)
    poll: Poll = need(queries.at_desk(actor).filter(pk=pk).first())
    phase = poll.phase()
    context = {
        "poll": poll, "phase": phase, "tone": TONES[phase], "declared": declared(poll), "steps": poll.steps.order_by("at", "pk"),
        "buttons": _buttons(actor, poll), "took_part": queries.took_part(poll) if poll.released_at else None,
        "objections": queries.objections(poll), "keeps": bool(may(actor, poll, "keep")), "vacant": queries.vacant(poll),
        "draws": actor.may(DRAW, poll.org_path), "counts": actor.may(COUNT, poll.org_path),
        **_counted(actor, poll),
    }  # fmt: skip
    return render(request, "polls/desk/one.html", context)


def _counted(actor: Actor, poll: Poll) -> dict[str, Any]:
    """What was announced with its words; before that the count for those who will announce it, once the clock has closed."""
    found = results.with_words(poll)
    if (
        found is None
        and poll.phase() == "closed"
        and policies.may_announce(actor, poll)
        and may(actor, poll, "announce")
    ):
        found = results.reckon(poll)
    return result_context(poll, found) if found is not None else {}


@dataclass(frozen=True, slots=True)
class Act:
    """A form of one step. act: takes the cleaned words."""

    label: str
    form: Callable[[Any], Spoken]
    act: Callable[[Actor, Poll, dict[str, Any]], object]
    done: str
    hint: str = ""


def _enrol(actor: Actor, poll: Poll, said: dict[str, Any]) -> object:
    try:
        person = named(poll.organisation, said["person"])
    except Refused as refused:
        words = refused.denied
        raise Refused(Denied(words.reason, code=words.code, field="person", remedy=words.remedy)) from None
    return actions.enrol(actor=actor, poll=poll, person_id=person[0], reason=said["reason"], revision=said["revision"])


ACTS = {
    "submit": Act("送另一位同志看", Spoken, lambda a, p, s: actions.submit(actor=a, poll=p, revision=s["revision"]), "已送出，放行了会通知您。"),
    "release": Act("放行", Spoken, lambda a, p, s: actions.release(actor=a, poll=p, revision=s["revision"]), "已放行，到时自动开始和截止。",
                   "放行以后名册和问的、答的都固定，不能再改。请再看一遍：不是选举，时间对，问得清楚。"),
    "give_back": Act("退回修改", ReasonForm, lambda a, p, s: actions.give_back(actor=a, poll=p, reason=s["reason"], revision=s["revision"]), "已退回。"),
    "cancel": Act("取消", ReasonForm, lambda a, p, s: actions.cancel(actor=a, poll=p, reason=s["reason"], revision=s["revision"]), "已取消。",
                  "取消以后收到的票不看、不计、当场销毁，原因会告诉名册上的人。"),
    "enrol": Act("名册补人", EnrolForm, _enrol, "已补进名册，并通知了本人。"),
    "announce": Act("公布结果", StatementForm, lambda a, p, s: actions.announce(actor=a, poll=p, statement=s["statement"], revision=s["revision"]), "已公布。"),
    "archive": Act("归档", Spoken, lambda a, p, s: actions.archive(actor=a, poll=p, revision=s["revision"]), "已归档，票箱已销毁。",
                   "归档以后票箱和记名票都销毁，只留公布的结果。"),
}  # fmt: skip


#: steps that carry a poll on; the others stand beside them
LEADS = ("submit", "release", "announce", "archive")


def _buttons(actor: Actor, poll: Poll) -> list[dict[str, Any]]:
    """Steps of the table that have a form, refused ones with their reason."""
    return [
        {
            "slug": b.event,
            "label": b.label,
            "leads": b.event in LEADS,
            "denied": b.decision if isinstance(b.decision, Denied) else None,
        }
        for b in buttons(actor, poll)
        if b.event in ACTS
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(READ)
def act(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """``/workbench/polls/<pk>/do/<step>/``."""
    actor = actor_of(request)
    poll: Poll = need(queries.at_desk(actor).filter(pk=pk).first())
    found: Act = need(ACTS.get(slug))
    decision = may(actor, poll, slug)
    context = {"poll": poll, "act": found, **(_counted(actor, poll) if slug == "announce" else {})}
    return step_page(
        request, found.form, lambda said: found.act(actor, poll, said), decision, revision=poll.revision, done=found.done,
        back=f"{DESK}{pk}/", template="polls/desk/act.html", context=context, hidden=("out_of_scope", "no_right"),
    )  # fmt: skip
