"""领导阅办: one's reading list, the marks on it, the topics one follows."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.ui import toasts

from . import actions
from .forms_desk.leading import InterestForm
from .queries import leading
from .views_desk_base import actor_of, at_desk, letter_at_desk

SIZE = 20


@require_safe
@at_desk("letters.instruct")
def reading(request: HttpRequest) -> HttpResponse:
    """``/workbench/letters/reading/?list=``."""
    actor = actor_of(request)
    name = request.GET.get("list", "new")
    name = name if name in leading.LISTS else "new"
    page = Paginator(leading.reading(actor, name), SIZE).get_page(request.GET.get("page"))
    rows = list(page.object_list)
    said = leading.running(rows)
    context: dict[str, Any] = {
        "page": page, "rows": [(letter, said.get(letter.pk)) for letter in rows], "name": name,
        "chips": [(word, "?" + urlencode({"list": key}), key == name) for key, word in leading.LISTS.items()],
    }  # fmt: skip
    return render(request, "letters/desk/reading.html", context)


@require_POST
@at_desk("letters.instruct")
def seen(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/letters/reading/<pk>/seen/``."""
    actor = actor_of(request)
    actions.mark_seen(actor=actor, letter=letter_at_desk(actor, pk))
    toasts.say(request, "已阅，放到“阅过的”里。")
    return redirect("/workbench/letters/reading/")


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk("letters.instruct")
def interests(request: HttpRequest) -> HttpResponse:
    """``/workbench/letters/reading/topics/``: what one wants to read about."""
    actor = actor_of(request)
    form = InterestForm(request.POST or None, initial={"topics": leading.interests(actor.person_id)})
    if request.method == "POST" and form.is_valid():
        n = actions.follow_topics(actor=actor, topics=form.cleaned_data["topics"])
        toasts.say(request, f"已保存，关注 {n} 项。")
        return redirect("/workbench/letters/reading/")
    return render(
        request, "letters/desk/interests.html", {"form": form}, status=422 if request.method == "POST" else 200
    )
