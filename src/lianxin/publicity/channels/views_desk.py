"""Accounts and what they sent: ``/workbench/channels/``."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Allowed, Refused, require

from . import actions, policies, queries
from .adapters.base import ADAPTERS
from .desk_lines import WORDS, line_of
from .forms import KIND_WORDS, EditForm, RegisterForm
from .models import Dispatch, PublicAccount
from .views_sending import offered

MENU = (("我要留言", "/letters/new/"), ("查进度", "/letters/track/"), ("党务公开", "/disclosure/"))
PAGE = 30
DAYS = 30
ACCOUNT_TONES = {"active": "ok", "paused": "wait", "closed": ""}


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by ActorMiddleware
    require(policies.may_read(actor))
    return actor


@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """The accounts in one's duty, and the latest texts by state."""
    actor = _actor(request)
    state = request.GET.get("state", "")
    rows = queries.dispatches(actor)
    if state in WORDS:
        rows = rows.filter(state=state)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "accounts": [(a, a.get_state_display(), ACCOUNT_TONES[a.state]) for a in queries.accounts(actor)],
        "facts": [(number, WORDS[name]) for name, number in queries.counts(actor, DAYS).items()],
        "chips": [("全部", "?", state not in WORDS), *((w, f"?state={n}", n == state) for n, w in Dispatch.STATES)],
        "page": page,
        "lines": [line_of(actor, row) for row in page.object_list],
        "days": DAYS,
        "offers": [row for row in offered(actor, 20) if not row["sent"]][:5] if actor.has("channels.send") else [],
        "may_manage": actor.has("channels.manage"),
        "kinds": [(kind, KIND_WORDS[kind]) for kind in ADAPTERS if kind in KIND_WORDS],
    }
    return render(request, "channels/overview.html", context)


@require_http_methods(["GET", "POST"])
def register(request: HttpRequest, kind: str) -> HttpResponse:
    """A form for one kind of account."""
    actor = _actor(request)
    if kind not in ADAPTERS or not actor.has("channels.manage"):
        raise Refused(OUT_OF_SCOPE)
    form = RegisterForm(actor, kind, request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            account = actions.register_account(
                actor=actor, organisation=data["organisation"], kind=kind, name=data["name"],
                app_id=data.get("app_id", ""), secrets=form.secrets(),
            )  # fmt: skip
        except Refused as refused:
            form.add_error(refused.denied.field or None, f"{refused.denied.reason}{refused.denied.remedy}")
        else:
            messages.success(request, "账号已登记。")
            return redirect("channels:account", account.pk)
    context = {"form": form, "word": KIND_WORDS[kind], "secret_fields": [form[k] for k in ADAPTERS[kind].secrets]}
    return render(request, "channels/register.html", context, status=422 if form.errors else 200)


def _found(request: HttpRequest, pk: int) -> tuple[Actor, PublicAccount]:
    actor = _actor(request)
    account = queries.account_of(actor, pk)
    if account is None:
        raise Refused(OUT_OF_SCOPE)
    return actor, account


@require_http_methods(["GET", "POST"])
def account(request: HttpRequest, pk: int) -> HttpResponse:
    """One account: what it is, how it does, and its settings."""
    actor, row = _found(request, pk)
    allowed = isinstance(policies.may_manage(actor, row), Allowed) and row.state != "closed"
    form = EditForm(row, request.POST or None) if allowed else None
    if form is not None and request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            actions.edit_account(
                actor=actor, account=row, name=data["name"], secrets=form.secrets(), revision=data["revision"]
            )
        except Refused as refused:
            form.add_error(None, f"{refused.denied.reason}{refused.denied.remedy}")
        else:
            messages.success(request, "已保存。")
            return redirect("channels:account", pk)
    latest = queries.dispatches(actor).filter(account=row)[:10]
    context = {
        "account": row, "form": form, "menu": [label for label, _ in MENU], "tone": ACCOUNT_TONES[row.state], "lines": [line_of(actor, d) for d in latest],
        "secret_fields": [form[k] for k in ADAPTERS[row.kind].secrets] if form else [],
    }  # fmt: skip
    return render(request, "channels/account.html", context, status=422 if form is not None and form.errors else 200)


@require_POST
def state(request: HttpRequest, pk: int) -> HttpResponse:
    """Pause, resume, close."""
    actor, row = _found(request, pk)
    wanted = request.POST.get("state", "")
    revision = request.POST.get("revision", "")
    if wanted in dict(PublicAccount.STATES) and revision.isdigit():
        _try(
            request,
            lambda: actions.set_state(actor=actor, account=row, state=wanted, revision=int(revision)),
            "账号状态已改变。",
        )
    return redirect("channels:account", pk)


@require_POST
def menu(request: HttpRequest, pk: int) -> HttpResponse:
    """The three doors of the house as the menu of an official account."""
    actor, row = _found(request, pk)
    if row.kind != "wechat":
        raise Refused(OUT_OF_SCOPE)
    buttons = [(label, f"{settings.SITE_URL}{path}") for label, path in MENU]
    _try(request, lambda: actions.set_menu(actor=actor, account=row, buttons=buttons), "公众号菜单已更新。")
    return redirect("channels:account", pk)


@require_POST
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Try one again."""
    actor = _actor(request)
    row = get_object_or_404(queries.dispatches(actor), pk=pk)
    _try(request, lambda: actions.retry(actor=actor, dispatch=row), "已重新排队，稍后会再次发送。")
    return redirect("channels:overview")


@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one back."""
    actor = _actor(request)
    row = get_object_or_404(queries.dispatches(actor), pk=pk)
    _try(request, lambda: actions.cancel(actor=actor, dispatch=row), "已取消发送。")
    return redirect("channels:overview")


def _try(request: HttpRequest, act: Callable[[], object], done: str) -> None:
    try:
        act()
    except Refused as refused:
        messages.error(request, f"{refused.denied.reason}{refused.denied.remedy}")
    else:
        messages.success(request, done)
