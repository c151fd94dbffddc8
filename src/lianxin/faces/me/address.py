"""核验手机号 and 电子邮箱: a code is sent there, typed back, and then the address counts as the person's own."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from lianxin.foundation.accounts.actions import set_email, verify_phone
from lianxin.foundation.accounts.queries import person_by_id
from lianxin.foundation.spine.actions import action, record
from lianxin.foundation.spine.sealed import blind_index
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Refused
from lianxin.kernel.personal_data import partly
from lianxin.ui import toasts

from . import proving


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


class EmailForm(forms.Form):
    """The mailbox to which notices go."""

    email = forms.EmailField(
        label="电子邮箱", max_length=120, help_text="用来收通知，加密保存，不会公开",
        error_messages={"invalid": "邮箱地址不完整，例如 name@example.org。"},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )  # fmt: skip


class CodeForm(forms.Form):
    """The six digits of the message."""

    code = forms.CharField(
        label="收到的 6 位数字", max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )  # fmt: skip


@dataclass(frozen=True)
class Kind:
    """A kind of address. field: of its form; keep: writes the address that was proved."""

    field: str
    channel: str
    label: str
    form: type[forms.Form]
    keep: Callable[..., Any]

    def key(self, actor: Actor) -> str:
        """Under which name its code waits."""
        return f"me.{self.field}:{actor.person_id}"


def _keep_phone(*, actor: Actor, address: str) -> None:
    verify_phone(actor=actor, phone=address)


def _keep_email(*, actor: Actor, address: str) -> None:
    set_email(actor=actor, email=address)


PHONE = Kind("phone", "sms", "手机号", PhoneForm, _keep_phone)
EMAIL = Kind("email", "email", "电子邮箱", EmailForm, _keep_email)


@never_cache
@login_required
def phone(request: HttpRequest) -> HttpResponse:
    """``/me/phone/``."""
    return _page(request, PHONE, "me:phone", "me:home")


@never_cache
@login_required
def email(request: HttpRequest) -> HttpResponse:
    """``/me/email/``; a mailbox can be taken away again without a code."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by ActorMiddleware
    if request.method == "POST" and "drop" in request.POST:
        set_email(actor=actor, email="")
        toasts.say(request, "邮箱已经去掉，通知只在站内。")
        return redirect("me:email")
    person = person_by_id(actor.person_id or 0)
    return _page(request, EMAIL, "me:email", "notices:settings", known=partly(person.email) if person else "")


def _page(request: HttpRequest, kind: Kind, here: str, done: str, **more: Any) -> HttpResponse:
    """Two small steps on one page; the second is shown while a code is on its way."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by ActorMiddleware
    waits = proving.waits(kind.key(actor))
    asking = kind.form(request.POST if kind.field in request.POST else None)
    typing = CodeForm(request.POST if "code" in request.POST else None)
    try:
        if asking.is_bound and asking.is_valid():
            send_code(actor=actor, kind=kind, address=asking.cleaned_data[kind.field])
            return redirect(here)
        if typing.is_bound and typing.is_valid() and waits:
            kind.keep(actor=actor, address=proving.check(kind.key(actor), typing.cleaned_data["code"]))
            proving.forget(kind.key(actor))
            toasts.say(request, f"{kind.label}已核验。")
            return redirect(done)
    except Refused as refused:
        (typing if typing.is_bound else asking).add_error(None, refused.denied.reason)
    bad = asking.errors or typing.errors
    context = {"kind": kind, "field": asking[kind.field], "asking": asking, "typing": typing, "pending": waits, **more}
    return render(request, "me/address.html", context, status=422 if bad else 200)


@action("me.send_phone_code")
def send_code(*, actor: Actor, kind: Kind, address: str) -> None:
    """Send a fresh code; the number of sends in a while is bounded, for who asks and for where it goes."""
    proving.count(f"{kind.key(actor)}:sends")
    proving.count(f"me.{kind.field}.to:{blind_index(address)}")
    proving.send(kind.key(actor), channel=kind.channel, address=address, title="核验码", words="核验码")
    record("me.send_phone_code", actor=actor, subject=f"person:{actor.person_id}")
