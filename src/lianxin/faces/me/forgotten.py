"""忘了密码: a code is sent to the verified phone, and with it a new password is set.

For accounts without a duty: whoever works here asks the administrator, so that a stolen phone opens no desk.
Nobody learns from the page whether a number has an account.
"""

from __future__ import annotations

import secrets

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from lianxin.foundation.accounts.actions import new_password_by_phone
from lianxin.foundation.accounts.models import Account
from lianxin.foundation.accounts.queries import account_of_phone
from lianxin.foundation.notices.actions import send
from lianxin.foundation.spine.actions import action, record
from lianxin.foundation.spine.sealed import blind_index
from lianxin.kernel.actor import ANONYMOUS, Actor
from lianxin.kernel.decision import Refused
from lianxin.voice.letters.throttle import address_of

from . import proving
from .address import PhoneForm

#: codes asked for from one connection in a while
FROM_ONE_PLACE = 10


class NewPasswordForm(forms.Form):
    """The six digits of the message and the new password; the number travels along."""

    phone = forms.CharField(max_length=20, widget=forms.HiddenInput)
    code = forms.CharField(
        label="短信里的 6 位数字", max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )  # fmt: skip
    password = forms.CharField(
        label="新密码", help_text="至少 10 个字，不要全是数字",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip


@never_cache
@sensitive_post_parameters()
def forgotten(request: HttpRequest) -> HttpResponse:
    """``/me/forgotten/``: the number, then the code with the new password, then the way to the sign-in."""
    step = "code" if "code" in request.POST else "phone" if "phone" in request.POST else ""
    asking = PhoneForm(request.POST if step == "phone" else None)
    typing = NewPasswordForm(request.POST if step == "code" else None)
    done = sent = False
    try:
        if step == "phone" and asking.is_valid():
            number = asking.cleaned_data["phone"]
            ask(actor=ANONYMOUS, phone=number, address=address_of(request))
            typing, sent = NewPasswordForm(initial={"phone": number}), True
        elif step == "code" and typing.is_valid():
            _set(**typing.cleaned_data)
            done = True
    except Refused as refused:
        form: forms.Form = typing if step == "code" else asking
        field = refused.denied.field
        form.add_error(field if field in form.fields else None, refused.denied.reason)
    except ValidationError as error:
        typing.add_error("password", error)
    bad = asking.errors or typing.errors
    context = {"asking": asking, "typing": typing, "second": sent or (step == "code" and not done), "done": done}
    return render(request, "me/forgotten.html", context, status=422 if bad else 200)


@action("me.ask_new_password")
def ask(*, actor: Actor, phone: str, address: str) -> None:
    """Send a code where the number belongs to an account that may come back by it; else nothing, and nobody is told."""
    proving.count(f"me.phone.to:{blind_index(phone)}")
    proving.count(f"me.forgotten.from:{blind_index(address)}", FROM_ONE_PLACE)
    if account_of_phone(phone) is not None:
        proving.send(_key(phone), channel="sms", address=phone, title="重设密码", words="重设密码的核验码")
    record("me.ask_new_password", actor=actor)


def _set(phone: str, code: str, password: str) -> None:
    """Raises `Refused` for a code that does not hold, `ValidationError` for a password that is too weak."""
    number = proving.check(_key(phone), code)
    account = account_of_phone(number)
    if account is None:
        raise Refused(proving.WRONG)
    finish(actor=Actor("citizen", account.person_id, account.person.nickname), account=account, password=password)
    proving.forget(_key(phone))


@action("me.new_password")
def finish(*, actor: Actor, account: Account, password: str) -> None:
    """The password, and a line to its owner that it was changed."""
    new_password_by_phone(actor=actor, account=account, password=password)
    send(
        to=account.person_id, code="me.new_password", title="您的密码刚刚重设了", key=f"forgotten:{secrets.token_hex(8)}", urgent=True,
        body="用核验过的手机收短信重设的，原来的登录都已退出。不是您本人的，请马上联系服务站点。",
    )  # fmt: skip
    record("me.new_password", actor=actor, subject=account)


def _key(phone: str) -> str:
    return f"me.forgotten:{blind_index(phone)}"
