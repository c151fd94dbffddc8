"""知识竞赛 at the desk: planning, releasing, deciding about questions. No page here shows what one person earned."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.foundation.accounts.desk import actor_of, blame, door, need, no_duty, number_of, to
from lianxin.foundation.accounts.stepping import step_page
from lianxin.foundation.casework.engine import buttons, may
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.organisations.queries import below
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Denied, Refused, require
from lianxin.learning.questions.forms import ReasonForm, Spoken
from lianxin.learning.questions.queries import stock
from lianxin.learning.questions.words import KINDS
from lianxin.ui import toasts

from . import actions, policies, queries
from .announcing import DESK
from .forms import PlanForm, RoundForm, VerdictForm
from .lifecycle import DECIDE, DRAW, READ
from .models import Contest, Objection, Round
from .words import LANES, TONES

at_desk = door(no_duty("办知识竞赛的同志"))
SIZE, OFFERED = 30, 200


@require_safe
@at_desk(READ)
def overview(request: HttpRequest) -> HttpResponse:
    """``/workbench/contests/?lane=``."""
    actor, asked = actor_of(request), request.GET.get("lane", "")
    lane = asked if asked in LANES else "going"
    numbers = queries.counts(actor)
    page = Paginator(queries.lane(actor, lane), SIZE).get_page(request.GET.get("page"))
    chips = [(word, f"?lane={slug}", slug == lane, numbers[slug]) for slug, (word, _) in LANES.items()]
    rows = [(contest, TONES[contest.phase()]) for contest in page]
    context = {"page": page, "rows": rows, "chips": chips, "may_draw": actor.has(DRAW)}
    return render(request, "contests/desk/list.html", context)


def offices(actor: Actor) -> list[Organisation]:
    """Where the actor may draw up."""
    return list(below(actor.paths_for(DRAW)).filter(closed_on=None).order_by("path")[:OFFERED])


def _one(request: HttpRequest, pk: int) -> Contest:
    found: Contest = need(queries.at_desk(actor_of(request)).filter(pk=pk).first())
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(DRAW)
def new(request: HttpRequest) -> HttpResponse:
    """``/workbench/contests/new/``: 起草."""
    actor = actor_of(request)
    form = PlanForm(request.POST or None, offices=offices(actor))
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.draw_up(
                actor=actor, organisation=form.office(), plan=form.plan(), key=form.cleaned_data["key"]
            )
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, "已存好，接着加赛程。")
            return to(f"{DESK}{made.pk}/")
    return render(request, "contests/desk/form.html", {"form": form}, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(DRAW)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/contests/<pk>/change/``: 修改 of a draft."""
    actor, contest = actor_of(request), _one(request, pk)
    require(may(actor, contest, "change"))
    form = PlanForm(request.POST or None, offices=[contest.organisation], initial=PlanForm.start_of(contest))
    if request.method == "POST" and form.is_valid():
        try:
            actions.change(actor=actor, contest=contest, plan=form.plan(), revision=form.cleaned_data["revision"] or 0)
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, "已存好。")
            return to(f"{DESK}{pk}/")
    context = {"form": form, "contest": contest}
    return render(request, "contests/desk/form.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(DRAW)
def put_round(request: HttpRequest, pk: int, number: int | None = None) -> HttpResponse:
    """``/workbench/contests/<pk>/rounds/new/`` and ``…/rounds/<number>/``."""
    actor, contest = actor_of(request), _one(request, pk)
    require(may(actor, contest, "change"))
    there: Round | None = need(contest.rounds.filter(number=number).first()) if number is not None else None
    form = RoundForm(request.POST or None, initial=RoundForm.start_of(there) if there is not None else None)
    form.fields["revision"].initial = contest.revision
    if request.method == "POST" and form.is_valid():
        try:
            actions.put_round(
                actor=actor,
                contest=contest,
                plan=form.plan(),
                revision=form.cleaned_data["revision"] or 0,
                number=number,
            )
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, "赛程已存好。")
            return to(f"{DESK}{pk}/")
    context = {"form": form, "contest": contest, "there": there, "stock": _stock(contest)}
    return render(request, "contests/desk/round.html", context, status=422 if request.method == "POST" else 200)


def _stock(contest: Contest) -> list[tuple[str, int]]:
    """(kind in words, how many can be drawn)."""
    found = stock(contest.org_path)
    return [(word, found[kind]) for kind, word in KINDS.items()]


@require_POST
@at_desk(DRAW)
def take_round_out(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """``/workbench/contests/<pk>/rounds/<number>/out/``."""
    contest = _one(request, pk)
    revision = number_of(request.POST.get("revision")) or 0
    actions.take_round_out(actor=actor_of(request), contest=contest, number=number, revision=revision)
    toasts.say(request, "这一轮去掉了。")
    return to(f"{DESK}{pk}/")


@require_safe
@at_desk(READ)
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/contests/<pk>/``: the plan, how many take part, what may be done now."""
    actor, contest = actor_of(request), _one(request, pk)
    phase = contest.phase()
    waiting = sum(1 for row in queries.objections(contest) if not row.verdict) if contest.released_at else 0
    context = {
        "contest": contest, "phase": phase, "tone": TONES[phase], "rounds": list(contest.rounds.order_by("number")), "buttons": _buttons(actor, contest),
        "may_change": bool(may(actor, contest, "change")), "took": queries.participation(contest) if contest.released_at else None,
        "hard": queries.hard(contest) if contest.released_at and phase != "cancelled" else [], "objected": waiting, "decides": actor.may(DECIDE, contest.org_path), "stock": _stock(contest), "steps": contest.steps.order_by("at", "pk"),
    }  # fmt: skip
    return render(request, "contests/desk/one.html", context)


@dataclass(frozen=True, slots=True)
class Act:
    """A form of one step. act: takes the cleaned words; plan: the rounds are shown above it, to be looked at once more."""

    label: str
    form: Callable[[Any], Spoken]
    act: Callable[[Actor, Contest, dict[str, Any]], object]
    done: str
    hint: str = ""
    plan: bool = False


def _plain(do: Callable[..., object]) -> Callable[[Actor, Contest, dict[str, Any]], object]:
    return lambda actor, contest, said: do(actor=actor, contest=contest, revision=said["revision"])


def _with_reason(do: Callable[..., object]) -> Callable[[Actor, Contest, dict[str, Any]], object]:
    return lambda actor, contest, said: do(
        actor=actor, contest=contest, reason=said["reason"], revision=said["revision"]
    )


ACTS = {
    "submit": Act("送另一位同志看", Spoken, _plain(actions.submit), "已送出，放行了会通知您。", plan=True),
    "release": Act("放行", Spoken, _plain(actions.release), "已放行，到时自动开始和截止。",
                   "放行以后赛程和题池都固定，不能再改；抽题种子同时封存，校验值公布。请再看一遍时间、题数和合格线。", True),
    "give_back": Act("退回修改", ReasonForm, _with_reason(actions.give_back), "已退回。"),
    "finish": Act("结束", Spoken, _plain(actions.finish), "已结束，成绩不再变动。"),
    "cancel": Act("取消", ReasonForm, _with_reason(actions.cancel), "已取消。", "取消以后答卷都不计，原因会告诉参加的人。"),
}  # fmt: skip
LEADS = ("submit", "release", "finish")


def _buttons(actor: Actor, contest: Contest) -> list[dict[str, Any]]:
    """Steps of the table that have a form, refused ones with their reason."""
    return [
        {"slug": b.event, "label": b.label, "leads": b.event in LEADS, "denied": b.decision if isinstance(b.decision, Denied) else None}
        for b in buttons(actor, contest) if b.event in ACTS
    ]  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(READ)
def act(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """``/workbench/contests/<pk>/do/<step>/``."""
    actor, contest = actor_of(request), _one(request, pk)
    found: Act = need(ACTS.get(slug))
    return step_page(
        request, found.form, lambda said: found.act(actor, contest, said), may(actor, contest, slug), revision=contest.revision, done=found.done,
        back=f"{DESK}{pk}/", template="contests/desk/act.html", context={"contest": contest, "act": found}, hidden=("out_of_scope", "no_right"),
    )  # fmt: skip


@require_safe
@at_desk(DECIDE)
def objections(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/contests/<pk>/objections/``: what people say is wrong; the question with its key only once the round is over."""
    contest = _one(request, pk)
    rows = queries.objections(contest)
    context = {"contest": contest, "rows": [(row, bool(policies.may_decide(actor_of(request), row))) for row in rows]}
    return render(request, "contests/desk/objections.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(DECIDE)
def decide(request: HttpRequest, pk: int, objection: int) -> HttpResponse:
    """``/workbench/contests/<pk>/objections/<objection>/``: 认定."""
    actor, contest = actor_of(request), _one(request, pk)
    row: Objection = need(next((one for one in queries.objections(contest) if one.pk == objection), None))
    return step_page(
        request, VerdictForm, lambda said: actions.decide(actor=actor, objection=row, upheld=said["upheld"] == "upheld", answer=said["answer"]),
        policies.may_decide(actor, row), revision=0, done="已认定，并通知了提出的同志。", back=f"{DESK}{pk}/objections/",
        template="contests/desk/decide.html", context={"contest": contest, "row": row}, hidden=("out_of_scope",),
    )  # fmt: skip
