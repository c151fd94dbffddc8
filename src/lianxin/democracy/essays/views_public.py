"""What readers see: calls, what was chosen, one work on show."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lianxin.foundation.accounts.desk import actor_of, need
from lianxin.foundation.organisations.queries import by_code
from lianxin.kernel.decision import Denied
from lianxin.ui.feeds import NEWEST, atom

from . import columns, policies
from .models import Call, Work
from .queries import reading
from .words import DOWN_REASONS, PUBLIC_LANES, SHOW_WORDS, WRITE_WORDS

SIZE = 20


@require_safe
def calls(request: HttpRequest) -> HttpResponse:
    """``/essays/?lane=&org=``: what the reader may read, what is open in front."""
    actor = actor_of(request)
    code, asked = request.GET.get("org", "")[:32], request.GET.get("lane", "")
    office = by_code(code) if code and "\x00" not in code else None
    lane = asked if asked in PUBLIC_LANES else ""
    page = Paginator(reading.calls(actor, lane, office), SIZE).get_page(request.GET.get("page"))
    numbers = reading.lane_counts(actor, office)
    tail = f"&org={office.code}" if office else ""
    chips = [("全部", f"?{tail[1:]}" if tail else "/essays/", not lane, sum(numbers.values()))]
    chips += [(word, f"?lane={slug}{tail}", slug == lane, numbers[slug]) for slug, word in PUBLIC_LANES.items()]
    context = {
        "page": page, "rows": [(one, WRITE_WORDS[one.audience]) for one in page], "chips": chips, "office": office,
        "narrowed": bool(lane or office), "own": actor.person_id is not None,
    }  # fmt: skip
    return _private(actor.person_id, render(request, "essays/public/list.html", context))


@require_safe
def call(request: HttpRequest, pk: int) -> HttpResponse:
    """``/essays/<pk>/``: what is wanted, how it stands, and what was chosen."""
    actor = actor_of(request)
    found: Call = need(reading.call(actor, pk))
    may = policies.may_write(actor, found)
    works = (
        Paginator(reading.exhibited(actor, found), SIZE).get_page(request.GET.get("page")) if found.is_theme else None
    )
    told = isinstance(may, Denied) and may.code in ("anonymous", "unverified", "not_meant")
    context = {
        "call": found, "who": WRITE_WORDS[found.audience], "shows": SHOW_WORDS[found.exhibit], "steps": reading.steps(found),
        "may_write": bool(may), "denied": may if told and found.is_open else None, "works": works,
        "hangs": found.is_theme and policies.sees_works(actor, found),
        "published": [] if found.is_theme else _published(found),
        "editions": reading.editions(actor, found),
    }  # fmt: skip
    return _private(actor.person_id, render(request, "essays/public/call.html", context))


def _published(call: Call) -> list[tuple[str, str, str]]:
    """(title, name, address) of what the portal shows now."""
    rows = reading.taken(call)
    urls = columns.shown(page for _, _, page in rows)
    return [(title, name, urls[page]) for title, name, page in rows if page in urls]


@require_safe
def shown(request: HttpRequest) -> HttpResponse:
    """``/essays/shown/``: works on show in every call, for this reader."""
    actor = actor_of(request)
    page = Paginator(reading.exhibited(actor), SIZE).get_page(request.GET.get("page"))
    return _private(actor.person_id, render(request, "essays/public/shown.html", {"page": page}))


@require_safe
def work(request: HttpRequest, pk: int) -> HttpResponse:
    """``/essays/works/<pk>/``: one work, or why it was taken down."""
    actor = actor_of(request)
    found: Work = need(reading.work(actor, pk))
    context = {
        "work": found,
        "call": found.call,
        "down": DOWN_REASONS.get(found.reason, "") if found.state == "hidden" else "",
    }
    return _private(actor.person_id, render(request, "essays/public/work.html", context))


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """``/essays/feed.atom``: what is asked of everybody, results, works on show to everybody (RFC 4287), whoever asks."""
    return atom("征文与征稿", "/essays/", reading.news(NEWEST))


def _private(person_id: int | None, response: HttpResponse) -> HttpResponse:
    if person_id is not None:
        response.headers["Cache-Control"] = "no-store"
    return response
