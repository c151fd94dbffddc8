"""积极分子队伍分析 of a committee (DEV-05)."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from lianxin.foundation.accounts.desk import actor_of, blame, need, number_of, to
from lianxin.foundation.organisations.models import Organisation
from lianxin.kernel.decision import Refused
from lianxin.membership.dossiers.forms import speak
from lianxin.ui import toasts

from . import analysing, queries
from .lifecycle import FILE
from .steps import ROOT
from .views_desk import at_desk


def _new_key() -> str:
    return uuid.uuid4().hex


class AnalysisForm(forms.Form):
    """登记一次分析."""

    use_required_attribute = False
    on = forms.DateField(
        label="哪一天", initial=timezone.localdate, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    text = forms.CharField(
        label="分析的情况", max_length=4000, widget=forms.Textarea(attrs={"rows": 8}),
        help_text="人数和结构怎样，培养做得怎样，下一年怎么办。加密存放，本党委办这件事的同志看得到。",
    )  # fmt: skip
    key = forms.CharField(widget=forms.HiddenInput, max_length=60, initial=_new_key)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        speak(self)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(FILE)
def analysis(request: HttpRequest) -> HttpResponse:
    """``/workbench/development/analysis/?org=``: what the committee wrote each year, and the next one."""
    actor, own = actor_of(request), analysing.committees(actor_of(request))
    asked = number_of(request.GET.get("org") or request.POST.get("org"))
    committee: Organisation = need(next((one for one in own if asked in (None, one.pk)), None))
    form = AnalysisForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            analysing.analyse(actor=actor, committee=committee, **form.cleaned_data)
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, "已登记。一年以后会再提醒。")
            return to(f"{ROOT}analysis/?org={committee.pk}")
    counts = queries.counts(actor, committee)
    context = {
        "committee": committee, "own": own, "form": form, "rows": analysing.of(committee),
        "lines": [(word, counts[code]) for code, word in queries.LANES.items()],
    }  # fmt: skip
    return render(request, "development/desk/analysis.html", context, status=422 if request.method == "POST" else 200)
