"""Pages for joining and for changing the password."""

from __future__ import annotations

from typing import cast

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth import login, update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters

from lianxin.kernel.actor import ANONYMOUS, Actor
from lianxin.kernel.decision import Denied, Refused

from .actions import change_password, register
from .forms import JoinForm, PasswordForm
from .models import Account

TOO_OFTEN = 429
OFTEN = "这个网络上刚才开通的账号太多了，请过十分钟再试，填的内容还在，密码要再输一次。写留言、查进度不需要账号。"
BACKEND = "lianxin.foundation.accounts.backends.NameOrPhoneBackend"


@sensitive_post_parameters()
def join(request: HttpRequest) -> HttpResponse:
    """开通账号. Anybody may; an account alone gives no right. So many from one address in a while (`ACCOUNT_RATE_LIMITS`)."""
    form, often = JoinForm(request.POST or None), False
    if request.method == "POST" and form.is_valid():
        often = not ratelimit.consume(request, action="signup")
        try:
            if often:
                raise Refused(Denied(OFTEN, code="too_many"))
            account = register(actor=ANONYMOUS, **form.cleaned_data)
        except Refused as refused:
            form.add_error(refused.denied.field or None, refused.denied.reason)
        else:
            login(request, account, backend=BACKEND)
            messages.success(request, "账号开好了。")
            return redirect("/me/")
    status = TOO_OFTEN if often else 422 if form.errors else 200
    return render(request, "accounts/join.html", {"form": form}, status=status)


@login_required
@sensitive_post_parameters()
def password(request: HttpRequest) -> HttpResponse:
    """修改密码, also the first step after a one-time password (P04)."""
    account = cast(Account, request.user)
    form = PasswordForm(request.POST or None, account=account)
    if request.method == "POST" and form.is_valid():
        actor: Actor = request.actor  # type: ignore[attr-defined]  # set by ActorMiddleware
        try:
            changed = change_password(actor=actor, account=account, password=form.cleaned_data["new_password1"])
        except Refused as refused:
            form.add_error(refused.denied.field or None, refused.denied.reason)
        else:
            update_session_auth_hash(request, changed)
            messages.success(request, "密码已修改。")
            return redirect("/workbench/" if actor.kind == "staff" else "/me/")
    context = {"form": form, "first": account.must_change_password}
    return render(request, "accounts/password.html", context, status=422 if form.errors else 200)
