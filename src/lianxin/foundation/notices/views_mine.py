"""A person's own notices: ``/me/notices/``."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lianxin.foundation.accounts.desk import actor_of, signed_in
from lianxin.foundation.accounts.queries import person_by_id
from lianxin.kernel.actor import Actor
from lianxin.kernel.personal_data import partly

from . import actions, queries
from .forms import PreferenceForm

PAGE = 20
View = Callable[..., HttpResponse]


def mine(view: View) -> Callable[..., HttpResponseBase]:
    """Only for somebody who is signed in; hands the actor over. Never cached."""

    @signed_in
    @wraps(view)
    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, actor_of(request), *args, **kwargs)

    return run


@require_GET
@mine
def inbox(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Lines of the inbox, all or the unread ones."""
    unread_only = request.GET.get("show") == "unread"
    rows = queries.inbox(actor.person_id or 0, unread_only=unread_only)
    unread = queries.unread_count(actor.person_id or 0)
    chips = [("全部", "?", not unread_only), ("未读", "?show=unread", unread_only, unread)]
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(request, "notices/inbox.html", {"page": page, "unread": unread, "chips": chips, "only": unread_only})


@require_POST
@mine
def read(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Mark a line as read and go where it leads (with ``stay``: back to the list)."""
    url = actions.mark_read(actor=actor, pk=pk)
    if url is None:
        raise Http404
    return redirect("notices:inbox") if "stay" in request.POST or not url else redirect(url)


@require_POST
@mine
def read_all(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Mark everything as read."""
    number = actions.mark_all_read(actor=actor)
    messages.success(request, f"已将 {number} 条通知标为已读。" if number else "没有未读通知。")
    return redirect("notices:inbox")


@require_http_methods(["GET", "HEAD", "POST"])
@mine
def settings_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """One's wishes."""
    form = PreferenceForm(request.POST or None, instance=queries.preference(actor.person_id or 0))
    if request.method == "POST":
        form = PreferenceForm(request.POST, instance=queries.preference(actor.person_id or 0))
        if form.is_valid():
            actions.set_preferences(actor=actor, **form.cleaned_data)
            messages.success(request, "通知设置已保存。")
            return redirect("notices:settings")
    person = person_by_id(actor.person_id or 0)
    return render(request, "notices/settings.html", {"form": form, "address": partly(person.email) if person else ""})
