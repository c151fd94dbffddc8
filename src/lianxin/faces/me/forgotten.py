"""忘了密码: a code is sent to the verified phone, and with it a new password is set.

For accounts without a duty: whoever works here asks the administrator, so that a stolen phone opens no desk.
Nobody learns from the page whether a number has an account.
"""

from __future__ import annotations

import re
import secrets
from typing import Any

from django import forms
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from lianxin.foundation.accounts.actions import new_password_by_phone
from lianxin.foundation.accounts.models import Account
from lianxin.foundation.accounts.queries import account_of_phone
from lianxin.foundation.notices.actions import send, send_to_address
from lianxin.foundation.spine.actions import action, record
from lianxin.foundation.spine.sealed import blind_index
from lianxin.kernel.actor import ANONYMOUS, Actor
from lianxin.kernel.decision import Denied, Refused
from lianxin.voice.letters.throttle import address_of

from .phone import SENDS, TRIES, VALID_SECONDS, PhoneForm

#: codes asked for from one connection in `VALID_SECONDS`
FROM_ONE_PLACE = 10
TOO_OFTEN = Denied("短信发得太频繁，请过十分钟再试。", code="too_soon")
WRONG = Denied("核验码不对或者已经过期，请照短信再输一次，或重新获取。", code="wrong", field="code")


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
    for key, most in ((f"{_key(phone)}:sends", SENDS), (f"me.forgotten.from:{blind_index(address)}", FROM_ONE_PLACE)):
        if int(cache.get_or_set(key, 0, VALID_SECONDS) or 0) >= most:
            raise Refused(TOO_OFTEN)
        cache.incr(key)
    account = account_of_phone(phone)
    if account is not None:
        code, nonce = f"{secrets.randbelow(1_000_000):06}", secrets.token_hex(8)
        cache.set(_key(phone), {"code": blind_index(f"{nonce}:{code}"), "nonce": nonce, "tries": 0}, VALID_SECONDS)
        send_to_address(
            channel="sms", address=phone, code="me.phone_code", title="重设密码", key=f"forgotten:{nonce}", urgent=True,
            body=f"重设密码的核验码 {code}，十分钟内有效。如果不是您本人操作，请不要理会。",
        )  # fmt: skip
    record("me.ask_new_password", actor=actor)


def _set(phone: str, code: str, password: str) -> None:
    """Raises `Refused` for a code that does not hold, `ValidationError` for a password that is too weak."""
    pending: dict[str, Any] | None = cache.get(_key(phone))
    account = account_of_phone(phone)
    if pending is None or account is None or pending["tries"] >= TRIES:
        raise Refused(WRONG)
    digits = re.sub(r"\D", "", code)
    if not secrets.compare_digest(blind_index(f"{pending['nonce']}:{digits}"), pending["code"]):
        cache.set(_key(phone), pending | {"tries": pending["tries"] + 1}, VALID_SECONDS)
        raise Refused(WRONG)
    actor = Actor("citizen", account.person_id, account.person.nickname)
    finish(actor=actor, account=account, password=password, nonce=pending["nonce"])
    cache.delete(_key(phone))


@action("me.new_password")
def finish(*, actor: Actor, account: Account, password: str, nonce: str) -> None:
    """The password, and a line to its owner that it was changed."""
    new_password_by_phone(actor=actor, account=account, password=password)
    send(
        to=account.person_id, code="me.new_password", title="您的密码刚刚重设了", key=f"forgotten:{nonce}:done", urgent=True,
        body="用核验过的手机收短信重设的，原来的登录都已退出。不是您本人的，请马上联系服务站点。",
    )  # fmt: skip
    record("me.new_password", actor=actor, subject=account)


def _key(phone: str) -> str:
    return f"me.forgotten:{blind_index(phone)}"
