"""传达 at the desk: choose an item, choose whom it goes to, see what arrived."""

from __future__ import annotations

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.foundation.accounts.queries import without_account
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.organisations.queries import below
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Refused
from lianxin.ui import toasts

from ..models import ArticlePage
from . import conveying
from .desk import actor_of, at_desk, blame, need, to

ROOT = "/workbench/sites/convey/"
SIZE = 30


class ConveyForm(forms.Form):
    """To whom: one of the organisations for which the actor issues."""

    organisation = forms.ModelChoiceField(Organisation.objects.none(), label="传达到哪个组织和它的下级")

    def __init__(self, *args: object, actor: Actor, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own
        self.fields["organisation"].queryset = below(actor.paths_for(conveying.ISSUE))  # type: ignore[attr-defined]


@require_safe
@at_desk(conveying.ISSUE)
def listing(request: HttpRequest) -> HttpResponse:
    """``convey/?q=``: published items of all sites, to choose one."""
    text = request.GET.get("q", "").replace("\x00", "").strip()[:60]
    rows = ArticlePage.objects.live().order_by("-first_published_at", "-pk")
    rows = rows.filter(title__contains=text) if text else rows
    context = {
        "page": Paginator(rows, SIZE).get_page(request.GET.get("page")), "title": "传达给党员和干部", "where": "convey",
        "q": text, "hint": "选一篇已经发布的内容。每人收到一条通知，只统计送达，不统计谁没有看。",
    }  # fmt: skip
    return render(request, "portal/sites/choose.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(conveying.ISSUE)
def one(request: HttpRequest, article_pk: int) -> HttpResponse:
    """``convey/<article>/``: send it, and see in numbers what arrived."""
    actor = actor_of(request)
    article: ArticlePage = need(ArticlePage.objects.live().filter(pk=article_pk).first())
    own = below(actor.paths_for(conveying.ISSUE)).first()
    form = ConveyForm(request.POST or None, actor=actor, initial={"organisation": own})
    if request.method == "POST" and form.is_valid():
        try:
            conveying.convey(actor=actor, article=article, organisation=form.cleaned_data["organisation"])
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, "已开始传达，每人一条通知。")
            return to(f"{ROOT}{article_pk}/")
    people = conveying.receivers(own.path) if own else []
    context = {
        "article": article, "form": form, "told": conveying.told(actor, article),
        "people": len(people), "offline": without_account(people), "own": own,
    }  # fmt: skip
    return render(request, "portal/sites/convey.html", context, status=422 if request.method == "POST" else 200)
