"""渠道登记: every channel of one's duty on one page, those that send from here and all others."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lianxin.foundation.casework.looking import settle_page
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Allowed, Refused, require

from . import actions, policies, queries
from .actions.listing import DESK
from .forms_listing import ListingForm
from .models import LISTED, ListedChannel

PAGE = 40


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by ActorMiddleware
    require(policies.may_read(actor))
    return actor


@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """The register, by kind or only the real-name accounts of cadres (R156, R158)."""
    actor = _actor(request)
    kind = request.GET.get("kind", "")
    rows = queries.listed(actor, kind)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    chips = [("全部", "?", kind not in {"named", *dict(LISTED)}), ("干部实名账号", "?kind=named", kind == "named")]
    chips += [(word, f"?kind={code}", kind == code) for code, word in LISTED]
    context = {
        "page": page, "waiting": list(queries.to_confirm(actor)[:PAGE]), "chips": chips, "accounts": [] if kind else list(queries.accounts(actor).exclude(state="closed")),
        "may_manage": actor.has("channels.manage"),
        "rows": [(row, isinstance(policies.may_list(actor, row), Allowed)) for row in page.object_list],
    }  # fmt: skip
    return render(request, "channels/listing.html", context)


@require_http_methods(["GET", "POST"])
def enlist(request: HttpRequest) -> HttpResponse:
    """Enter one."""
    actor = _actor(request)
    if not actor.has("channels.manage"):
        raise Refused(OUT_OF_SCOPE)
    form = ListingForm(actor, request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and _done(form, lambda v: actions.enlist(actor=actor, organisation=v["organisation"], values=v))
    ):
        messages.success(request, _said("已登记", form))
        return redirect("channels:listing")
    return render(request, "channels/enlist.html", {"form": form, "row": None}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def amend(request: HttpRequest, pk: int) -> HttpResponse:
    """Change one."""
    actor = _actor(request)
    row = get_object_or_404(queries.listed(actor), pk=pk)
    require(policies.may_list(actor, row))
    form = ListingForm(actor, request.POST or None, row=row)
    if (
        request.method == "POST"
        and form.is_valid()
        and _done(form, lambda v: actions.amend(actor=actor, row=row, values=v, revision=v["revision"]))
    ):
        messages.success(request, _said("已保存", form))
        return redirect("channels:listing")
    return render(request, "channels/enlist.html", {"form": form, "row": row}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """What somebody else wants everybody to read: confirmed, or sent back with the reason."""
    actor = _actor(request)
    row: ListedChannel = get_object_or_404(queries.listed(actor), pk=pk)
    return settle_page(
        request, title=f"渠道登记：{row.name}", back=DESK, revision=row.revision, changes=row.changes(),
        decision=policies.may_confirm_listing(actor, row),
        confirm=lambda revision: actions.confirm_listing(actor=actor, row=row, revision=revision),
        send_back=lambda revision, reason: actions.return_listing(actor=actor, row=row, reason=reason, revision=revision),
    )  # fmt: skip


def _said(done: str, form: ListingForm) -> str:
    waits = form.cleaned_data["shown"]
    return f"{done}，等另一位同志确认以后在网页上公开。" if waits else f"{done}。"


@require_POST
def strike(request: HttpRequest, pk: int) -> HttpResponse:
    """注销."""
    actor = _actor(request)
    row: ListedChannel = get_object_or_404(queries.listed(actor), pk=pk)
    revision = request.POST.get("revision", "")
    try:
        actions.strike(
            actor=actor, row=row, revision=int(revision) if revision.isascii() and revision.isdigit() else -1
        )
    except Refused as refused:
        messages.error(request, f"{refused.denied.reason}{refused.denied.remedy}")
    else:
        messages.success(request, "已注销。")
    return redirect("channels:listing")


def _done(form: ListingForm, act: Any) -> bool:
    try:
        act(form.cleaned_data)
    except Refused as refused:
        field = refused.denied.field if refused.denied.field in form.fields else None
        form.add_error(field, f"{refused.denied.reason}{refused.denied.remedy}")
        return False
    return True
