"""在线访谈 at the desk: drawing up, releasing, what becomes of the hour."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.foundation.accounts.desk import actor_of, need
from lianxin.foundation.accounts.stepping import step_page
from lianxin.foundation.casework.engine import buttons, may
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Allowed, Refused

from ..actions import talks as acts
from ..forms.talks import HoursForm, RecordForm, RevisionForm, TalkForm, WhyForm
from ..lifecycle import DRAW, HOST, RELEASE
from ..models import Interview
from ..policies import talks as policies
from ..queries import board as boards
from ..queries import talks
from ..words import TALK_QUEUES
from .desk import at_talks, form_page, offices

SIZE = 30
DESK = "/workbench/talks/"


@require_safe
@at_talks()
def overview(request: HttpRequest) -> HttpResponse:
    """``/workbench/talks/?queue=``."""
    actor = actor_of(request)
    numbers = talks.counts(actor)
    asked = request.GET.get("queue", "")
    queue = (
        asked
        if asked in TALK_QUEUES
        else next((slug for slug in ("going", "draft", "after") if numbers[slug]), "going")
    )
    page = Paginator(talks.queue(actor, queue), SIZE).get_page(request.GET.get("page"))
    chips = [(word, f"?queue={slug}", slug == queue, numbers[slug]) for slug, (word, _) in TALK_QUEUES.items()]
    context = {"page": page, "chips": chips, "may_draw": actor.has(DRAW)}
    return render(request, "interviews/desk/talks.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@at_talks(DRAW)
def new(request: HttpRequest) -> HttpResponse:
    """``/workbench/talks/new/``: 拟预告."""
    actor = actor_of(request)
    form = TalkForm(request.POST or None, actor=actor, offices=offices(actor, DRAW))

    def save() -> Interview:
        return acts.draw(actor=actor, organisation=need(form.office), draft=form.draft(), key=form.cleaned_data["key"])

    return form_page(request, form, save, "interviews/desk/talk_form.html", {"title": "拟访谈预告", "back": DESK},
                     done="已拟好，等另一位同志核对后发布。", back=lambda made: f"{DESK}{made.pk}/")  # fmt: skip


@require_safe
@at_talks()
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/talks/<pk>/``: what it is, what may be done with it."""
    actor = actor_of(request)
    talk: Interview = need(talks.working(actor, pk))
    rows = [b for b in buttons(actor, talk) if b.event not in ("edit", "amend")]
    edits = next((b.event for b in buttons(actor, talk) if b.event in ("edit", "amend") and b.decision), "")
    context = {
        "talk": talk,
        "buttons": rows,
        "edits": edits,
        "steps": talk.steps.all(),
        "open": boards.open_questions(talk),
    }
    return render(request, "interviews/desk/talk.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@at_talks(DRAW, RELEASE)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/talks/<pk>/edit/``: 修改 of a draft, 更正 of what is announced."""
    actor = actor_of(request)
    talk: Interview = need(talks.working(actor, pk))
    amend = talk.state != "draft"
    decision = may(actor, talk, "amend" if amend else "edit")
    if not decision:
        raise Refused(decision)  # type: ignore[arg-type]  # false is `Denied`
    start = {"revision": talk.revision}
    form = TalkForm(request.POST or None, actor=actor, offices=[], talk=talk, amend=amend, initial=start)

    def save() -> Interview:
        said = form.cleaned_data
        if amend:
            return acts.amend(
                actor=actor, talk=talk, draft=form.draft(), reason=said["reason"], revision=said["revision"] or 0
            )
        return acts.edit(actor=actor, talk=talk, draft=form.draft(), revision=said["revision"] or 0)

    title = "更正预告" if amend else "修改预告"
    return form_page(request, form, save, "interviews/desk/talk_form.html", {"title": title, "back": f"{DESK}{pk}/", "talk": talk},
                     done="已更正，原因会公开显示。" if amend else "已保存。", back=lambda made: f"{DESK}{pk}/")  # fmt: skip


def _plain(act: Callable[..., Interview]) -> Callable[[Actor, Interview, dict[str, Any]], Interview]:
    return lambda actor, talk, said: act(actor=actor, talk=talk, revision=said["revision"])


def _why(act: Callable[..., Interview]) -> Callable[[Actor, Interview, dict[str, Any]], Interview]:
    return lambda actor, talk, said: act(actor=actor, talk=talk, reason=said["reason"], revision=said["revision"])


def _reschedule(actor: Actor, talk: Interview, said: dict[str, Any]) -> Interview:
    starts, ends = acts.day_and_hours(said["day"], said["begins"], said["until"])
    return acts.reschedule(
        actor=actor, talk=talk, starts_at=starts, ends_at=ends, reason=said["reason"], revision=said["revision"]
    )


def _record(actor: Actor, talk: Interview, said: dict[str, Any]) -> Interview:
    return acts.publish_record(actor=actor, talk=talk, summary=said["summary"], revision=said["revision"])


#: event -> (form, what it does, said afterwards)
ACTS: dict[str, tuple[type, Callable[[Actor, Interview, dict[str, Any]], Interview], str]] = {
    "announce": (RevisionForm, _plain(acts.announce), "预告已发布。"),
    "drop": (RevisionForm, _plain(acts.drop), "已放下。"),
    "postpone": (WhyForm, _why(acts.postpone), "已推迟，问过的人会收到通知。"),
    "reschedule": (HoursForm, _reschedule, "时间已改，问过的人会收到通知。"),
    "cancel": (WhyForm, _why(acts.cancel), "已取消，问过的人会收到通知。"),
    "begin": (RevisionForm, _plain(acts.begin), "访谈开始了。"),
    "finish": (RevisionForm, _plain(acts.finish), "访谈结束，没有答到的列为会后答。"),
    "record": (RecordForm, _record, "实录已发布。"),
    "archive": (RevisionForm, _plain(acts.archive), "已归档。"),
}


@require_http_methods(["GET", "HEAD", "POST"])
@at_talks(DRAW, RELEASE, HOST)
def act(request: HttpRequest, pk: int, event: str) -> HttpResponse:
    """``/workbench/talks/<pk>/act/<event>/``: one step, with what it needs."""
    actor = actor_of(request)
    talk: Interview = need(talks.working(actor, pk))
    if event not in ACTS:
        raise Http404("没有这一步。")
    make, do, done = ACTS[event]
    needs_hour = event == "reschedule"  # the guard looks at the new hour, which is not there yet
    decision = OUT_OF_SCOPE if policies.at_board(actor, talk) is OUT_OF_SCOPE else may(actor, talk, event)
    if needs_hour and getattr(decision, "code", "") in ("past", "span"):
        decision = Allowed()
    title = next(row.label for row in _flow_rows(event))
    context = {
        "talk": talk,
        "title": title,
        "event": event,
        "open": boards.open_questions(talk) if event in ("finish", "archive") else 0,
    }
    return step_page(request, make, lambda said: do(actor, talk, said), decision, revision=talk.revision, done=done,
                     back=f"{DESK}{pk}/board/" if event == "begin" else f"{DESK}{pk}/", template="interviews/desk/step.html",
                     context=context)  # fmt: skip


def _flow_rows(event: str) -> Any:
    from ..lifecycle import TALK

    return TALK.by_event[event]
