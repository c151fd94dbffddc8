"""The letters that everybody may read: list with filters and search, one letter, similar letters."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import conditional_page, require_http_methods, require_safe

from lianxin.kernel.decision import Refused
from lianxin.kernel.freshness import FOR_EVERYBODY
from lianxin.ui.context import exists
from lianxin.ui.toasts import say

from . import actions, beside, public_list, public_page, structured
from .access import citizen_of
from .policies import is_author
from .queries import public
from .queries.reading import read

View = Callable[..., HttpResponse]

#: shared caches keep a page for ten seconds; browsers ask again each time (a 304 costs nothing), so
#: that a switched display mode or a withdrawn letter is seen at once
FOR_ONE = "private, no-cache"
_FEW = 4
_LONGEST_QUERY = 200


def anonymous(request: HttpRequest) -> bool:
    """Nobody is signed in and no code is held: the page is the same for everybody."""
    return settings.SESSION_COOKIE_NAME not in request.COOKIES


def for_everybody(view: View) -> View:
    """ETag and conditional answers; kept by shared caches when the visitor is nobody in particular."""

    @wraps(view)
    def run(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers.setdefault("Cache-Control", FOR_EVERYBODY if anonymous(request) else FOR_ONE)
        return response

    wrapped: View = conditional_page(run)
    return wrapped


@require_safe
@for_everybody
def letters(request: HttpRequest) -> HttpResponse:
    """``/letters/``: published letters, newest first, by filters or words."""
    choice = public_list.choice_of(request.GET)
    page = public_list.listing_of(choice)
    context = {
        "choice": choice,
        "page": page,
        "kinds": public_list.kind_chips(choice),
        "stages": public_list.stage_chips(choice),
        "options": public_list.options(choice),
        "has_stats": exists("/letters/stats/"),
        "most_hits": public.MOST_HITS,
        "canonical": public_list.canonical(choice, page.number),
    }
    return render(request, "letters/public/list.html", context)


@require_safe
@for_everybody
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """``/letters/<pk>/``: one published letter; anything else is not there (M01)."""
    reading = read(pk)
    if reading is None:
        raise Http404("没有找到这件留言。")
    found = reading.letter
    page = public_page.page_of(reading)
    own = not anonymous(request) and is_author(citizen_of(request), found)
    context = {
        "page": page,
        "letter": found,
        "jsonld": structured.qa_page(page),
        "own": own,
        "beside": beside.said_beside(found.pk),
        "site_url": settings.SITE_URL,
    }
    return render(request, "letters/public/detail.html", context)


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """``/letters/suggest/?q=``: a few published letters about what is being typed, as a fragment."""
    text = request.GET.get("q", "").strip()[:_LONGEST_QUERY]
    found = public.alike(text, _FEW) if text else []
    response = render(request, "letters/public/_similar.html", {"similar": found})
    response.headers["Cache-Control"] = FOR_EVERYBODY
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest, pk: int) -> HttpResponse:
    """``/letters/<pk>/follow/``: says what following means, and follows or stops on POST."""
    found = public.one(pk)
    if found is None:
        raise Http404("没有找到这件留言。")
    actor = citizen_of(request)
    if actor.person_id is None and request.method == "POST":
        return redirect_to_login(request.path)
    if request.method == "POST":
        stop = "stop" in request.POST
        try:
            (actions.unfollow if stop else actions.follow)(actor=actor, letter=found)
        except Refused as refused:
            say(request, refused.denied.reason, tone="wait")
        else:
            say(request, "已取消关注。" if stop else "已关注。这件事有了答复，会通知您。")
        return redirect(found)
    following = actor.person_id is not None and found.follows.filter(person_id=actor.person_id).exists()
    response = render(request, "letters/public/follow.html", {"letter": found, "following": following, "actor": actor})
    response.headers["Cache-Control"] = "no-store"
    return response
