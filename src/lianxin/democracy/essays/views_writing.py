"""Writing: a draft that goes on by itself on whatever device, words read out of a file, a look whether it is like another."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from lianxin.foundation.accounts.desk import actor_of, blame, need, signed_in, to
from lianxin.foundation.search.uploads import read_words
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Denied, Refused
from lianxin.ui import toasts

from . import actions, alike, drafts, policies
from .announcing import MINE
from .forms_mine import WriteForm
from .models import Call, Work
from .queries import reading

KINDS = ("docx", "pdf", "txt")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def new(request: HttpRequest, call: int) -> HttpResponse:
    """``/me/essays/write/<call>/``."""
    actor = actor_of(request)
    return _write(request, actor, need(reading.call(actor, call)), None)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """``/me/essays/<pk>/edit/``: go on with a draft, or with what came back."""
    actor = actor_of(request)
    work = drafts.mine(actor, pk)
    if not work.writable and request.method != "POST":
        return to(f"{MINE}{pk}/")
    return _write(request, actor, work.call, work)


def _write(request: HttpRequest, actor: Actor, call: Call, work: Work | None) -> HttpResponse:
    if request.method != "POST":
        may = policies.may_write(actor, call)
        denied = may if isinstance(may, Denied) and work is None else None
        return _page(request, None if denied is not None else _form(actor, call, work), call, work, denied=denied)
    form, act, other = _form(actor, call, work, request), request.POST.get("act", "save"), None
    read = _read(form) if form.is_valid() else False
    if form.is_valid():
        try:
            work = _keep(actor, call, form, work)
            if act == "send" and not read:
                work = actions.send(actor=actor, work=work, revision=work.revision)
        except Refused as refused:
            blame(form, refused)
            work = _known(actor, call, form) or work
            other = work if refused.denied.code == "stale" else None
        else:
            return _after(request, actor, call, form, work, act, read)
    if work is not None:
        _stand_on(form, revision=str(work.revision))
    return _page(request, form, call, work, other=other, status=422)


def _form(actor: Actor, call: Call, work: Work | None, request: HttpRequest | None = None) -> WriteForm:
    data, files = (request.POST, request.FILES) if request is not None else (None, None)
    return WriteForm(data, files, call=call, person_id=actor.person_id, work=work)


def _read(form: WriteForm) -> bool:
    """The words of a file go below what was typed; True when there were any. Before any transaction: it takes a moment."""
    upload = form.cleaned_data.get("file")
    if not upload:
        return False
    try:
        text = read_words(upload, KINDS).strip()
    except Refused as refused:
        blame(form, refused)
        return False
    body = form.cleaned_data["body"].rstrip()
    form.cleaned_data["body"] = f"{body}\n{text}" if body else text
    _stand_on(form, body=form.cleaned_data["body"])
    return True


def _keep(actor: Actor, call: Call, form: WriteForm, work: Work | None) -> Work:
    said = form.cleaned_data
    if work is not None:
        return drafts.save(actor=actor, work=work, words=form.words(), revision=said["revision"] or 0)
    return drafts.keep(actor=actor, call=call, key=said["key"], words=form.words(), revision=said["revision"] or 0)


def _after(
    request: HttpRequest, actor: Actor, call: Call, form: WriteForm, work: Work, act: str, read: bool
) -> HttpResponse:
    if act == "send" and not read:
        toasts.say(request, "已经交了，进展在这一页看。" if call.is_theme else "已经投出，有回音会通知您。")
        return to(f"{MINE}{work.pk}/")
    if act == "look" and not read:
        _stand_on(form, revision=str(work.revision))
        return _page(request, form, call, work, hint=alike.hint(actor, work), looked=True)
    toasts.say(request, "文件里的文字已经读进正文，请看一遍再交。" if read else "草稿已保存，只有您自己能看。")
    return to(f"{MINE}{work.pk}/edit/")


def _known(actor: Actor, call: Call, form: WriteForm) -> Work | None:
    """The work that the form is about, as it is stored now."""
    return reading.own(actor.person_id).defer(None).filter(call=call, key=form.cleaned_data.get("key", "")).first()


def _stand_on(form: WriteForm, **values: str) -> None:
    """The form that comes back holds these values instead of those that were sent."""
    said: Any = form.data
    said = said.copy()
    for name, value in values.items():
        said[name] = value
    form.data = said


def _page(
    request: HttpRequest, form: WriteForm | None, call: Call, work: Work | None, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {"form": form, "call": call, "work": work, **more}
    return render(request, "essays/mine/write.html", context, status=status)


@require_POST
@signed_in
def autosave_new(request: HttpRequest, call: int) -> HttpResponse:
    """``/me/essays/write/<call>/save/``: the script of the page saves what is being typed for the first time."""
    actor = actor_of(request)
    return _autosave(request, actor, need(reading.call(actor, call)), None)


@require_POST
@signed_in
def autosave(request: HttpRequest, pk: int) -> HttpResponse:
    """``/me/essays/<pk>/save/``: the same for a draft. Answers JSON, 409 for a stale tab."""
    actor = actor_of(request)
    work = drafts.mine(actor, pk)
    return _autosave(request, actor, work.call, work)


def _autosave(request: HttpRequest, actor: Actor, call: Call, work: Work | None) -> HttpResponse:
    form = WriteForm(request.POST, call=call, person_id=actor.person_id, work=work)
    if not form.is_valid():
        return JsonResponse({"said": "没有存上，请按“保存草稿”看看哪里要改。"}, status=422)
    try:
        work = _keep(actor, call, form, work)
    except Refused as refused:
        stale = refused.denied.code == "stale"
        return JsonResponse({"said": refused.denied.reason, "stale": stale}, status=409 if stale else 422)
    when = timezone.localtime(work.saved_at)
    return JsonResponse(
        {"revision": work.revision, "said": f"{when:%H:%M} 已自动存为草稿", "url": f"{MINE}{work.pk}/edit/"}
    )
