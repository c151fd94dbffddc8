"""What everybody reads at ``/learning/notes/``, and what people say about it there."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from lianxin.foundation.accounts.desk import actor_of, blame, signed_in, to
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Denied, Refused
from lianxin.ui import toasts

from . import commenting, policies, queries
from .forms import CommentForm
from .models import Note
from .queries import Wanted
from .views_copy import byline
from .views_mine import SIZE
from .views_read import about_of, filters, on_comment, wanted_of

ROOT = "/learning/notes/"


@require_safe
def everybodys(request: HttpRequest) -> HttpResponse:
    """``/learning/notes/?kind=&about=&recommended=1``: what members let everybody read, the newest first."""
    wanted = wanted_of(request.GET)
    page = Paginator(queries.everybodys(wanted), SIZE).get_page(request.GET.get("page"))
    rows = [(note, byline(note, signed=note.signed)) for note in page]
    context = {"page": page, "rows": rows, "filters": filters(wanted), "wanted": wanted,
               "about": about_of(wanted, list(page.object_list))}  # fmt: skip
    return _fresh(render(request, "notes/public/list.html", context))


def _shown(pk: int) -> Note:
    note = queries.everybodys(Wanted()).filter(pk=pk).first()
    if note is None:
        raise Http404("没有找到这一篇。")
    return note


@require_safe
def public(request: HttpRequest, pk: int) -> HttpResponse:
    """``/learning/notes/<pk>/``: the confirmed copy, what was said about it and let through, and nothing else."""
    return _one(request, actor_of(request), _shown(pk))


def _one(request: HttpRequest, actor: Actor, note: Note, form: CommentForm | None = None) -> HttpResponse:
    may_say = policies.may_comment_openly(actor, note)
    context = {
        "note": note, "name": byline(note, signed=note.signed), "said": queries.said_openly(actor, note),
        "made": queries.recommended(note), "form": form or CommentForm(),
        "deaf": may_say if isinstance(may_say, Denied) else None,
    }  # fmt: skip
    return _fresh(render(request, "notes/public/one.html", context, status=422 if form else 200))


@require_POST
@signed_in
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    """Say something in public; it is read by somebody first."""
    actor, note, form = actor_of(request), _shown(pk), CommentForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            commenting.comment(actor=actor, note=note, text=said["comment"], key=said["key"], openly=True)
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, "收到了，审核以后大家就能看到。")
            return to(f"{ROOT}{pk}/#said")
    return _one(request, actor, note, form)


@require_POST
@signed_in
def act_on_comment(request: HttpRequest, pk: int, said: int, verb: str) -> HttpResponse:
    """Delete one's own line, or ask for another reviewer."""
    _shown(pk)
    return on_comment(request, actor_of(request), pk, said, verb, f"{ROOT}{pk}/#said")


def _fresh(response: HttpResponse) -> HttpResponse:
    """No cache keeps it: what is taken back is gone with the next look."""
    response.headers["Cache-Control"] = "no-store"
    return response
