"""``/me/privacy/``: what we keep and why, export, consents, requests."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.rules.registry import rule
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Refused

from . import actions, consents
from .export import Export, export_of
from .forms import RequestForm
from .models import DataRequest
from .overview import what_we_keep

_FORMS = {"json": "JSON", "csv": "CSV", "print": "打印页"}


@require_safe
@never_cache
@login_required
def overview(request: HttpRequest) -> HttpResponse:
    """我的信息."""
    return _page(request, RequestForm(person=_actor(request).person_id or 0))


@require_POST
@never_cache
@login_required
def export(request: HttpRequest) -> HttpResponse:
    """导出: the second of two clicks (P03)."""
    form = request.POST.get("form", "json")
    if form not in _FORMS:
        form = "json"
    person = actions.note_export(actor=_actor(request), form=_FORMS[form])
    made = export_of(person.pk)
    if form == "print":
        return render(request, "privacy/print.html", {"export": made, "tables": made.tables()})
    return _download(made, form)


@require_POST
@login_required
@sensitive_post_parameters()
def ask(request: HttpRequest) -> HttpResponse:
    """提出申请."""
    form = RequestForm(request.POST, person=_actor(request).person_id or 0)
    if form.is_valid():
        try:
            actions.ask(actor=_actor(request), **form.cleaned_data)
        except Refused as refused:
            field = refused.denied.field
            form.add_error(field if field in form.fields else None, refused.denied.reason + refused.denied.remedy)
        else:
            messages.success(request, "申请已收到，答复会显示在这一页。")
            return redirect("privacy:mine")
    return _page(request, form)


@require_POST
@login_required
def withdraw_request(request: HttpRequest, pk: int) -> HttpResponse:
    """撤回申请."""
    row = DataRequest.objects.unscoped("the action lets only its maker").filter(pk=pk).first()
    if row is None:
        raise Refused(OUT_OF_SCOPE)
    actions.withdraw_request(actor=_actor(request), request=row)
    messages.success(request, "申请已撤回。")
    return redirect("privacy:mine")


@require_POST
@login_required
def decide_consent(request: HttpRequest) -> HttpResponse:
    """同意或撤回."""
    purpose = request.POST.get("purpose", "")
    if request.POST.get("agree") == "yes":
        actions.consent(actor=_actor(request), purpose=purpose)
        messages.success(request, "已记下您的同意，随时可以撤回。")
    else:
        actions.withdraw(actor=_actor(request), purpose=purpose)
        messages.success(request, "已撤回，相关处理已经停止。")
    return redirect("/me/privacy/#consents")


def _page(request: HttpRequest, form: RequestForm) -> HttpResponse:
    actor = _actor(request)
    person = get_object_or_404(Person, pk=actor.person_id)
    requests = DataRequest.objects.unscoped("own requests").filter(person=person).order_by("-pk")
    context: dict[str, Any] = {
        "groups": what_we_keep(person),
        "purposes": consents.offered(person.pk),
        "requests": requests[:50],
        "form": form,
        "rule": rule("LX-22"),
    }
    return render(request, "privacy/mine.html", context, status=422 if form.errors else 200)


def _download(made: Export, form: str) -> HttpResponse:
    body, kind, ending = (
        (made.as_json(), "application/json", "json")
        if form == "json"
        else (made.as_csv_zip(), "application/zip", "zip")
    )
    response = HttpResponse(body, content_type=kind)
    name = f"我的信息-{made.made_at:%Y%m%d}.{ending}"
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


def _actor(request: HttpRequest) -> Actor:
    return request.actor  # type: ignore[attr-defined]  # set by ActorMiddleware
