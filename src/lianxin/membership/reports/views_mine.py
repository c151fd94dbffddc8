"""我的思想汇报: writing, what others opened to me, one report."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.foundation.accounts.desk import actor_of, blame, need, signed_in, to
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Denied, Refused
from lianxin.membership.dossiers import queries as dossiers
from lianxin.ui import toasts

from . import actions, alike, drafts, policies, publishing, queries
from .forms import AudienceForm, CommentForm, WriteForm
from .models import Comment, Report

ROOT = actions.ROOT
SIZE = 20


@require_safe
@signed_in
def mine(request: HttpRequest) -> HttpResponse:
    """``/me/reports/``: what I wrote."""
    actor = actor_of(request)
    page = Paginator(queries.own(actor), SIZE).get_page(request.GET.get("page"))
    may_write = policies.may_write(dossiers.own(actor.person_id))
    denied = may_write if isinstance(may_write, Denied) else None
    return render(request, "reports/mine/list.html", {"page": page, "denied": denied, "chips": chips("mine")})


@require_safe
@signed_in
def opened(request: HttpRequest) -> HttpResponse:
    """``/me/reports/opened/``: what others opened to me."""
    page = Paginator(queries.opened(actor_of(request)), SIZE).get_page(request.GET.get("page"))
    return render(request, "reports/mine/opened.html", {"page": page, "chips": chips("opened")})


def chips(here: str) -> list[tuple[str, str, bool, None]]:
    """The three parts of the room."""
    parts = {
        "mine": ("我写的", ROOT),
        "opened": ("别人给我看的", f"{ROOT}opened/"),
        "talks": ("谈心谈话", f"{ROOT}talks/"),
    }
    return [(word, url, name == here, None) for name, (word, url) in parts.items()]


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def new(request: HttpRequest) -> HttpResponse:
    """``/me/reports/new/``: 写一篇."""
    return _write(request, actor_of(request), None)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """``/me/reports/<pk>/edit/``: go on with a draft."""
    actor = actor_of(request)
    report = drafts.mine(actor, pk)
    if report.state != "draft" and request.method != "POST":
        return to(f"{ROOT}{pk}/")
    return _write(request, actor, report)


def _write(request: HttpRequest, actor: Actor, report: Report | None) -> HttpResponse:
    if request.method != "POST":
        may_write = policies.may_write(dossiers.own(actor.person_id))
        if isinstance(may_write, Denied):
            raise Refused(may_write)
        names = ("title", "body", "audience", "key", "revision")
        start = {name: getattr(report, name) for name in names} if report else {}
        return _page(request, WriteForm(initial=start), report)
    form, act = WriteForm(request.POST, request.FILES), request.POST.get("act", "save")
    other: Report | None = None
    if form.is_valid():
        try:
            report = _keep(actor, form, act)
            if act == "send":
                report = actions.send(actor=actor, report=report, revision=report.revision)
        except Refused as refused:
            blame(form, refused)
            report = known(actor, form) or report
            other = report if refused.denied.code == "stale" else None
        else:
            return _after(request, actor, form, report, act)
    if report is not None:
        stand_on(form, report.revision)
    return _page(request, form, report, other=other, status=422)


def _keep(actor: Actor, form: WriteForm, act: str) -> Report:
    """The draft is saved first, whatever was pressed; then what comes with it."""
    said, scans = form.cleaned_data, form.cleaned_data["scans"]
    report = drafts.keep(
        actor=actor, key=said["key"], words=form.words(), revision=said["revision"], scanned=bool(scans)
    )
    if scans:
        actions.attach(actor=actor, report=report, uploads=scans)
    if act.startswith("drop:"):
        actions.detach(actor=actor, report=report, file=act.removeprefix("drop:"))
    return report


def _after(request: HttpRequest, actor: Actor, form: WriteForm, report: Report, act: str) -> HttpResponse:
    if act == "send":
        toasts.say(request, f"已交出，{report.get_audience_display()}可以看。随时可以撤回。")
        return to(f"{ROOT}{report.pk}/")
    if act == "look":
        stand_on(form, report.revision)
        form.fields["scans"].kept = []  # type: ignore[attr-defined]  # a CleanFilesField; they are attached now
        return _page(
            request, form, report, hint=alike.hint(actor, report.title, report.body, but=report.pk), looked=True
        )
    toasts.say(request, "草稿已保存，只有您自己能看。")
    return to(f"{ROOT}{report.pk}/edit/")


def known(actor: Actor, form: WriteForm) -> Report | None:
    """The report that the form is about, as it is stored now."""
    return queries.own(actor).filter(key=form.cleaned_data.get("key", "")).first()


def stand_on(form: Form, revision: int) -> None:
    """The form that comes back knows what is stored now, so that the next press is no conflict with the last one."""
    said: Any = form.data
    form.data = said = said.copy()
    said["revision"] = str(revision)


def _page(
    request: HttpRequest, form: WriteForm, report: Report | None, *, status: int = 200, **more: Any
) -> HttpResponse:
    files = queries.attached(report) if report else []
    return render(
        request, "reports/mine/write.html", {"form": form, "report": report, "files": files, **more}, status=status
    )


@require_POST
@signed_in
def autosave(request: HttpRequest) -> HttpResponse:
    """``/me/reports/save/``: the script of the page saves what is being typed. Answers JSON, 409 for a stale tab."""
    form = WriteForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"said": "没有存上，请按“保存草稿”看看哪里要改。"}, status=422)
    actor, said = actor_of(request), form.cleaned_data
    try:
        report = drafts.keep(actor=actor, key=said["key"], words=form.words(), revision=said["revision"])
    except Refused as refused:
        stale = refused.denied.code == "stale"
        return JsonResponse({"said": refused.denied.reason, "stale": stale}, status=409 if stale else 422)
    when = timezone.localtime(report.saved_at)
    return JsonResponse(
        {"revision": report.revision, "said": f"{when:%H:%M} 已自动存为草稿", "url": f"{ROOT}{report.pk}/edit/"}
    )


@require_safe
@signed_in
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """``/me/reports/<pk>/``: a report, for its author and for those to whom it was opened."""
    actor = actor_of(request)
    return _one(request, actor, need(queries.one(actor, pk)), CommentForm())


def _one(request: HttpRequest, actor: Actor, report: Report, form: CommentForm, status: int = 200) -> HttpResponse:
    may_say = policies.may_comment(actor, report)
    context = {
        "report": report, "files": queries.attached(report), "said": queries.said(actor, report), "form": form,
        "author": bool(policies.is_author(actor, report)), "deaf": may_say if isinstance(may_say, Denied) else None,
        "audience": AudienceForm(initial={"audience": report.audience}),
    }  # fmt: skip
    return render(request, "reports/mine/one.html", context, status=status)


@require_POST
@signed_in
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    """Say something, or answer."""
    actor = actor_of(request)
    report = need(queries.one(actor, pk))
    form = CommentForm(request.POST)
    if form.is_valid():
        try:
            actions.comment(actor=actor, report=report, text=form.cleaned_data["comment"], key=form.cleaned_data["key"])
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, "说好了，作者会收到通知。" if not policies.is_author(actor, report) else "已回复。")
            return to(f"{ROOT}{pk}/#said")
    return _one(request, actor, report, form, 422)


@require_POST
@signed_in
def take_away(request: HttpRequest, pk: int, said: int) -> HttpResponse:
    """Delete one line."""
    actor = actor_of(request)
    need(queries.one(actor, pk))
    row: Comment = need(
        Comment.objects.select_related("report__member").filter(pk=said, report_id=pk, gone_by="").first()
    )
    actions.take_away(actor=actor, comment=row)
    toasts.say(request, "已删除。")
    return to(f"{ROOT}{pk}/#said")


#: verb of the address -> (what it does, what is said afterwards)
_ACTS: dict[str, tuple[Callable[..., Any], str]] = {
    "withdraw": (actions.withdraw, "已撤回，现在只有您自己能看。"),
    "rework": (actions.rework, "已改成草稿，可以接着写。"),
    "discard": (actions.discard, "已删除，文字、意见和附件都没有了。"),
    "silent": (functools.partial(actions.listen, silent=True), "不再接受意见，已有的都在。"),
    "listen": (functools.partial(actions.listen, silent=False), "可以对这篇说意见了。"),
    "close": (publishing.close_public, "公开稿已撤回，群众看不到了。"),
}


@require_POST
@signed_in
def act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """What the author does with a press; a refusal is said in words on the page."""
    actor = actor_of(request)
    report = drafts.mine(actor, pk)
    does, done = need(_ACTS.get(verb))
    return _done(request, pk, lambda: does(actor=actor, report=report), done, gone=verb == "discard")


@require_POST
@signed_in
def audience(request: HttpRequest, pk: int) -> HttpResponse:
    """Change who may read."""
    actor = actor_of(request)
    report = drafts.mine(actor, pk)
    wanted = request.POST.get("audience", "")
    return _done(request, pk, lambda: actions.open_to(actor=actor, report=report, audience=wanted), "改好了。")


def _done(request: HttpRequest, pk: int, does: Callable[[], Any], done: str, *, gone: bool = False) -> HttpResponse:
    try:
        does()
    except Refused as refused:
        if refused.denied.code in ("out_of_scope", "no_right"):
            raise
        toasts.say(
            request, " ".join(part for part in (refused.denied.reason, refused.denied.remedy) if part), tone="late"
        )
        return to(f"{ROOT}{pk}/")
    toasts.say(request, done)
    return to(ROOT if gone else f"{ROOT}{pk}/")
