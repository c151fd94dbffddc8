"""The page of one step of a case: its form, the refusal beside it, what is said afterwards."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lianxin.kernel.decision import Decision, Denied, Refused
from lianxin.ui import toasts

from .desk import blame, to


def step_page(
    request: HttpRequest, make: Callable[[Any], forms.Form], act: Callable[[dict[str, Any]], object], decision: Decision,
    *, revision: int, done: str, back: str, template: str, context: Mapping[str, Any], hidden: tuple[str, ...] = ("out_of_scope",),
) -> HttpResponse:  # fmt: skip
    """Show the form, or take the step; what was typed stays when it is refused (422).

    make: the form of what was sent, or of None; it has a field ``revision``. act: takes the cleaned words, raises
    `Refused`. decision: whether the step can be taken now; shown above the form. hidden: codes of a refusal that show
    no page at all. done: said after the step, at `back`.
    """
    if isinstance(decision, Denied) and decision.code in hidden:
        raise Refused(decision)
    sent = request.method == "POST"
    form = make(request.POST if sent else None)
    form.fields["revision"].initial = revision
    if sent and form.is_valid():
        said = form.cleaned_data
        said["revision"] = said["revision"] or 0
        try:
            act(said)
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, done)
            return to(back)
    shown = {
        **context,
        "form": form,
        "back": back,
        "denied": decision if isinstance(decision, Denied) and not sent else None,
    }
    return render(request, template, shown, status=422 if sent else 200)
