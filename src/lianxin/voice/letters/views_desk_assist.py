"""代录: the form, and the slip that the citizen takes home."""

from __future__ import annotations

import secrets

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from lianxin.kernel.decision import Refused

from . import actions
from .forms_desk.assist import MODES, WITH_DEMAND, AssistForm
from .models import Letter
from .views_desk_base import actor_of, at_desk


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk("letters.assist")
def assist(request: HttpRequest) -> HttpResponse:
    """``/workbench/letters/assist/``.

    The slip is the answer to the POST itself: the query code is nowhere kept in clear, and sending
    the same form again (a reloaded page) answers the same letter with the same code.
    """
    actor = actor_of(request)
    if request.method != "POST":
        form = AssistForm(actor=actor, initial={"key": secrets.token_urlsafe(24), "mode": "phone"})
        return _form(request, form)
    form = AssistForm(request.POST, request.FILES, actor=actor)
    if not form.is_valid():
        return _form(request, form, status=422)
    data = form.cleaned_data
    try:
        letter, code = actions.submit(
            actor=actor, draft=form.draft(), key=data["key"], source="assist", on_behalf=data["mode"]
        )
    except Refused as refused:
        denied = refused.denied
        form.add_error(denied.field if denied.field in form.fields else None, denied.reason)
        return _form(request, form, status=422)
    return _slip(request, letter, code)


def _form(request: HttpRequest, form: AssistForm, status: int = 200) -> HttpResponse:
    context = {"form": form, "with_demand": WITH_DEMAND, "name": actor_of(request).name}
    return render(request, "letters/desk/assist.html", context, status=status)


def _slip(request: HttpRequest, letter: Letter, code: str) -> HttpResponse:
    answer = letter.clocks.filter(name="answer").last()
    context = {
        "letter": letter, "code": code, "mode": MODES.get(letter.assist_mode, ""), "answer": answer,
        "assistant": letter.assisted_by, "printed_at": timezone.now(),
    }  # fmt: skip
    response = render(request, "letters/desk/slip.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response
