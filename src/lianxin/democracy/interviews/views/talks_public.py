"""在线访谈 for readers: the list, one interview with its board, the wall, what a waiting page asks every few seconds."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_POST, require_safe

from lianxin.democracy.speaking import page as speaking
from lianxin.foundation.accounts.desk import actor_of, need, number_of, signed_in, to
from lianxin.foundation.spine.sealed import blind_index
from lianxin.kernel.decision import Refused
from lianxin.ui import toasts
from lianxin.ui.feeds import NEWEST, Line, atom

from .. import record_paper
from ..access import FOR_EVERYBODY, anonymous, for_everybody
from ..actions import board as acts
from ..calendar_file import event
from ..models import Interview
from ..policies import talks as policies
from ..queries import board as boards
from ..queries import talks
from ..speaking_floor import KIND
from ..words import SHOWN_TALKS, TALK_LANES

SIZE = 20
#: how often a page that waits asks again, and how long it may go on without asking whether its reader still may
SECONDS, TRUSTED = 5, 60


@require_safe
@for_everybody
def overview(request: HttpRequest) -> HttpResponse:
    """``/talks/``: what runs, what comes, what was."""
    actor = actor_of(request)
    page = Paginator(talks.lane(actor, "past"), SIZE).get_page(request.GET.get("page"))
    context = {
        "live": list(talks.lane(actor, "live")), "coming": list(talks.lane(actor, "coming")[:50]), "page": page,
        "words": TALK_LANES, "own": actor.person_id is not None,
    }  # fmt: skip
    return render(request, "interviews/public/talks.html", context)


@require_safe
@for_everybody
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """``/talks/<pk>/``: the announcement, the board, the form; without a script it is read again by hand."""
    actor = actor_of(request)
    talk: Interview = need(talks.one(actor, pk))
    context = {
        **_board(talk), "actor": actor, "speaking": speaking.context(request, KIND, pk) if talk.state in ("announced", "live") else None,
        "same": boards.own_same(actor.person_id, talk), "seconds": SECONDS,
        "steps": talk.steps.exclude(public_label=""), "desk": actor.person_id is not None and bool(policies.at_board(actor, talk)),
    }  # fmt: skip
    return render(request, "interviews/public/talk.html", context)


def _tag(number: str, *, wall: bool = False) -> str:
    return f'"{number}{"-wall" if wall else ""}"'


def _board(talk: Interview, *, wall: bool = False) -> dict[str, Any]:
    lines = boards.board(talk)
    shown = [line for line in lines if not line.hidden]
    return {
        "talk": talk, "now": [x for x in lines if x.lane == "now"], "waiting": [x for x in lines if x.lane == "waiting"],
        "answered": [x for x in lines if x.lane == "answered"], "later": [x for x in lines if x.lane == "later"],
        "total": len(shown), "done": sum(not x.open for x in shown), "wall": wall,
        "moving": talk.state in ("announced", "live"), "tag": _tag(f"{talk.pk}-{talk.revision}-{talk.stamp}", wall=wall),
    }  # fmt: skip


@require_safe
def part(request: HttpRequest, pk: int) -> HttpResponse:
    """``/talks/<pk>/board/``: the board alone. Asked every few seconds; 304 costs one statement and no session."""
    found = boards.stamp(pk)
    if found is None or found[0] not in SHOWN_TALKS or not _trusted(request, pk, found[1]):
        raise Http404("没有找到这场访谈。")
    wall = request.GET.get("wall") == "1"
    tag = _tag(found[2], wall=wall)
    if tag in request.headers.get("If-None-Match", ""):
        response: HttpResponse = HttpResponseNotModified()
    else:
        talk = Interview.objects.unscoped("looked at above").select_related("organisation").get(pk=pk)
        response = HttpResponse(render_to_string("interviews/public/board.html", _board(talk, wall=wall)))
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = FOR_EVERYBODY if found[1] == "public" else "private, no-cache"
    return response


def _trusted(request: HttpRequest, pk: int, audience: str) -> bool:
    """Everybody reads what is for everybody. Else the reader is looked at once a minute, not every few seconds."""
    if audience == "public":
        return True
    if anonymous(request):
        return False
    key = f"talks.reads:{pk}:{blind_index(request.COOKIES[settings.SESSION_COOKIE_NAME])}"
    if cache.get(key):
        return True
    may = talks.one(actor_of(request), pk) is not None
    if may:
        cache.set(key, 1, TRUSTED)
    return may


@require_safe
def wall(request: HttpRequest, pk: int) -> HttpResponse:
    """``/talks/<pk>/wall/``: the board for a projector, large, without anything else."""
    talk: Interview = need(talks.one(actor_of(request), pk))
    return render(request, "interviews/public/wall.html", {**_board(talk, wall=True), "seconds": SECONDS})


@require_POST
@signed_in
def same(request: HttpRequest, pk: int) -> HttpResponse:
    """同问, or taken back; the number of the question is the button that was pressed."""
    actor = actor_of(request)
    talk: Interview = need(talks.one(actor, pk))
    said = need(number_of(request.POST.get("question") or request.POST.get("back")))
    wanted = "back" not in request.POST
    try:
        acts.same(actor=actor, talk=talk, said=said, wanted=wanted)
    except Refused as refused:
        if refused.denied.code == "out_of_scope":
            raise
        toasts.say(request, f"{refused.denied.reason}{refused.denied.remedy}", tone="wait")
    else:
        toasts.say(request, "已经记下同问，只记数，不显示是谁。" if wanted else "已收回同问。")
    return to(f"{talk.get_absolute_url()}#said-{said}")


@require_safe
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """``/talks/<pk>/record.docx``: 实录, once it is out."""
    talk: Interview = need(talks.one(actor_of(request), pk))
    if talk.state not in ("recorded", "archived"):
        raise Http404("实录还没有发布。")
    response = HttpResponse(record_paper.docx(talk, boards.board(talk)), content_type=record_paper.DOCX)
    response.headers["Content-Disposition"] = f"attachment; filename=talk-{pk}.docx"
    return response


@require_safe
@for_everybody
def ics(request: HttpRequest, pk: int) -> HttpResponse:
    """``/talks/<pk>/event.ics``: for the calendar of a phone (RFC 5545)."""
    talk: Interview = need(talks.one(actor_of(request), pk))
    return HttpResponse(event(talk), content_type="text/calendar; charset=utf-8")


@require_safe
@for_everybody
def feed(request: HttpRequest) -> HttpResponse:
    """``/talks/feed.atom``: the newest interviews for everybody (RFC 4287)."""
    rows = Interview.objects.unscoped("for everybody").filter(audience="public", state__in=SHOWN_TALKS)
    lines = [
        Line(
            f"{row.subject}（{row.state_label}）",
            row.get_absolute_url(),
            row.about,
            row.organisation.short_name,
            row.opened_at,
        )
        for row in rows.select_related("organisation").order_by("-starts_at", "-pk")[:NEWEST]
    ]
    return atom("在线访谈", "/talks/", lines)
