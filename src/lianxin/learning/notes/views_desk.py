"""The desk: notes opened to those with the duty, copies to let out, comments to review."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.foundation.accounts.desk import actor_of, blame, door, need, no_duty, to
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Refused
from lianxin.membership.reports.forms import ReasonForm
from lianxin.membership.reports.views_mine import stand_on
from lianxin.ui import toasts

from . import commenting, policies, publishing, queries
from .forms import RefuseForm
from .models import Comment, Note
from .views_copy import byline
from .views_mine import SIZE

at_desk = door(no_duty("组织学习的同志"))
ROOT = publishing.DESK


def chips(actor: Actor, here: str) -> list[tuple[str, str, bool, int | None]]:
    """Parts of the desk; only what waits for a decision is counted (B02)."""
    parts: list[tuple[str, str, bool, int | None]] = [("学习心得", ROOT, here == "notes", None)]
    if actor.has(policies.RELEASE):
        asked, unseen = queries.copies(actor).filter(copy="asked").count(), queries.unseen(actor).count()
        parts.append(("公开稿", f"{ROOT}copies/", here == "copies", asked or None))
        parts.append(("评论待审", f"{ROOT}comments/", here == "comments", unseen or None))
    return parts


@require_safe
@at_desk(policies.READ)
def notes(request: HttpRequest) -> HttpResponse:
    """``/workbench/notes/``: what was opened to us; to recommend one, open it."""
    actor = actor_of(request)
    page = Paginator(queries.at_desk(actor), SIZE).get_page(request.GET.get("page"))
    return render(request, "notes/desk/list.html", {"page": page, "chips": chips(actor, "notes")})


@require_safe
@at_desk(policies.RELEASE)
def copies(request: HttpRequest) -> HttpResponse:
    """``/workbench/notes/copies/``: what waits to be let out, and what is out."""
    actor = actor_of(request)
    page = Paginator(queries.copies(actor), SIZE).get_page(request.GET.get("page"))
    return render(request, "notes/desk/copies.html", {"page": page, "chips": chips(actor, "copies")})


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(policies.RELEASE)
def copy(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/notes/<pk>/copy/``: the copy alone, as everybody would read it; let out or hold."""
    actor = actor_of(request)
    note: Note = need(queries.copy(actor, pk))
    form = ReasonForm(request.POST or None, initial={"revision": note.revision})
    if request.method == "POST" and request.POST.get("act") == "out":
        form.fields["comment"].required = False
    if request.method == "POST" and form.is_valid():
        try:
            _decide(request, actor, note, form)
        except Refused as refused:
            blame(form, refused)
            # the page that comes back shows the copy as it stands now, and that is what the next press decides on
            stand_on(form, note.revision)
        else:
            return to(f"{ROOT}copies/")
    context = {"note": note, "form": form, "name": byline(note, signed=note.signed)}
    return render(request, "notes/desk/copy.html", context, status=422 if request.method == "POST" else 200)


def _decide(request: HttpRequest, actor: Actor, note: Note, form: ReasonForm) -> None:
    revision = form.cleaned_data["revision"]
    if request.POST.get("act") == "out":
        publishing.let_out(actor=actor, note=note, revision=revision)
        toasts.say(request, "已放行，群众可以看到了。")
        return
    publishing.hold(actor=actor, note=note, reason=form.cleaned_data["comment"], revision=revision)
    toasts.say(request, "已退回作者，群众看不到。")


@require_safe
@at_desk(policies.RELEASE)
def comments(request: HttpRequest) -> HttpResponse:
    """``/workbench/notes/comments/``: what people said on public pages and nobody has looked at."""
    actor = actor_of(request)
    page = Paginator(queries.unseen(actor), SIZE).get_page(request.GET.get("page"))
    return render(request, "notes/desk/comments.html", {"page": page, "chips": chips(actor, "comments")})


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(policies.RELEASE)
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/notes/comments/<pk>/``: show it, or refuse it with a reason."""
    actor = actor_of(request)
    row: Comment = need(queries.unseen(actor).filter(pk=pk).first())
    form = RefuseForm(request.POST or None)
    if request.method == "POST":
        if request.POST.get("act") == "show":
            commenting.show(actor=actor, comment=row)
            toasts.say(request, "已通过，大家可以看到了。")
            return to(f"{ROOT}comments/")
        if form.is_valid():
            try:
                commenting.refuse(actor=actor, comment=row, reason=form.cleaned_data["comment"])
            except Refused as refused:
                blame(form, refused)
            else:
                toasts.say(request, "没有通过，写的人会看到原因。")
                return to(f"{ROOT}comments/")
    context = {"row": row, "form": form}
    return render(request, "notes/desk/comment.html", context, status=422 if form.is_bound else 200)
