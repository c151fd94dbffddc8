"""What the desk pages of the room share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lianxin.foundation.accounts.desk import blame, door, no_duty, to
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.organisations.queries import by_paths
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Denied, Refused
from lianxin.ui import toasts

at_talks = door(no_duty("办在线访谈的同志"))
at_receptions = door(no_duty("办接访的同志"))
WRONG = 422


def offices(actor: Actor, verb: str) -> list[Organisation]:
    """Organisations at which the actor has the duty, the topmost first."""
    found = by_paths(actor.places_for(verb))
    return [found[path] for path in sorted(found)]


def form_page(
    request: HttpRequest, form: Any, save: Callable[[], object], template: str, context: Mapping[str, Any], *,
    done: str, back: Callable[[Any], str],
) -> HttpResponse:  # fmt: skip
    """Show a form, or do what it says; what was typed stays when it is refused (422)."""
    sent = request.method == "POST"
    if sent and form.is_valid():
        try:
            made = save()
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, done)
            return to(back(made))
    return render(request, template, {**context, "form": form}, status=WRONG if sent else 200)


def press(request: HttpRequest, do: Callable[[], object], done: str, back: str) -> HttpResponse:
    """One press; a refusal is said in words where the person was."""
    try:
        do()
    except Refused as refused:
        if refused.denied.code in ("out_of_scope", "no_right"):
            raise
        said: Denied = refused.denied
        toasts.say(request, f"{said.reason}{said.remedy}", tone="wait")
    else:
        toasts.say(request, done)
    return to(back)
