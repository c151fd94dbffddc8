"""What the outside world calls: platforms with messages, people who subscribe, confirm and leave."""

from __future__ import annotations

import json

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseForbidden, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.foundation.spine.sealed import blind_index
from lianxin.kernel.actor import ANONYMOUS, SYSTEM
from lianxin.kernel.decision import Refused

from . import actions, inbox, leaving, queries, subscribing, wechat_inbox
from .forms import SubscribeForm
from .models import PublicAccount
from .push_crypto import public_key
from .text import Reply
from .wechat_crypto import Forged

THANKS = "您的留言已收到。"
GO_THERE = "请到留言板写下您的意见，可以随时查看办理进度：{url}"


def _account(pk: int, *kinds: str) -> PublicAccount:
    account = queries.in_use(pk, *kinds)
    if account is None:
        raise Http404
    return account


@csrf_exempt  # another machine posts here; its signature is what counts
@require_http_methods(["GET", "POST"])
def wechat(request: HttpRequest, pk: int) -> HttpResponse:
    """The address that is entered in the background of the official account."""
    account = _account(pk, "wechat")
    try:
        if request.method == "GET":
            return HttpResponse(wechat_inbox.check_address(account, request.GET), content_type="text/plain")
        heard = wechat_inbox.hear(account, request.GET, request.body)
        return _answer(account, heard)
    except Forged:
        return HttpResponseForbidden()


def _answer(account: PublicAccount, heard: wechat_inbox.Heard) -> HttpResponse:
    from django.conf import settings

    where = GO_THERE.format(url=f"{settings.SITE_URL}/letters/")
    if heard.event == "PUBLISHJOBFINISH":
        actions.nudge(account, heard.publish_id)
        words = ""
    elif heard.kind == "event":
        words = f"您好，这里是{account.organisation.name}。{_invite()}{where}" if heard.event == "subscribe" else ""
    elif heard.text and inbox.has_inbox():
        taken = actions.receive(actor=SYSTEM, account=account, reply=_reply(account, heard), address=heard.sender)
        words = taken.words if taken and taken.words else THANKS
    else:
        words = where
    if not words:
        return HttpResponse("success", content_type="text/plain")
    return HttpResponse(wechat_inbox.answer(account, heard, words), content_type="application/xml")


def _invite() -> str:
    return "有事可以直接在这里写下来，会转给承办单位，答复也送到这里。" if inbox.has_inbox() else ""


def _reply(account: PublicAccount, heard: wechat_inbox.Heard) -> Reply:
    return Reply(
        kind="wechat", account_id=account.pk, account_name=account.name, org_path=account.org_path,
        remote_id=heard.remote_id, sender=blind_index(f"wechat:{heard.sender}"), text=heard.text, at=heard.at,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def subscribe(request: HttpRequest, pk: int) -> HttpResponse:
    """One field; the answer is the same for every address."""
    account = _account(pk, "newsletter")
    form = SubscribeForm(request.POST or None)
    asked = request.method == "POST" and form.is_valid()
    if asked:
        subscribing.ask(actor=ANONYMOUS, account=account, address=form.cleaned_data["address"])
    context = {"account": account, "form": form, "asked": asked}
    return render(request, "channels/subscribe.html", context, status=200 if asked or not form.is_bound else 422)


@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows a button: programs that look into mails must not subscribe anybody."""
    subscriber = leaving.of_confirm(token)
    done = False
    if subscriber is not None and request.method == "POST":
        subscribing.confirm(actor=ANONYMOUS, subscriber=subscriber)
        done = True
    context = {"subscriber": subscriber, "account": subscriber.account if subscriber else None, "done": done}
    return render(request, "channels/confirm.html", context, status=200 if subscriber else 410)


@csrf_exempt  # RFC 8058: the mail program of the reader posts here, without any session
@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """One click in the mail program, or the button on the page."""
    if not leaving.is_leave(token):
        raise Http404
    subscriber = leaving.of_leave(token)
    if request.method == "POST" and subscriber is not None:
        account = subscriber.account
        subscribing.leave(actor=ANONYMOUS, subscriber=subscriber)
        return render(request, "channels/leave.html", {"account": account, "done": True})
    context = {"account": subscriber.account if subscriber else None, "done": subscriber is None}
    return render(request, "channels/leave.html", context)


def push_key(request: HttpRequest, pk: int) -> HttpResponse:
    """The public key that a browser needs before it subscribes."""
    return JsonResponse({"key": public_key(_account(pk, "push").secret("vapid"))})


@require_safe
def push_worker(request: HttpRequest, pk: int) -> HttpResponse:
    """The worker of one account; it stands below the address that it serves."""
    account = _account(pk, "push")
    here = reverse("channels:push", args=[account.pk])
    context = {"icon": static("ui/icons/bridge-192.png"), "here": here}
    text = render_to_string("channels/worker.js", context)
    headers = {"Cache-Control": "no-cache"}
    return HttpResponse(text, content_type="text/javascript; charset=utf-8", headers=headers)


# No CSRF token: it would need a cookie on every anonymous page. Nobody is signed in here, and the browser says
# from which site it calls.
@csrf_exempt
@require_POST
def push(request: HttpRequest, pk: int) -> HttpResponse:
    """A browser subscribes (``{"endpoint", "keys"}``) or leaves (``{"endpoint", "leave": true}``)."""
    account = _account(pk, "push")
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return HttpResponseForbidden()
    try:
        wanted = json.loads(request.body)
    except ValueError:
        wanted = None
    if not isinstance(wanted, dict):
        return JsonResponse({"error": "内容不是 JSON 对象"}, status=400)
    if wanted.get("leave"):
        found = subscribing.find_push(account, str(wanted.get("endpoint", "")))
        if found is not None:
            subscribing.leave(actor=ANONYMOUS, subscriber=found)
        return JsonResponse({"subscribed": False})
    try:
        subscribing.ask_push(actor=ANONYMOUS, account=account, wanted=wanted)
    except Refused as refused:
        return JsonResponse({"error": refused.denied.reason}, status=422)
    return JsonResponse({"subscribed": True})
