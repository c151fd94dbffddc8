"""我的提问: mine, what the others of my branch asked, one thread, asking."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.foundation.accounts.desk import actor_of, blame, need, signed_in, to
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Denied, Refused, require
from lianxin.membership.dossiers import queries as dossiers
from lianxin.membership.dossiers.models import Member
from lianxin.ui import toasts

from . import actions, policies, queries
from .announcing import MINE
from .forms import AskForm, SayForm
from .models import Question
from .words import HIDDEN, TONES

SIZE = 20


def chips(here: str) -> list[tuple[str, str, bool, None]]:
    """The two parts of the room."""
    parts = {"mine": ("我问的", MINE), "shown": ("大家问的", f"{MINE}shown/")}
    return [(word, url, name == here, None) for name, (word, url) in parts.items()]


@require_safe
@signed_in
def mine(request: HttpRequest) -> HttpResponse:
    """``/me/questions/``: what I asked, with a name or without."""
    actor = actor_of(request)
    page = Paginator(queries.own(actor), SIZE).get_page(request.GET.get("page"))
    may = policies.may_ask(dossiers.own(actor.person_id))
    context = {"page": page, "chips": chips("mine"), "tones": TONES, "denied": may if isinstance(may, Denied) else None}
    return render(request, "asking/mine/list.html", context)


@require_safe
@signed_in
def shown(request: HttpRequest) -> HttpResponse:
    """``/me/questions/shown/``: questions and answers that the members were let see."""
    rows = queries.shown(dossiers.own(actor_of(request).person_id))
    page = Paginator(rows, SIZE).get_page(request.GET.get("page"))
    return render(request, "asking/mine/shown.html", {"page": page, "chips": chips("shown")})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def new(request: HttpRequest) -> HttpResponse:
    """``/me/questions/new/``: 提问."""
    actor = actor_of(request)
    member = dossiers.own(actor.person_id)
    require(policies.may_ask(member))
    asking: Member = need(member)
    targets = policies.askable(asking)
    form = AskForm(request.POST or None, targets=targets)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            made = actions.ask(
                actor=actor, member=asking, organisation=next(one for one in targets if str(one.pk) == said["to"]),
                title=said["title"], text=said["text"], hidden=said["name"] == HIDDEN, willing=said["willing"], key=said["key"],
            )  # fmt: skip
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, "已经送到，请过几天回来看答复。" if made.hidden else "已经送到，有了答复会通知您。")
            return to(f"{MINE}{made.pk}/")
    context = {"form": form, "targets": targets}
    return render(request, "asking/mine/new.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """``/me/questions/<pk>/``: the thread; its author may go on asking."""
    actor = actor_of(request)
    question: Question = need(queries.one(actor, pk))
    author = policies.is_author(actor, question)
    form = SayForm(request.POST if request.method == "POST" else None, label="还想再问")
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            actions.ask_more(actor=actor, question=question, text=said["text"], key=said["key"])
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, "已经送到。")
            return to(f"{MINE}{pk}/")
    context = {
        "question": question,
        "lines": queries.said(question),
        "author": author,
        "form": form,
        "tone": TONES[question.state],
    }
    return render(request, "asking/mine/one.html", context, status=422 if request.method == "POST" else 200)


def _settle(actor: Actor, question: Question) -> str:
    actions.settle(actor=actor, question=question)
    return "已了结。"


def _allow(actor: Actor, question: Question) -> str:
    actions.will(actor=actor, question=question, willing=True)
    return "答复的同志看过以后，可以给党员看。"


def _refuse(actor: Actor, question: Question) -> str:
    actions.will(actor=actor, question=question, willing=False)
    return "其他党员看不到了。"


def _withdraw(actor: Actor, question: Question) -> str:
    actions.withdraw(actor=actor, question=question)
    return "已撤回，写的话都删掉了。"


ACTS = {"settle": _settle, "allow": _allow, "refuse": _refuse, "withdraw": _withdraw}


@require_POST
@signed_in
def act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """What the author does with one press."""
    actor = actor_of(request)
    question: Question = need(queries.own(actor).filter(pk=pk).first())
    try:
        toasts.say(request, need(ACTS.get(verb))(actor, question))
    except Refused as refused:
        if refused.denied.code != "wrong_state":
            raise
        toasts.say(request, f"{refused.denied.reason}{refused.denied.remedy}")
    return to(MINE if verb == "withdraw" else f"{MINE}{pk}/")
