"""核验手机号: a code is sent to the phone, typed back, and then the phone counts as identity."""

from __future__ import annotations

import re
import secrets
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from lianxin.foundation.accounts.actions import verify_phone
from lianxin.foundation.notices.actions import send_to_address
from lianxin.foundation.spine.actions import action, record
from lianxin.foundation.spine.sealed import blind_index, open_text, seal_text
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Denied, Refused
from lianxin.ui import toasts

VALID_SECONDS = 600
TRIES = 5
SENDS = 3


class PhoneForm(forms.Form):
    """The number; digits alone are kept."""

    phone = forms.CharField(
        label="手机号", max_length=20, help_text="只用于核验和登录，加密保存，不会公开",
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )  # fmt: skip

    def clean_phone(self) -> str:
        digits = re.sub(r"\D", "", str(self.cleaned_data["phone"]))
        if not re.fullmatch(r"1\d{10}|0\d{9,11}", digits):
            raise forms.ValidationError("手机号应为 11 位数字，请检查。")
        return digits


class CodeForm(forms.Form):
    """The six digits of the message."""

    code = forms.CharField(
        label="短信里的 6 位数字", max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )  # fmt: skip


@never_cache
@login_required
def phone(request: HttpRequest) -> HttpResponse:
    """Two small steps on one page; the second is shown while a code is on its way."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by ActorMiddleware
    pending = cache.get(_key(actor))
    asking = PhoneForm(request.POST if "phone" in request.POST else None)
    typing = CodeForm(request.POST if "code" in request.POST else None)
    try:
        if asking.is_bound and asking.is_valid():
            send_code(actor=actor, phone=asking.cleaned_data["phone"])
            return redirect("me:phone")
        if typing.is_bound and typing.is_valid() and pending:
            _check(actor, pending, typing.cleaned_data["code"])
            toasts.say(request, "手机号已核验。")
            return redirect("me:home")
    except Refused as refused:
        (typing if typing.is_bound else asking).add_error(None, refused.denied.reason)
    bad = asking.errors or typing.errors
    context = {"asking": asking, "typing": typing, "pending": bool(pending)}
    return render(request, "me/phone.html", context, status=422 if bad else 200)


@action("me.send_phone_code")
def send_code(*, actor: Actor, phone: str) -> None:
    """Send a fresh code; the number of sends in a while is bounded."""
    sends = cache.get_or_set(f"{_key(actor)}:sends", 0, VALID_SECONDS)
    if int(sends or 0) >= SENDS:
        raise Refused(Denied("短信发得太频繁，请过十分钟再试。", code="too_soon"))
    cache.incr(f"{_key(actor)}:sends")
    code, nonce = f"{secrets.randbelow(1_000_000):06}", secrets.token_hex(8)
    cache.set(_key(actor), {"code": blind_index(f"{nonce}:{code}"), "nonce": nonce, "phone": seal_text(phone), "tries": 0},
              VALID_SECONDS)  # fmt: skip
    send_to_address(
        channel="sms", address=phone, code="me.phone_code", title="核验码", key=f"phone:{nonce}", urgent=True,
        body=f"核验码 {code}，十分钟内有效。如果不是您本人操作，请不要理会。",
    )  # fmt: skip
    record("me.send_phone_code", actor=actor, subject=f"person:{actor.person_id}")


def _check(actor: Actor, pending: dict[str, Any], typed: str) -> None:
    if pending["tries"] >= TRIES:
        raise Refused(Denied("输错次数太多，请重新获取核验码。", code="too_many"))
    digits = re.sub(r"\D", "", typed)
    if not secrets.compare_digest(blind_index(f"{pending['nonce']}:{digits}"), pending["code"]):
        cache.set(_key(actor), pending | {"tries": pending["tries"] + 1}, VALID_SECONDS)
        raise Refused(Denied("核验码不对，请照短信再输一次。", code="wrong", field="code"))
    verify_phone(actor=actor, phone=open_text(pending["phone"]))
    cache.delete(_key(actor))


def _key(actor: Actor) -> str:
    return f"me.phone:{actor.person_id}"
