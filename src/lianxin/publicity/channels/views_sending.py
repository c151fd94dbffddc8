"""Choosing where a published thing goes: ``/workbench/channels/send/<kind>/<number>/``."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Denied, Refused, all_of, require

from . import actions, policies, queries, sources
from .adapters.base import ADAPTERS
from .desk_lines import line_of
from .forms import SendForm
from .models import Dispatch, PublicAccount
from .text import Text

OFFERED = 40


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by ActorMiddleware
    require(policies.may_read(actor))
    return actor


@require_GET
def offers(request: HttpRequest) -> HttpResponse:
    """What was published lately in one's duty, and where each has gone."""
    actor = _actor(request)
    rows = offered(actor, OFFERED)
    fresh = request.GET.get("all") != "1"
    shown = [row for row in rows if not (fresh and row["sent"])]
    context = {
        "rows": shown, "fresh": fresh,
        "chips": [("还没有对外发布的", "?", fresh), ("全部最近内容", "?all=1", not fresh)],
    }  # fmt: skip
    return render(request, "channels/offers.html", context)


def offered(actor: Actor, many: int) -> list[dict[str, object]]:
    """The newest published things in the actor's duty, each with the number of accounts that have it."""
    found = sources.recent(actor.paths_for("channels.read"), many)
    sent = queries.handed_over(offer.thing for offer in found)
    return [
        {"offer": offer, "kind": offer.thing.partition(":")[0], "number": offer.thing.partition(":")[2],
         "sent": sent.get(offer.thing, 0)}
        for offer in found
    ]  # fmt: skip


@require_http_methods(["GET", "POST"])
def send(request: HttpRequest, kind: str, number: str) -> HttpResponse:
    """One thing: where it has gone, what it would look like elsewhere, and the choice of accounts and time."""
    actor = _actor(request)
    text = _text(actor, f"{kind}:{number}")
    accounts = queries.speakers(text.org_path)
    history = list(queries.of_thing(text.thing))
    able = [a for a in accounts if not _why_not(actor, a, text, history)]
    form = SendForm(able, request.POST or None)
    if request.method == "POST" and form.is_valid() and _sent(request, form, actor, text):
        return redirect("channels:send", kind, number)
    context = {
        "text": text, "address": text.url.removeprefix(settings.SITE_URL), "form": form,
        "choices": [_choice(form, a, text, _why_not(actor, a, text, history), history) for a in accounts],
        "able": able, "lines": [line_of(actor, row) for row in history], "source": sources.SOURCES[kind].label,
    }  # fmt: skip
    return render(request, "channels/send.html", context, status=422 if form.errors else 200)


def _text(actor: Actor, thing: str) -> Text:
    """The thing as it is published now, in the actor's duty; otherwise it does not exist for this actor."""
    text = sources.now(thing) if sources.is_known(thing) and sources.SOURCES[thing.partition(":")[0]].offered else None
    if text is None or not actor.may("channels.read", text.org_path):
        raise Refused(OUT_OF_SCOPE)
    return text


def _why_not(actor: Actor, account: PublicAccount, text: Text, history: list[Dispatch]) -> str:
    """Why this account cannot be chosen; empty when it can."""
    mine = [d for d in history if d.account_id == account.pk and d.purpose == "publish" and d.parcel.key == text.key]
    if any(d.state != "cancelled" for d in mine):
        return "这一版已经交给它"
    spoken = list({d.account_id: d.account for d in history if d.state in ("waiting", "sent")}.values())
    decision = all_of(policies.may_send(actor, account, text), policies.one_voice([account], spoken))
    return decision.reason if isinstance(decision, Denied) else ""


def _choice(form: SendForm, account: PublicAccount, text: Text, why: str, history: list[Dispatch]) -> dict[str, object]:
    adapter = ADAPTERS[account.kind]
    earlier = [d for d in history if d.account_id == account.pk and d.purpose == "publish" and d.state == "sent"]
    return {
        "account": account, "able": not why, "why": why, "checked": str(account.pk) in form.chosen, "earlier": bool(earlier),
        "parts": adapter.preview(text, account.organisation.name), "can_withdraw": adapter.withdraw is not None,
    }  # fmt: skip


def _sent(request: HttpRequest, form: SendForm, actor: Actor, text: Text) -> bool:
    data = form.cleaned_data
    try:
        made = actions.send(actor=actor, text=text, accounts=[int(pk) for pk in data["accounts"]], at=data["at"])
    except Refused as refused:
        field = refused.denied.field if refused.denied.field in form.fields else None
        form.add_error(field, f"{refused.denied.reason}{refused.denied.remedy}")
        return False
    said = "到时会自动送出。" if data["at"] else "几秒钟内送出，情况见下面的表。"
    messages.success(request, f"已交给 {len(made)} 个账号，{said}")
    return True


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back what is out."""
    actor = _actor(request)
    row = get_object_or_404(queries.dispatches(actor), pk=pk)
    try:
        back = actions.withdraw(actor=actor, dispatch=row)
    except Refused as refused:
        messages.error(request, f"{refused.denied.reason}{refused.denied.remedy}")
    else:
        if back is None:
            messages.error(request, "这个渠道不支持撤回：邮件和推送送出后就在对方手里。可以发布更正。")
        else:
            messages.success(request, "正在撤回，几秒钟后可以看到结果。")
    kind, _, number = row.parcel.thing.partition(":")
    return redirect("channels:send", kind, number) if sources.now(row.parcel.thing) else redirect("channels:overview")
