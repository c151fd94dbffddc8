"""参考用语 of organisations at the desk (R092)."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from lianxin.foundation.accounts.desk import blame, need, to
from lianxin.kernel.decision import Refused
from lianxin.ui import toasts

from .actions import texts as actions
from .forms_desk.texts import TextForm
from .models import ReplyText
from .queries import texts as queries
from .views_desk_base import actor_of, at_desk

HERE = "/workbench/letters/texts/"
SIZE = 30


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(queries.KEEP)
def overview(request: HttpRequest) -> HttpResponse:
    """``/workbench/letters/texts/``: those of one's organisations, and the form of a new one."""
    form = TextForm(request.POST or None, actor=actor_of(request))
    if request.method == "POST" and _written(request, form, None):
        return to(HERE)
    page = Paginator(queries.kept(actor_of(request)), SIZE).get_page(request.GET.get("page"))
    status = 422 if form.errors else 200
    return render(request, "letters/desk/texts.html", {"page": page, "form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(queries.KEEP)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/letters/texts/<pk>/``: other words, another office, other letters."""
    text: ReplyText = need(queries.one(actor_of(request), pk))
    known = {name: getattr(text, name) for name in ("organisation", "name", "kind", "topic", "body", "revision")}
    form = TextForm(request.POST or None, actor=actor_of(request), initial=known)
    if request.method == "POST" and _written(request, form, text):
        return to(HERE)
    status = 422 if form.errors else 200
    return render(request, "letters/desk/text.html", {"text": text, "form": form}, status=status)


@require_POST
@at_desk(queries.KEEP)
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    """Off the list; undo is one tap."""
    text: ReplyText = need(queries.one(actor_of(request), pk))
    retired = request.POST.get("retired", request.GET.get("retired", "1")) == "1"
    actions.retire_text(actor=actor_of(request), text=text, retired=retired)
    undo = f"{HERE}{pk}/retire/?retired={0 if retired else 1}"
    toasts.say(request, f"“{text.name}”{'已停用' if retired else '已恢复使用'}。", undo_url=undo)
    return to(HERE)


def _written(request: HttpRequest, form: TextForm, text: ReplyText | None) -> bool:
    """Whether it was kept; else the form says why."""
    if not form.is_valid():
        return False
    data = form.cleaned_data
    words = actions.Words(data["name"], data["body"], data["kind"], data["topic"])
    try:
        made = actions.write_text(
            actor=actor_of(request),
            organisation=data["organisation"],
            words=words,
            text=text,
            revision=data["revision"] or 0,
        )
    except Refused as refused:
        blame(form, refused)
        return False
    toasts.say(request, f"“{made.name}”已保存，写答复时可以选用。")
    return True
