"""账号与任职, 栏目责任人."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.foundation.accounts import actions
from lianxin.foundation.accounts.queries import appointment_by_id, vacant_or_silent
from lianxin.foundation.rules.registry import rule
from lianxin.kernel.decision import OUT_OF_SCOPE, Denied, Refused
from lianxin.publicity.portal.sites.life import limits
from lianxin.ui import toasts

from . import actions as own
from . import queries
from .forms import AppointForm, EndForm, FullTimeForm, HelpForm, KeeperForm, OpenAccountForm
from .pages import actor_of, explain, for_staff, number_of, to
from .preferences import PEOPLE


@require_safe
@for_staff("accounts.read")
def accounts(request: HttpRequest) -> HttpResponse:
    """``/workbench/accounts/``: who holds which post inside the scope."""
    actor = actor_of(request)
    text = request.GET.get("q", "").strip()[:40]
    rows = queries.appointments(actor, text=text, organisation=number_of(request.GET.get("org")))
    page = Paginator(rows, PEOPLE).get_page(request.GET.get("page"))
    context = {"page": page, "q": text, "may_edit": actor.has("accounts.edit")}
    return render(request, "workbench/accounts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff("accounts.edit")
def open_account(request: HttpRequest) -> HttpResponse:
    """The one-time password stands only in the answer to this POST; it is kept nowhere in clear."""
    form = OpenAccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            account, password = actions.open_for_staff(actor=actor_of(request), **form.cleaned_data)
        except Refused as refused:
            explain(form, refused)
        else:
            response = render(request, "workbench/account_opened.html", {"account": account, "password": password})
            response.headers["Cache-Control"] = "no-store"
            return response
    context = {"form": form, "title": "开设工作账号", "button": "开设账号", "back": "/workbench/accounts/"}
    return render(request, "workbench/form.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff("accounts.edit")
def appoint(request: HttpRequest) -> HttpResponse:
    """任命 somebody who has an account."""
    actor = actor_of(request)
    initial = {"person": request.GET.get("person", ""), "organisation": number_of(request.GET.get("org"))}
    form = AppointForm(request.POST or None, actor=actor, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        try:
            person = _person(data.pop("person"), "person")
            row = actions.appoint(actor=actor, person=person, **data)
        except Refused as refused:
            explain(form, refused)
        else:
            toasts.say(request, f"已任命：{row.person} {row}。从 {row.since} 起有效。")
            return to(f"/workbench/accounts/?org={row.organisation_id}")
    context = {"form": form, "title": "任命", "button": "任命", "back": "/workbench/accounts/"}
    return render(request, "workbench/form.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff("accounts.edit")
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """免职."""
    actor = actor_of(request)
    row = appointment_by_id(pk)
    if row is None or not actor.may("accounts.edit", row.org_path):
        raise Refused(OUT_OF_SCOPE)
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_appointment(actor=actor, appointment=row, until=form.cleaned_data["until"])
        except Refused as refused:
            explain(form, refused)
        else:
            toasts.say(request, f"{row.person} 的“{row}”任职到 {form.cleaned_data['until']} 为止。")
            return to("/workbench/accounts/")
    context = {
        "form": form, "title": f"结束任职：{row.person} {row}", "button": "结束任职", "back": "/workbench/accounts/",
        "note": "账号仍然保留，本人还能看到自己的信息；工作权限随任职结束。",
    }  # fmt: skip
    return render(request, "workbench/form.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff("accounts.edit")
def full_time(request: HttpRequest, pk: int) -> HttpResponse:
    """更正专职、兼职."""
    actor = actor_of(request)
    row = appointment_by_id(pk)
    if row is None or not actor.may("accounts.edit", row.org_path):
        raise Refused(OUT_OF_SCOPE)
    form = FullTimeForm(request.POST or None, full_time=row.full_time)
    if request.method == "POST" and form.is_valid():
        try:
            actions.correct_full_time(actor=actor, appointment=row, **form.cleaned_data)
        except Refused as refused:
            explain(form, refused)
        else:
            toasts.say(
                request, f"已更正：{row.person} 的“{row}”是{'专职' if form.cleaned_data['full_time'] else '兼职'}。"
            )
            return to(f"/workbench/accounts/?org={row.organisation_id}")
    context = {
        "form": form, "title": f"更正专职兼职：{row.person} {row}", "button": "更正", "back": "/workbench/accounts/",
        "note": "登记时选错了的，在这里更正，操作记录里有。从某一天起真的变了的，结束这个任职，再重新任命。",
    }  # fmt: skip
    return render(request, "workbench/form.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff("accounts.edit")
@sensitive_post_parameters()
def help_sign_in(request: HttpRequest, pk: int) -> HttpResponse:
    """登录帮助: a forgotten password, a lost authenticator. The one-time password stands only in this answer."""
    actor = actor_of(request)
    row = appointment_by_id(pk)
    account: Any = getattr(row.person, "account", None) if row is not None else None
    if row is None or account is None or not actor.may("accounts.edit", row.org_path):
        raise Refused(OUT_OF_SCOPE)
    form = HelpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        wish = {name: form.cleaned_data[name] for name in ("what", "reason")}
        try:
            password = own.help_sign_in(actor=actor, account=account, **wish)
        except Refused as refused:
            explain(form, refused)
        else:
            context = {"account": account, "password": password, "done": own.HELP[wish["what"]], "what": wish["what"]}
            response = render(request, "workbench/account_helped.html", context)
            response.headers["Cache-Control"] = "no-store"
            return response
    context = {
        "form": form, "title": f"登录帮助：{row.person}", "button": "办理", "back": "/workbench/accounts/",
        "note": "办理后本人会收到通知，操作记录里写明是谁、为什么办的。重置密码后，他在别处的登录马上失效。",
    }  # fmt: skip
    return render(request, "workbench/form.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff("organisations.read")
def keepers(request: HttpRequest) -> HttpResponse:
    """``/workbench/keepers/``: who looks after which column; vacancies and silence first (LX-13, F01)."""
    actor = actor_of(request)
    form = KeeperForm(request.POST or None, actor=actor) if actor.has("accounts.edit") else None
    if request.method == "POST":
        if form is None:
            raise Refused(Denied("您的岗位不能指定责任人。", code="no_right"))
        if form.is_valid():
            try:
                row = actions.set_keeper(actor=actor, **(form.cleaned_data | form.people()))
            except Refused as refused:
                explain(form, refused)
            else:
                toasts.say(request, f"已指定“{row}”的责任人。")
                return to("/workbench/keepers/")
    silence = rule("LX-13", on=timezone.localdate())
    paths = actor.paths_for("organisations.read")
    alarms = vacant_or_silent(paths, silence.period("silence").amount, limits(timezone.localdate()))
    context = {
        "form": form, "alarms": alarms[:100], "silence": silence, "organisations": queries.keepings(actor)[:200],
    }  # fmt: skip
    return render(request, "workbench/keepers.html", context, status=422 if request.method == "POST" else 200)


def _person(text: str, field: str) -> Any:
    account: Any = queries.account_by_name_or_phone(text.strip())
    if account is None:
        raise Refused(
            Denied("没有找到这个用户名或手机号。", code="unknown", field=field, remedy="请核对，或先开设账号。")
        )
    return account.person
