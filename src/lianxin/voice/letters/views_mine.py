"""The author's side of a letter: where it stands, who has it until when, and what can be done."""

from __future__ import annotations

import re
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.foundation.files.views import download, thumbnail
from lianxin.kernel.decision import Denied, Refused
from lianxin.ui.toasts import say

from . import access, mine_page
from .access import citizen_of, own_letter
from .forms_public import FORMS, CodeForm, OwnForm
from .forms_public.letter import good_key
from .models import Letter
from .queries import desk

WRONG = 422
STALE = 409
#: refusals that come from the state of things and not from what was typed
MOVED = ("wrong_state", "stale", "twice", "once", "too_late", "too_soon", "limit")

#: an appeal about one message or rating, as `done` names it
SAID = re.compile(r"(message|rating)-[0-9]{1,18}")


@require_safe
def my_letters(request: HttpRequest) -> HttpResponse:
    """``/letters/mine/``: letters of the person who is signed in, and those opened by code in this session."""
    actor = citizen_of(request)
    if actor.person_id is None and not actor.holds:
        return redirect_to_login(request.path)
    context = {
        "letters": mine_page.lines_for(actor),
        "signed_in": actor.person_id is not None,
        "held": bool(actor.holds),
    }
    return _private(render(request, "letters/mine/list.html", context))


@require_POST
def put_away(request: HttpRequest) -> HttpResponse:
    """``/letters/mine/close/``: done at this machine."""
    access.put_away(request)
    say(request, "已收起。要再看，请重新输入查询码。")
    return redirect("letters:track")


@require_safe
def mine(request: HttpRequest, pk: int) -> HttpResponse:
    """``/letters/mine/<pk>/``: for the author alone; for others it is not there."""
    letter = own_letter(request, pk)
    if letter is None:
        return not_here(request)
    return _letter_page(request, letter)


@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, pk: int, event: str) -> HttpResponse:
    """``/letters/mine/<pk>/<event>/``: a page with one question; POST does it."""
    kind = FORMS.get(event)
    if kind is None:
        raise Http404("没有这个操作。")
    letter = own_letter(request, pk)
    if letter is None:
        return not_here(request)
    if request.method != "POST":
        return _ask(request, letter, event, kind())
    form = kind(request.POST)
    if not form.is_valid():
        return _ask(request, letter, event, form, WRONG)
    try:
        form.send(citizen_of(request), letter, request.POST.get("key", ""))
    except Refused as refused:
        denied = refused.denied
        if denied.code == "twice":  # the same words once more: they are there already
            return redirect("letters:mine", letter.pk)
        form.add_error(denied.field if denied.field in form.fields else None, denied.reason + denied.remedy)
        return _ask(request, letter, event, form, STALE if denied.code in MOVED else WRONG)
    say(request, form.done)
    # the page that follows tells the device that its draft of these words is no longer needed
    return redirect(f"/letters/mine/{letter.pk}/?done={event}")


@require_safe
def photo(request: HttpRequest, pk: int, key: UUID, thumb: bool = False) -> HttpResponseBase:
    """A file of the letter for its author. The guard of the letter decides; here it learns of the code held."""
    if own_letter(request, pk) is None:
        raise Http404("没有找到这个文件。")
    request.actor = citizen_of(request)  # type: ignore[attr-defined]  # replaces what ActorMiddleware set
    return thumbnail(request, key) if thumb else download(request, key)


def _letter_page(request: HttpRequest, letter: Letter) -> HttpResponse:
    page = mine_page.page_of(letter, citizen_of(request))
    done = request.GET.get("done", "")
    done = done if done in FORMS or SAID.fullmatch(done) else ""
    return _private(
        render(
            request,
            "letters/mine/letter.html",
            {"page": page, "letter": letter, "done": done, "held": bool(citizen_of(request).holds)},
        )
    )


def _ask(request: HttpRequest, letter: Letter, event: str, form: OwnForm, status: int = 200) -> HttpResponse:
    decision = mine_page.may_do(event, letter, citizen_of(request))
    denied = decision if isinstance(decision, Denied) and not form.is_bound else None
    return page_of_form(request, letter, event, form, denied, status)


def page_of_form(
    request: HttpRequest, letter: Letter, name: str, form: OwnForm, denied: Denied | None, status: int, **more: object
) -> HttpResponse:
    """The page of one question. name: of the draft that the device keeps; path: where it is sent, when not the name."""
    context = {
        "letter": letter,
        "name": name,
        "path": name,
        "form": form,
        "explain": form.explained(letter),
        "key": good_key(request.POST.get("key", "")),
        "denied": denied,
        **more,
    }
    return _private(render(request, "letters/mine/act.html", context, status=status))


def not_here(request: HttpRequest) -> HttpResponse:
    """404 that says how to get in: the code may have been opened on another day or another device."""
    return _private(render(request, "letters/mine/not_here.html", {"form": CodeForm()}, status=404))


def _private(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store"
    return response


def partial_for_me(person_id: int, most: int = 5) -> dict[str, object]:
    """Context of ``letters/mine/_lines.html`` for the home page of a person (``/me/``)."""
    rows = list(desk.mine(person_id)[: most + 1])
    return {"letters": [mine_page.line_of(x) for x in rows[:most]], "more": len(rows) > most}
