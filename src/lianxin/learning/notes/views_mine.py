"""我的学习心得: writing, and what the author does with a note."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.foundation.accounts.desk import actor_of, blame, need, signed_in, to
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Denied, Refused
from lianxin.membership.dossiers import queries as dossiers
from lianxin.membership.reports.views_mine import stand_on
from lianxin.ui import toasts

from . import actions, drafts, policies, publishing, queries, studied
from .forms import WriteForm
from .models import Note

ROOT = actions.ROOT
SIZE = 20


def chips(here: str) -> list[tuple[str, str, bool, None]]:
    """The two parts of the room."""
    parts = {"mine": ("我写的", ROOT), "opened": ("大家写的", f"{ROOT}opened/")}
    return [(word, url, name == here, None) for name, (word, url) in parts.items()]


@require_safe
@signed_in
def mine(request: HttpRequest) -> HttpResponse:
    """``/me/notes/``: what I wrote."""
    actor = actor_of(request)
    page = Paginator(queries.own(actor), SIZE).get_page(request.GET.get("page"))
    may_write = policies.may_write(dossiers.own(actor.person_id))
    denied = may_write if isinstance(may_write, Denied) else None
    return render(request, "notes/mine/list.html", {"page": page, "denied": denied, "chips": chips("mine")})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def new(request: HttpRequest) -> HttpResponse:
    """``/me/notes/new/?about=/portal/…/``: 写一篇, of what one has just read."""
    return _write(request, actor_of(request), None)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """``/me/notes/<pk>/edit/``: go on with a draft."""
    actor = actor_of(request)
    note = drafts.mine(actor, pk)
    if note.state != "draft" and request.method != "POST":
        return to(f"{ROOT}{pk}/")
    return _write(request, actor, note)


def _write(request: HttpRequest, actor: Actor, note: Note | None) -> HttpResponse:
    if request.method != "POST":
        may_write = policies.may_write(dossiers.own(actor.person_id))
        if isinstance(may_write, Denied):
            raise Refused(may_write)
        return _page(request, WriteForm(initial=_start(request, note)), note)
    form, act = WriteForm(request.POST, host=_host(request)), request.POST.get("act", "save")
    other: Note | None = None
    if form.is_valid():
        try:
            note = _keep(actor, form)
            if act == "send":
                note = actions.send(actor=actor, note=note, revision=note.revision)
        except Refused as refused:
            blame(form, refused)
            note = queries.own_one(actor, form.cleaned_data["key"]) or note
            other = note if refused.denied.code == "stale" else None
        else:
            return _after(request, note, act)
    if note is not None:
        stand_on(form, note.revision)
    return _page(request, form, note, other=other, status=422)


def _start(request: HttpRequest, note: Note | None) -> dict[str, Any]:
    if note is None:
        return {"about": request.GET.get("about", "").replace("\x00", "")[: drafts.ADDRESS]}
    names = ("title", "body", "audience", "key", "revision", "about")
    return {name: getattr(note, name) for name in names} | {"source": note.about_source}


def _host(request: HttpRequest) -> str:
    return f"{request.scheme}://{request.get_host()}"


def _keep(actor: Actor, form: WriteForm) -> Note:
    said = form.cleaned_data
    return drafts.keep(actor=actor, key=said["key"], words=form.words(), revision=said["revision"])


def _after(request: HttpRequest, note: Note, act: str) -> HttpResponse:
    if act == "send":
        toasts.say(request, f"已发布，{note.get_audience_display()}可以看。随时可以撤回。")
        return to(f"{ROOT}{note.pk}/")
    toasts.say(request, "草稿已保存，只有您自己能看。")
    return to(f"{ROOT}{note.pk}/edit/")


def _page(
    request: HttpRequest, form: WriteForm, note: Note | None, *, status: int = 200, other: Note | None = None
) -> HttpResponse:
    about = str(form["about"].value() or "")
    context = {"form": form, "note": note, "other": other, "studied": studied.found(about) if about else None}
    return render(request, "notes/mine/write.html", context, status=status)


@require_POST
@signed_in
def autosave(request: HttpRequest) -> HttpResponse:
    """``/me/notes/save/``: the script of the page saves what is being typed. Answers JSON, 409 for a stale tab."""
    form = WriteForm(request.POST, host=_host(request))
    if not form.is_valid():
        return JsonResponse({"said": "没有存上，请按“保存草稿”看看哪里要改。"}, status=422)
    try:
        note = _keep(actor_of(request), form)
    except Refused as refused:
        stale = refused.denied.code == "stale"
        return JsonResponse({"said": refused.denied.reason, "stale": stale}, status=409 if stale else 422)
    said = f"{timezone.localtime(note.saved_at):%H:%M} 已自动存为草稿"
    return JsonResponse({"revision": note.revision, "said": said, "url": f"{ROOT}{note.pk}/edit/"})


#: verb of the address -> (what it does, what is said afterwards)
_ACTS: dict[str, tuple[Callable[..., Any], str]] = {
    "withdraw": (actions.withdraw, "已撤回，现在只有您自己能看。"),
    "rework": (actions.rework, "已改成草稿，可以接着写。"),
    "discard": (actions.discard, "已删除，文字和评论都没有了。"),
    "silent": (functools.partial(actions.listen, silent=True), "不再接受评论，已有的都在。"),
    "listen": (functools.partial(actions.listen, silent=False), "可以评论这篇了。"),
    "close": (publishing.close_public, "公开稿已撤回，群众看不到了。"),
}


@require_POST
@signed_in
def act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """What the author does with a press; a refusal is said in words on the page."""
    actor = actor_of(request)
    note = drafts.mine(actor, pk)
    does, done = need(_ACTS.get(verb))
    back = ROOT if verb == "discard" else f"{ROOT}{pk}/"
    return pressed(request, lambda: does(actor=actor, note=note), done, to_page=back, else_page=f"{ROOT}{pk}/")


@require_POST
@signed_in
def audience(request: HttpRequest, pk: int) -> HttpResponse:
    """Change who may read."""
    actor = actor_of(request)
    note = drafts.mine(actor, pk)
    wanted, back = request.POST.get("audience", ""), f"{ROOT}{pk}/"
    return pressed(request, lambda: actions.open_to(actor=actor, note=note, audience=wanted), "改好了。", to_page=back)


def pressed(
    request: HttpRequest, does: Callable[[], Any], done: str, *, to_page: str, else_page: str = ""
) -> HttpResponse:
    """A press without a form: done, or the refusal in words on the page that it came from."""
    try:
        does()
    except Refused as refused:
        if refused.denied.code in ("out_of_scope", "no_right"):
            raise
        words = (refused.denied.reason, refused.denied.remedy)
        toasts.say(request, " ".join(part for part in words if part), tone="late")
        return to(else_page or to_page)
    toasts.say(request, done)
    return to(to_page)
