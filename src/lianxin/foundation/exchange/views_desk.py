"""平台间传递 at the desk: this instance's key, the instances it knows, what waits."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.foundation.accounts.desk import actor_of, blame, door, need, no_duty, number_of, to
from lianxin.kernel.decision import Refused
from lianxin.ui import toasts

from . import actions, messages
from .actions import MANAGE
from .keys import house_key
from .models import Outgoing, Peer

at_desk = door(no_duty("管平台的同志"))
ROOT = "/workbench/exchange/"
SHOWN = 30


class PeerForm(forms.Form):
    """登记对方平台."""

    use_required_attribute = False
    name = forms.CharField(label="对方平台的名称", max_length=80, error_messages={"required": "请填写对方平台的名称。"})
    url = forms.CharField(
        label="对方平台的网址", max_length=200, help_text="以 https:// 开头。",
        error_messages={"required": "请填写对方平台的网址。"},
    )  # fmt: skip
    public = forms.CharField(
        label="对方平台的公钥", max_length=120, help_text="在对方的“平台间传递”页面上，整段复制。",
        error_messages={"required": "请从对方页面复制公钥。"},
    )  # fmt: skip
    compared = forms.BooleanField(label="已和对方打电话或当面核对了指纹，一字不差", required=False)


@require_safe
@at_desk(MANAGE)
def overview(request: HttpRequest) -> HttpResponse:
    """``/workbench/exchange/``."""
    public = messages.public_of(house_key())
    waiting = Outgoing.objects.filter(delivered_at=None).select_related("peer").order_by("pk")
    vain = (
        Outgoing.objects.filter(delivered_at__isnull=False)
        .exclude(last_error="")
        .select_related("peer")
        .order_by("-pk")
    )
    context = {
        "public": [public[at : at + 11] for at in range(0, len(public), 11)], "fingerprint": messages.fingerprint(public),
        "peers": [(peer, messages.fingerprint(peer.public)) for peer in Peer.objects.all()],
        "waiting": waiting[:SHOWN], "count": waiting.count(), "vain": vain[:SHOWN],
    }  # fmt: skip
    return render(request, "exchange/overview.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(MANAGE)
def add(request: HttpRequest) -> HttpResponse:
    """``/workbench/exchange/new/``: first the key, then its fingerprint to be compared."""
    form = PeerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_peer(actor=actor_of(request), **form.cleaned_data)
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, "对方平台已登记。")
            return to(ROOT)
    context = {
        "form": form,
        "seen": _seen(request.POST.get("public", "")),
        "own": messages.fingerprint(messages.public_of(house_key())),
    }
    return render(request, "exchange/add.html", context, status=422 if request.method == "POST" else 200)


def _seen(public: str) -> str:
    """The fingerprint of what was typed, so that it can be compared; empty when it is no key."""
    try:
        return messages.fingerprint("".join(public.split())) if public.strip() else ""
    except messages.Malformed:
        return ""


@require_POST
@at_desk(MANAGE)
def switch(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/exchange/<pk>/switch/``."""
    peer = need(Peer.objects.filter(pk=pk).first())
    on = request.POST.get("on") == "1"
    try:
        actions.switch_peer(
            actor=actor_of(request), peer=peer, on=on, revision=number_of(request.POST.get("revision")) or 0
        )
    except Refused as refused:
        toasts.say(request, refused.denied.reason)
    else:
        toasts.say(request, "已恢复。" if on else "已停用，等着的消息保留。")
    return to(ROOT)
