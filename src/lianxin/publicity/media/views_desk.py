"""Recordings at the workbench: ``/workbench/media/``."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Refused, require

from . import actions, folders, policies, queries, transcoding
from .forms import BringForm, EditForm
from .jobs import frame_of
from .models import Recording
from .player import Seen, player_of
from .views_public import captions_of, piece_of, poster_of
from .words import STATES, TONES

PAGE = 20


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by ActorMiddleware
    require(policies.may_read(actor))
    return actor


def _found(request: HttpRequest, pk: int) -> tuple[Actor, Recording]:
    actor = _actor(request)
    row = queries.recording_of(actor, pk)
    if row is None:
        raise Refused(OUT_OF_SCOPE)
    return actor, row


@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """The recordings in one's duty."""
    actor = _actor(request)
    state, words = request.GET.get("state", ""), request.GET.get("q", "").strip()[:80]
    rows = queries.recordings(actor)
    if state in STATES:
        rows = rows.filter(state=state)
    if words:
        rows = rows.filter(title__icontains=words)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": [(row, TONES[row.state]) for row in page.object_list],
        "chips": [("全部", "?", state not in STATES), *((w, f"?state={s}", s == state) for s, w in STATES.items())],
        "q": words,
        "may_bring": actor.has("media.write"),
        "missing": queries.transcoder_missing(),
    }
    return render(request, "media/desk/list.html", context)


@require_http_methods(["GET", "POST"])
def bring(request: HttpRequest) -> HttpResponse:
    """Upload one."""
    actor = _actor(request)
    if not actor.has("media.write"):
        raise Refused(policies.NO_RIGHT)
    form = BringForm(actor, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            row = actions.bring(
                actor=actor, organisation=data["organisation"], prepared=data["file"], facts=form.facts,
                title=data["title"], description=data["description"],
            )  # fmt: skip
        except Refused as refused:
            form.add_error(_field(form, refused), f"{refused.denied.reason}{refused.denied.remedy}")
        else:
            messages.success(request, "已收下，正在排队转码。可以离开这一页。")
            return redirect("media:one", row.pk)
    context = {"form": form, "missing": queries.transcoder_missing()}
    return render(request, "media/desk/bring.html", context, status=422 if form.errors else 200)


def _field(form: Any, refused: Refused) -> str | None:
    name = {"files": "file"}.get(refused.denied.field, refused.denied.field)
    return name if name in form.fields else None


@require_GET
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One recording: player, state, where it is shown."""
    actor, row = _found(request, pk)
    context = {
        "recording": row,
        "tone": TONES[row.state],
        "player": player_of(Seen.at_desk(row)) if row.ready else None,
        "pages": queries.pages_showing(row),
        "may_change": bool(actor.may("media.write", row.org_path)),
        "may_retry": bool(policies.may_retry(actor, row)),
        "may_delete": bool(actor.may("media.write", row.org_path)) and not queries.used(row),
    }
    return render(request, "media/desk/one.html", context)


@require_GET
def state(request: HttpRequest, pk: int) -> JsonResponse:
    """``state/``: asked by the page while it waits."""
    _, row = _found(request, pk)
    answer = JsonResponse({"state": row.state, "word": row.get_state_display(), "progress": row.progress})
    answer["Cache-Control"] = "no-store"
    return answer


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Words, captions, poster."""
    actor, row = _found(request, pk)
    if not actor.may("media.write", row.org_path):
        raise Refused(policies.NO_RIGHT)
    form = EditForm(row, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and _save(request, actor, row, form):
        messages.success(
            request, "已保存。" + ("用到它的内容重新发布后，读者才会看到改动。" if queries.pages_showing(row) else "")
        )
        return redirect("media:one", pk)
    return render(request, "media/desk/edit.html", {"form": form, "recording": row}, status=422 if form.errors else 200)


def _save(request: HttpRequest, actor: Actor, row: Recording, form: EditForm) -> bool:
    data = form.cleaned_data
    poster = data["poster"][0] if data.get("poster") else None
    second = data.get("second")
    if poster is None and second is not None:
        video = folders.find(row.pk, row.folder, transcoding.VIDEO)
        poster = frame_of(video, second) if video else None
        if poster is None:
            form.add_error("second", f"取不到第 {second:g} 秒的画面，录像长 {row.lasts}。")
            return False
    texts = {key: data[key] for key in actions.TEXTS}
    try:
        actions.edit(actor=actor, recording=row, revision=data["revision"], poster=poster, **texts)
    except Refused as refused:
        form.add_error(None, f"{refused.denied.reason}{refused.denied.remedy}")
        return False
    return True


@require_POST
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Transcode again."""
    actor, row = _found(request, pk)
    try:
        actions.retry(actor=actor, recording=row)
    except Refused as refused:
        messages.error(request, f"{refused.denied.reason}{refused.denied.remedy}")
    return redirect("media:one", pk)


@require_http_methods(["GET", "POST"])
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once, then delete: the original is gone for good."""
    actor, row = _found(request, pk)
    if request.method == "POST":
        try:
            actions.delete(actor=actor, recording=row)
        except Refused as refused:
            messages.error(request, f"{refused.denied.reason}{refused.denied.remedy}")
            return redirect("media:one", pk)
        messages.success(request, f"已删除“{row.title}”。")
        return redirect("media:overview")
    decision = policies.may_delete(actor, row, used=queries.used(row))
    return render(request, "media/desk/delete.html", {"recording": row, "refused": None if decision else decision})


@require_safe
def piece(request: HttpRequest, pk: int, name: str) -> HttpResponseBase:
    """``file/…``: what a player asks for, before anything is published (P05)."""
    _, row = _found(request, pk)
    if name == "captions.vtt":
        return captions_of(row.captions, public=False)
    if name == transcoding.POSTER:
        return poster_of(request, row.poster, public=False)
    answer = piece_of(request, row, name, public=False)
    if answer is None:
        raise Http404
    return answer
