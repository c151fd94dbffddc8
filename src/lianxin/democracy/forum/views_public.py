"""What readers see: the list, one topic with what was said, the feed; proposing and following."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.democracy.speaking import page as speaking_page
from lianxin.democracy.speaking import queries as speaking
from lianxin.foundation.accounts.desk import actor_of, blame, need, signed_in, to
from lianxin.foundation.organisations.queries import by_code
from lianxin.kernel.decision import Denied, Refused
from lianxin.ui import toasts
from lianxin.ui.feeds import NEWEST, Line, atom

from . import actions, floor, plans, policies, queries
from .announcing import MINE
from .forms import ProposeForm
from .models import Topic
from .queries import Wanted
from .words import AUDIENCE_WORDS, DOWN_REASONS, KIND, PUBLIC_LANES

SIZE = 20


@require_safe
def topics(request: HttpRequest) -> HttpResponse:
    """``/forum/?lane=&org=``: what the reader may read, what runs first in front."""
    actor = actor_of(request)
    code, asked = request.GET.get("org", "")[:32], request.GET.get("lane", "")
    office = by_code(code) if code and "\x00" not in code else None
    lane = asked if asked in PUBLIC_LANES else ""
    page = Paginator(queries.listed(actor, Wanted(lane, office)), SIZE).get_page(request.GET.get("page"))
    numbers = queries.lane_counts(actor, office)
    tail = f"&org={office.code}" if office else ""
    chips = [("全部", f"?{tail[1:]}" if tail else "/forum/", not lane, sum(numbers.values()))]
    chips += [(word, f"?lane={slug}{tail}", slug == lane, numbers[slug]) for slug, word in PUBLIC_LANES.items()]
    counts = speaking.counts(KIND, [one.pk for one in page])
    context = {
        "page": page, "rows": [(one, counts.get(one.pk, 0), AUDIENCE_WORDS[one.audience]) for one in page], "chips": chips,
        "office": office, "own": actor.person_id is not None, "narrowed": bool(lane or office),
    }  # fmt: skip
    return _private(actor.person_id, render(request, "forum/public/list.html", context))


@require_safe
def topic(request: HttpRequest, pk: int) -> HttpResponse:
    """``/forum/<pk>/``: what it is about, what was said, what came of it."""
    actor = actor_of(request)
    found: Topic = need(queries.one(actor, pk))
    down = found.state == "taken_down"
    steps = [] if down else queries.steps(found)
    context: dict[str, Any] = {
        "topic": found, "item": None if down else plans.item(found.planned), "down": DOWN_REASONS.get(found.down_reason, ""), "who": AUDIENCE_WORDS[found.audience],
        "speaking": speaking_page.context(request, KIND, floor.place_of(found)),
        "steps": [{"title": s.public_label, "when": s.at, "text": s.public_note, "done": True} for s in steps],
        "follows": queries.follows(actor, found), "own": actor.person_id is not None,
    }  # fmt: skip
    return _private(actor.person_id, render(request, "forum/public/topic.html", context))


def _private(person_id: int | None, response: HttpResponse) -> HttpResponse:
    if person_id is not None:
        response.headers["Cache-Control"] = "no-store"
    return response


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """``/forum/feed.atom``: topics for everybody, whoever asks."""
    lines = [
        Line(
            one.title,
            one.get_absolute_url(),
            one.question,
            one.organisation.name,
            one.opens_at or one.opened_at,
            one.summed_at,
        )
        for one in queries.public(NEWEST)
    ]
    return atom("议事话题", "/forum/", lines)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def propose(request: HttpRequest) -> HttpResponse:
    """``/forum/new/``: 提议一个话题."""
    actor = actor_of(request)
    may = policies.may_propose(actor)
    offices = policies.targets(actor) if may else []
    offered = sorted({one for office in offices for one in policies.audiences_at(actor, office)})
    start = {"organisation": next((str(o.pk) for o in offices if o.code == request.GET.get("org")), None)}
    form = ProposeForm(
        request.POST or None, offices=offices, audiences=offered, initial=start if start["organisation"] else None
    )
    if request.method == "POST" and may and form.is_valid():
        said = form.cleaned_data
        office = next(one for one in offices if str(one.pk) == said["organisation"])
        try:
            made = actions.propose(actor=actor, organisation=office, title=said["title"], why=said["why"],
                                   audience=said["audience"], key=said["key"])  # fmt: skip
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, "提议已经送到，有答复会通知您。")
            return to(f"{MINE}{made.pk}/")
    context = {"form": form, "offices": offices, "denied": may if isinstance(may, Denied) else None}
    return render(request, "forum/public/propose.html", context, status=422 if request.method == "POST" else 200)


@require_POST
@signed_in
def follow(request: HttpRequest, pk: int) -> HttpResponse:
    """``/forum/<pk>/follow/``: 关注, or no longer."""
    actor = actor_of(request)
    found: Topic = need(queries.one(actor, pk))
    if request.POST.get("follow") == "no":
        actions.unfollow(actor=actor, topic=found)
        toasts.say(request, "不再关注这个话题。")
    else:
        actions.follow(actor=actor, topic=found)
        toasts.say(request, "已关注。有新发言时每天最多提醒一次，小结出来也会告诉您。")
    return to(found.get_absolute_url())
