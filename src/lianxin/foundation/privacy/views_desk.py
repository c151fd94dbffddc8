"""``/workbench/privacy/``: requests that wait for an answer."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from lianxin.foundation.rules.registry import rule
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Denied, Refused

from . import actions, corrections, policies
from .forms import AnswerForm, RevealForm
from .listing import label_of, listed
from .models import DataRequest

_NO_RIGHT = Denied("您的岗位不办理个人信息申请。", code="no_right")


@require_safe
@never_cache
@login_required
def waiting(request: HttpRequest) -> HttpResponse:
    """等待答复的申请, the earliest due first; or those already answered."""
    actor = _need_right(request)
    done = request.GET.get("state") == "done"
    rows = DataRequest.objects.visible_to(actor, policies.ANSWER).select_related("person")
    rows = rows.exclude(state="open").order_by("-answered_at") if done else rows.filter(state="open")
    page = Paginator(rows, 20).get_page(request.GET.get("page"))
    context = {"page": page, "done": done, "now": timezone.now(), "rule": rule("LX-22")}
    return render(request, "privacy/desk_list.html", context)


@require_safe
@never_cache
@login_required
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """一件申请, with its contents masked."""
    row = _row(request, pk)
    return _page(request, row, AnswerForm(initial={"revision": row.revision}), RevealForm())


@require_POST
@never_cache
@login_required
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """查看明文: the answer to this one request alone shows it, and the ledger knows why (P02)."""
    row = _row(request, pk)
    form = RevealForm(request.POST)
    clear: dict[str, str] = {}
    if form.is_valid():
        try:
            clear = _clear(_actor(request), row, form.cleaned_data["reason"])
        except Refused as refused:
            form.add_error("reason", refused.denied.reason)
    return _page(request, row, AnswerForm(initial={"revision": row.revision}), form, clear)


@require_POST
@login_required
@sensitive_post_parameters()
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """答复."""
    row = _row(request, pk)
    form = AnswerForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            actions.answer(
                actor=_actor(request),
                request=row,
                revision=said["revision"],
                granted=said["granted"] == "yes",
                text=said["text"],
            )
        except Refused as refused:
            if refused.denied.code == OUT_OF_SCOPE.code:
                raise
            field = refused.denied.field
            form.add_error(field if field in form.fields else None, refused.denied.reason + refused.denied.remedy)
        else:
            messages.success(request, "答复已送达本人。")
            return redirect("privacy:desk")
    return _page(request, row, form, RevealForm())


def _page(
    request: HttpRequest, row: DataRequest, form: AnswerForm, reveal: RevealForm, clear: dict[str, str] | None = None
) -> HttpResponse:
    entry = listed().entries.get(row.about)
    context: dict[str, Any] = {
        "row": row,
        "about": label_of(entry) if entry else "其他",
        "by_itself": row.kind == "correct" and corrections.can_apply(row.about),
        "form": form,
        "reveal": reveal,
        "clear": clear or {},
        "denied": _refusal(_actor(request), row),
        "rule": rule("LX-22"),
    }
    return render(request, "privacy/desk_detail.html", context, status=422 if form.errors or reveal.errors else 200)


def _refusal(actor: Actor, row: DataRequest) -> Denied | None:
    decision = policies.may_answer(actor, row)
    return decision if isinstance(decision, Denied) else None


def _clear(actor: Actor, row: DataRequest, reason: str) -> dict[str, str]:
    """The words of the request and the value that it is about, each with its own line in the ledger."""
    entry = listed().entries.get(row.about)
    shown = {}
    if entry and entry.room == "accounts" and entry.model == "Person":
        shown["现在的内容"] = actions.reveal(actor=actor, instance=row.person, field=entry.name, reason=reason)
    if (now := corrections.current(row.about, row.person_id)) is not None:
        shown["现在的内容"] = now
    for field, label in (("wanted", "应当改成"), ("reason", "说明")):
        shown[label] = actions.reveal(actor=actor, instance=row, field=field, reason=reason)
    return shown


def _row(request: HttpRequest, pk: int) -> DataRequest:
    actor = _need_right(request)
    row = DataRequest.objects.visible_to(actor, policies.ANSWER).select_related("person").filter(pk=pk).first()
    if row is None:
        raise Refused(OUT_OF_SCOPE)
    return row


def _need_right(request: HttpRequest) -> Actor:
    actor = _actor(request)
    if not actor.has(policies.ANSWER):
        raise Refused(_NO_RIGHT)
    return actor


def _actor(request: HttpRequest) -> Actor:
    return request.actor  # type: ignore[attr-defined]  # set by ActorMiddleware
