"""我联系培养的同志: those whom the person accompanies, and what they wrote about each."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.foundation.accounts.desk import actor_of, blame, need, signed_in, to
from lianxin.kernel.decision import Refused
from lianxin.membership.dossiers.forms import speak
from lianxin.ui import toasts

from . import accompanying
from .lifecycle import DEVELOPMENT
from .steps import OBSERVED

MINE = "/me/development/people/"


def _new_key() -> str:
    return uuid.uuid4().hex


class ObservationForm(forms.Form):
    """写一条."""

    use_required_attribute = False
    kind = forms.ChoiceField(label="种类", choices=list(OBSERVED.items()), widget=forms.RadioSelect, initial="talk")
    on = forms.DateField(
        label="哪一天", initial=timezone.localdate, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    text = forms.CharField(
        label="情况", max_length=2000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text="谈了什么、看到什么，写几句就行。加密存放，支部和上级党组织办这件事的同志看得到，本人看不到。",
    )  # fmt: skip
    key = forms.CharField(widget=forms.HiddenInput, max_length=60, initial=_new_key)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        speak(self)


@require_safe
@signed_in
def people(request: HttpRequest) -> HttpResponse:
    """``/me/development/people/``."""
    actor = actor_of(request)
    rows = accompanying.charges(actor.person_id)
    lines = [(one, DEVELOPMENT.by_state[one.case.state].label) for one in rows]
    return render(request, "development/people.html", {"lines": lines})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """``/me/development/people/<pk>/``: one of them; POST writes something down."""
    actor = actor_of(request)
    charge: accompanying.Charge = need(accompanying.charge_of(actor.person_id, pk))
    form = ObservationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            accompanying.observe(actor=actor, case=charge.case, **form.cleaned_data)
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, "已写下。支部考察的时候看得到。")
            return to(f"{MINE}{pk}/")
    context = {
        "charge": charge, "form": form, "state": DEVELOPMENT.by_state[charge.case.state].label,
        "rows": accompanying.own_words(charge, actor.person_id),
    }  # fmt: skip
    return render(request, "development/person.html", context, status=422 if request.method == "POST" else 200)
