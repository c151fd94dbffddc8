"""题库 at the desk: writing, looking through what another wrote, retiring. These pages show the answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.foundation.accounts.desk import actor_of, blame, door, need, no_duty, number_of, to
from lianxin.foundation.accounts.stepping import step_page
from lianxin.foundation.casework.engine import buttons, may
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.organisations.queries import below
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Denied, Refused, require
from lianxin.ui import toasts

from . import actions, queries
from .announcing import DESK
from .forms import ReasonForm, Spoken, WriteForm
from .lifecycle import READ, REVIEW, WRITE
from .models import BankQuestion
from .queries import Wanted
from .words import KINDS, LANES, TONES

at_desk = door(no_duty("管题库的同志"))
SIZE, OFFERED, LOOKED_AT = 30, 200, 20


@require_safe
@at_desk(READ)
def overview(request: HttpRequest) -> HttpResponse:
    """``/workbench/question-bank/?lane=&kind=&topic=&q=``."""
    actor, asked = actor_of(request), request.GET
    slug = asked.get("lane", "")
    wanted = Wanted(slug if slug in LANES else "ready", asked.get("kind", "") if asked.get("kind") in KINDS else "",
                    asked.get("topic", "")[:40], asked.get("q", "").strip()[:60])  # fmt: skip
    numbers = queries.counts(actor)
    page = Paginator(queries.lane(actor, wanted), SIZE).get_page(asked.get("page"))
    chips = [(word, f"?lane={lane}", lane == wanted.lane, numbers[lane]) for lane, (word, _) in LANES.items()]
    context = {
        "page": page, "chips": chips, "wanted": wanted, "kinds": KINDS, "topics": queries.topics(actor), "tones": TONES,
        "may_write": actor.has(WRITE), "may_review": actor.has(REVIEW) and numbers["waiting"],
    }  # fmt: skip
    return render(request, "questions/list.html", context)


def offices(actor: Actor) -> list[Organisation]:
    """Where the actor may write."""
    return list(below(actor.paths_for(WRITE)).filter(closed_on=None).order_by("path")[:OFFERED])


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(WRITE)
def new(request: HttpRequest) -> HttpResponse:
    """``/workbench/question-bank/new/``: 出题."""
    actor = actor_of(request)
    form = WriteForm(request.POST or None, offices=offices(actor))
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.write(actor=actor, organisation=form.office(), written=form.written(),
                                 key=form.cleaned_data["key_of_form"])  # fmt: skip
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, "已存好，看过以后送另一位同志复核。")
            return to(f"{DESK}{made.pk}/")
    return render(request, "questions/form.html", {"form": form}, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(WRITE)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/question-bank/<pk>/change/``: 修改 of a draft."""
    actor = actor_of(request)
    case: BankQuestion = need(queries.at_desk(actor).filter(pk=pk).first())
    require(may(actor, case, "change"))
    form = WriteForm(request.POST or None, offices=[case.organisation], initial=WriteForm.start_of(case))
    if request.method == "POST" and form.is_valid():
        try:
            actions.change(
                actor=actor, question=case, written=form.written(), revision=form.cleaned_data["revision"] or 0
            )
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, "已存好。")
            return to(f"{DESK}{pk}/")
    context = {"form": form, "case": case}
    return render(request, "questions/form.html", context, status=422 if request.method == "POST" else 200)


@dataclass(frozen=True, slots=True)
class Act:
    """A form of one step. act: takes the cleaned words."""

    label: str
    form: Callable[[Any], Spoken]
    act: Callable[[Actor, BankQuestion, dict[str, Any]], object]
    done: str
    hint: str = ""


def _plain(do: Callable[..., object]) -> Callable[[Actor, BankQuestion, dict[str, Any]], object]:
    return lambda actor, case, said: do(actor=actor, question=case, revision=said["revision"])


def _with_reason(do: Callable[..., object]) -> Callable[[Actor, BankQuestion, dict[str, Any]], object]:
    return lambda actor, case, said: do(actor=actor, question=case, reason=said["reason"], revision=said["revision"])


ACTS = {
    "submit": Act("送另一位同志复核", Spoken, _plain(actions.submit), "已送出。"),
    "approve": Act("复核通过", Spoken, _plain(actions.approve), "已通过，可以出卷了。", "请对着出处再看一遍：题干清楚，答案唯一，解析说得通。"),
    "give_back": Act("退回修改", ReasonForm, _with_reason(actions.give_back), "已退回。"),
    "revise": Act("修改成新的版本", Spoken, _plain(actions.revise), "可以改了。改好要重新复核。",
                  "改好并复核以前，新的卷子不会抽到这一题。以前答过的人看到的仍是当时的写法。"),
    "retire": Act("停用", ReasonForm, _with_reason(actions.retire), "已停用，以前的答卷不受影响。"),
    "bring_back": Act("恢复，送复核", Spoken, _plain(actions.bring_back), "已送复核。"),
}  # fmt: skip
LEADS = ("submit", "approve", "bring_back")


@require_safe
@at_desk(READ)
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/question-bank/<pk>/``: the question with its key, its versions, what may be done now."""
    actor = actor_of(request)
    case: BankQuestion = need(queries.at_desk(actor).filter(pk=pk).first())
    shown = [
        {"slug": b.event, "label": b.label, "leads": b.event in LEADS, "denied": b.decision if isinstance(b.decision, Denied) else None}
        for b in buttons(actor, case) if b.event in ACTS
    ]  # fmt: skip
    context = {
        "case": case, "tone": TONES[case.state], "state": LANES_BY_STATE[case.state], "buttons": shown, "may_change": bool(may(actor, case, "change")),
        "versions": case.versions.select_related("by", "approved_by").order_by("-number"), "steps": case.steps.order_by("at", "pk"),
    }  # fmt: skip
    return render(request, "questions/one.html", context)


LANES_BY_STATE = {state: word for word, state in LANES.values()}


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(READ)
def act(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """``/workbench/question-bank/<pk>/do/<step>/``."""
    actor = actor_of(request)
    case: BankQuestion = need(queries.at_desk(actor).filter(pk=pk).first())
    found: Act = need(ACTS.get(slug))
    return step_page(
        request, found.form, lambda said: found.act(actor, case, said), may(actor, case, slug), revision=case.revision, done=found.done,
        back=f"{DESK}{pk}/", template="questions/act.html", context={"case": case, "act": found}, hidden=("out_of_scope", "no_right"),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(REVIEW)
def review(request: HttpRequest) -> HttpResponse:
    """``/workbench/question-bank/review/``: what others wrote, a page at a time with everything in sight."""
    actor = actor_of(request)
    refused = None
    if request.method == "POST":
        seen = dict(pair for word in request.POST.getlist("seen") if (pair := _pair(word)))
        chosen = [pk for word in request.POST.getlist("chosen") if (pk := number_of(word)) in seen]
        rows = queries.to_review(actor).in_bulk(chosen[:LOOKED_AT])
        try:
            if not chosen:
                raise Refused(Denied("还没有勾选。", code="empty"))
            done = actions.approve_many(actor=actor, questions=[(row, seen[pk]) for pk, row in sorted(rows.items())])
        except Refused as no:
            refused = no.denied
        else:
            toasts.say(request, f"通过了 {done} 题。")
            return to(f"{DESK}review/")
    page = Paginator(queries.to_review(actor), LOOKED_AT).get_page(request.GET.get("page"))
    context = {"page": page, "refused": refused}
    return render(request, "questions/review.html", context, status=422 if refused else 200)


def _pair(word: str) -> tuple[int, int] | None:
    """``"17-2"``: key and revision that the page showed."""
    first, _, second = word.partition("-")
    pk, revision = number_of(first), number_of(second)
    return (pk, revision) if pk is not None and revision is not None else None
