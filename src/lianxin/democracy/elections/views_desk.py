"""选举 at the desk: preparing, releasing, and the meeting step by step."""

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

from . import actions, admissions, opinions, papers, policies, queries, results, rounds, views_papers
from .announcing import DESK
from .forms import AppointForm, ApproveForm, DrawForm, NamesForm, ReasonForm, Spoken, VotesForm, chosen, lines_of
from .lifecycle import DRAW, READ
from .models import Election
from .words import LANES, TONES, WRITTEN

at_desk = door(no_duty("办选举的同志"))
SIZE, OFFERED = 30, 200


@require_safe
@at_desk(READ)
def overview(request: HttpRequest) -> HttpResponse:
    """``/workbench/elections/?lane=``."""
    actor, asked = actor_of(request), request.GET.get("lane", "")
    lane = asked if asked in LANES else "going"
    numbers = queries.counts(actor)
    page = Paginator(queries.lane(actor, lane), SIZE).get_page(request.GET.get("page"))
    chips = [(word, f"?lane={slug}", slug == lane, numbers[slug]) for slug, (word, _) in LANES.items()]
    rows = [(case, TONES[case.state]) for case in page]
    context = {"page": page, "rows": rows, "chips": chips, "may_draw": actor.has(DRAW)}
    return render(request, "elections/desk/list.html", context)


def offices(actor: Actor) -> list[Organisation]:
    """Where the actor may prepare one."""
    return list(below(actor.paths_for(DRAW)).filter(closed_on=None).order_by("path")[:OFFERED])


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(DRAW)
def new(request: HttpRequest) -> HttpResponse:
    """``/workbench/elections/new/``: 准备."""
    actor = actor_of(request)
    form = DrawForm(request.POST or None, offices=offices(actor))
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.draw(
                actor=actor, organisation=form.chosen_office(), draft=form.draft(), key=form.cleaned_data["key"]
            )
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, "已存好，看过以后送审核。")
            return to(f"{DESK}{made.pk}/")
    return render(request, "elections/desk/form.html", {"form": form}, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(DRAW)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/elections/<pk>/change/``: 修改 of a draft."""
    actor = actor_of(request)
    case: Election = need(queries.at_desk(actor).filter(pk=pk).first())
    require(may(actor, case, "change"))
    form = DrawForm(request.POST or None, offices=[case.organisation], initial=DrawForm.start_of(case))
    if request.method == "POST" and form.is_valid():
        try:
            actions.change(actor=actor, election=case, draft=form.draft(), revision=form.cleaned_data["revision"] or 0)
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, "已存好。")
            return to(f"{DESK}{pk}/")
    context = {"form": form, "case": case}
    return render(request, "elections/desk/form.html", context, status=422 if request.method == "POST" else 200)


@require_safe
@at_desk(READ)
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/elections/<pk>/``: where it stands, what may be done now."""
    actor = actor_of(request)
    case: Election = need(queries.at_desk(actor).filter(pk=pk).first())
    return render(request, "elections/desk/one.html", {**context_of(case), "buttons": _buttons(actor, case),
                  "may_change": bool(may(actor, case, "change")), "may_bring": bool(may(actor, case, "bring_roll")), "steps": case.steps.order_by("pk"),
                  "papers": views_papers.links(case), "filed": papers.ready(case),
                  "onward": admissions.lines(actor, case)})  # fmt: skip


def context_of(case: Election) -> dict[str, Any]:
    """What every page of the desk shows of it."""
    row = case.last
    return {
        "case": case, "tone": TONES[case.state], "round": row, "candidates": case.candidates.all(),
        "due": policies.due(case), "present": policies.present(case), "electronic": policies.electronic(case),
        "scrutineers": _holders(case), "sheets": results.sheets(case), "left": results.seats_open(case) if case.outcome else 0,
        "reduced": rounds.reduced(case) if case.outcome else "",
        "links": row.links.order_by("-height").first() if row else None, "returned": policies.returned(row) if row else 0,
        "takes_opinions": case.kind in WRITTEN and case.state == "announced",
        "opinions": len(opinions.counting_now(case)),
        "without": case.voters.exclude(without=""), "quorum": policies.quorum(case) if row else None,
    }  # fmt: skip


def _holders(case: Election) -> list[dict[str, Any]]:
    """Scrutineers, and what each of them has done in the round."""
    row = case.last
    if row is None:
        return []
    done = set(row.links.exclude(owner=None).values_list("kind", "owner"))
    return [
        {"name": one.name, "role": one.get_role_display(), "key": {"public_key", "output"} & set(row.keys.get(str(one.pk), {})),
         "mixed": ("Shuffle", at) in done, "out": ("PartialDecryption", at) in done}
        for at, one in enumerate(case.scrutineers.all(), 1)
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Act:
    """A form of one step. act: takes the actor, the case, the form's cleaned words."""

    label: str
    form: Callable[[Any], Spoken]
    act: Callable[[Actor, Election, dict[str, Any]], object]
    done: str
    hint: str = ""


def _plain(name: str) -> Callable[[Actor, Election, dict[str, Any]], object]:
    """A step that needs nothing but the revision."""
    return lambda a, c, s: getattr(actions, name)(actor=a, election=c, revision=s["revision"])


def _reason(name: str) -> Callable[[Actor, Election, dict[str, Any]], object]:
    return lambda a, c, s: getattr(actions, name)(actor=a, election=c, reason=s["reason"], revision=s["revision"])


def _votes(said: dict[str, Any]) -> tuple[int, int, int]:
    return said["yes"], said["no"], said["abstain"]


ACTS = {
    "submit": Act("送审核", Spoken, _plain("submit"), "已送出，审核了会通知您。"),
    "release": Act("公布", Spoken, _plain("release"), "已公布，名册上的人会收到通知。", "公布以后名册、名额和候选人都固定，不能再改。"),
    "give_back": Act("退回修改", ReasonForm, _reason("give_back"), "已退回。"),
    "cancel": Act("取消", ReasonForm, _reason("cancel"), "已取消。", "取消以后收到的票永远打不开，原因会告诉名册上的人。"),
    "begin": Act("开始签到", Spoken, _plain("begin"), "可以签到了。"),
    "appoint": Act("登记监票人", AppointForm, lambda a, c, s: actions.appoint(
        actor=a, election=c, people=chosen(c, s["people"]), votes=_votes(s), needed=s["needed"] or 0, revision=s["revision"]), "已登记，请监票人到自己的手机上交密钥。",
        "监票人由大会从不是候选人的党员里推选、表决通过，每人在自己的手机上存一把密钥。"),
    "give_keys": Act("合成选举密钥", Spoken, _plain("give_keys"), "选举密钥已合成，可以发投票凭证。", "合成以后监票人不能再换密钥。服务器再加一把，谁也不能单独开票。"),
    "open": Act("开始投票", Spoken, _plain("open_vote"), "开始投票。", "开始以后不能再签到、再发票。"),
    "close": Act("停止投票", Spoken, _plain("close_vote"), "已停止，请监票人打乱选票、开票。", "请先问一问：到会的人是不是都投完了。停止以后一张票也进不来。"),
    "count": Act("计票", Spoken, _plain("count"), "计票完成。"),
    "void": Act("宣布无效，重新投票", Spoken, _plain("void"), "这一轮无效，请重新发票。"),
    "another": Act("再投一轮", NamesForm, lambda a, c, s: actions.another(
        actor=a, election=c, names=lines_of(s["names"]), revision=s["revision"]), "新的一轮准备好了，请监票人交新的密钥。"),
    "take_back": Act("不再投这一轮", Spoken, _plain("take_back"), "这一轮不投了，计票结果不变。", "回到计票结果。这一轮已经做的密钥、印的凭证都作废；可以接着减少名额，或者另写名单再投。"),
    "reduce": Act("减少名额", VotesForm, lambda a, c, s: actions.reduce(
        actor=a, election=c, votes=_votes(s), revision=s["revision"]), "已登记。", "不足的名额，经过半数选举人同意可以不再选。"),
    "report": Act("上报", Spoken, _plain("report"), "已上报，批准了会通知您。"),
    "approve": Act("批准", ApproveForm, lambda a, c, s: actions.approve(
        actor=a, election=c, number=s["number"], on=s["on"], revision=s["revision"]), "已批准。"),
    "send_back": Act("退回补正", ReasonForm, _reason("send_back"), "已退回。"),
    "archive": Act("归档", Spoken, _plain("archive"), "已归档。"),
}  # fmt: skip
#: steps that carry an election on; the others stand beside them
LEADS = ("submit", "release", "begin", "open", "close", "count", "report", "approve", "archive")
#: steps that only an election of persons ever has
OF_PERSONS = ("another", "take_back", "reduce")
#: steps that have a page of their own
PAGES = {"hand_out": "slips"}


def _buttons(actor: Actor, case: Election) -> list[dict[str, Any]]:
    """Steps of the table that have a form, refused ones with their reason."""
    return [
        {"slug": b.event, "label": b.label, "leads": b.event in LEADS,
         "denied": b.decision if isinstance(b.decision, Denied) else None}
        for b in buttons(actor, case)
        if b.event in ACTS and (case.of_persons or b.event not in OF_PERSONS)
    ]  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(READ)
def act(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """``/workbench/elections/<pk>/do/<step>/``."""
    actor = actor_of(request)
    case: Election = need(queries.readable(actor).filter(pk=pk).first() or queries.at_desk(actor).filter(pk=pk).first())
    found: Act = need(ACTS.get(slug))
    level = results.last_sheet(case).level if slug == "another" and case.outcome else []
    return step_page(
        request, _filled(found, level), lambda said: found.act(actor, case, said), may(actor, case, slug),
        revision=case.revision, done=found.done, back=f"{DESK}{pk}/", template="elections/desk/act.html",
        context={"case": case, "act": found, "level": level}, hidden=("out_of_scope", "no_right"),
    )  # fmt: skip


def _filled(found: Act, level: list[str]) -> Callable[[Any], Spoken]:
    """In a run-off the names are those who were level; nobody writes them."""
    if not level:
        return found.form

    def make(data: Any) -> Spoken:
        form = found.form(data)
        form.fields["names"].required = False
        form.fields["names"].widget = form.fields["names"].hidden_widget()
        return form

    return make
