"""依申请公开: asking, finding one's request again by its code, reading the answer."""

from __future__ import annotations

import secrets

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.foundation.rules.registry import rule
from lianxin.kernel.decision import Refused
from lianxin.ui.toasts import say

from . import access, actions
from .clock_page import rings
from .forms.public import AskForm, CodeForm
from .models import Request, RequestStep
from .queries import reading
from .words import NEXT_WAY, REFUSAL_REASONS

WRONG, TOO_OFTEN = 422, 429
UNKNOWN = "没有找到这个查询码对应的申请。请对照抄下的再看一遍。"


def _private(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """``/disclosure/ask/``: one form; the code is shown once on the page that follows."""
    offices = reading.offices()
    actor = access.reader_of(request)
    start = {"key": secrets.token_urlsafe(16), "organisation": request.GET.get("org", "")}
    form = AskForm(request.POST or None, offices=offices, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            made, code = actions.ask(
                actor=actor, organisation=form.office(), wanted=form.wanted(), key=form.cleaned_data["key"]
            )
        except Refused as refused:
            form.add_error(refused.denied.field if refused.denied.field in form.fields else None, refused.denied.reason)
        else:
            if not code:
                say(request, "申请已收到。")
                return redirect("disclosure:asked", made.pk)
            access.hold(request, made.pk)
            return _private(render(request, "disclosure/public/receipt.html", {"made": made, "code": code}))
    status = WRONG if request.method == "POST" else 200
    context = {"form": form, "rule": rule("DIS-03"), "actor": actor, "has_offices": bool(offices)}
    return _private(render(request, "disclosure/public/ask.html", context, status=status))


@require_http_methods(["GET", "HEAD", "POST"])
def track(request: HttpRequest) -> HttpResponse:
    """``/disclosure/track/``: from the code to the request."""
    form = CodeForm(request.POST or None)
    status = 200
    if request.method == "POST":
        if access.blocked(request):
            return _track(request, form, TOO_OFTEN, blocked=True)
        if form.is_valid():
            found = access.by_code(form.cleaned_data["code"])
            if found is not None:
                access.hold(request, found.pk)
                return redirect("disclosure:asked", found.pk)
            form.add_error("code", UNKNOWN)
        access.missed(request)
        status = WRONG
    return _track(request, form, status)


def _track(request: HttpRequest, form: CodeForm, status: int, *, blocked: bool = False) -> HttpResponse:
    context = {"form": form, "blocked": blocked, "minutes": access.SECONDS // 60}
    return _private(render(request, "disclosure/public/track.html", context, status=status))


@require_safe
def asked(request: HttpRequest, pk: int) -> HttpResponse:
    """``/disclosure/asked/<pk>/``: for the asker alone."""
    found = _own(request, pk)
    held = bool(access.reader_of(request).holds)
    steps = RequestStep.objects.filter(case=found).exclude(public_label="")
    context = {
        "request_": found, "held": held, "rings": rings(found, timezone.now()), "why": REFUSAL_REASONS.get(found.reason, ""), "way": NEXT_WAY.get(found.reason, ""),
        "steps": [{"title": s.public_label, "when": s.at, "text": s.public_note, "done": True} for s in steps],
    }  # fmt: skip
    return _private(render(request, "disclosure/public/asked.html", context))


@require_POST
def put_away(request: HttpRequest) -> HttpResponse:
    """``/disclosure/asked/close/``: done at this machine."""
    access.put_away(request)
    say(request, "已收起。要再看，请重新输入查询码。")
    return redirect("disclosure:track")


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """``/disclosure/asked/``: one's own requests."""
    actor = access.reader_of(request)
    rows = Request.objects.unscoped("one's own requests").filter(author_id=actor.person_id or 0)
    context = {"rows": list(rows.select_related("organisation").order_by("-opened_at"))}
    return _private(render(request, "disclosure/public/mine.html", context))


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """The asker takes the request back."""
    try:
        actions.withdraw_request(actor=access.reader_of(request), request=_own(request, pk))
    except Refused as refused:
        say(request, refused.denied.reason, tone="wait")
    else:
        say(request, "申请已撤回。")
    return redirect("disclosure:asked", pk)


def _own(request: HttpRequest, pk: int) -> Request:
    found = access.own_request(access.reader_of(request), pk)
    if found is None:
        raise Http404("没有找到这份申请。")
    return found
