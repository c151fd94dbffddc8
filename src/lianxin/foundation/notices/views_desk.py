"""What leaves the house: ``/workbench/deliveries/``."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Refused, require

from . import actions, policies, queries
from .channels.base import CHANNELS
from .codes import label_of
from .models import Delivery

PAGE = 30
DAYS = 7
WORDS = dict(Delivery.STATES)
TONES = {"sent": "ok", "waiting": "wait", "failed": "late", "skipped": ""}


@require_GET
def deliveries(request: HttpRequest) -> HttpResponse:
    """Counts of the week, and the messages of one state; neither persons nor contents."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by ActorMiddleware
    require(policies.may_read(actor))
    state = request.GET.get("state", "failed")
    state = state if state in WORDS else "failed"
    counts = queries.delivery_counts(actor, DAYS)
    rows = queries.deliveries(actor).filter(state=state).defer("address", "body", "title")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": [_line(row) for row in page.object_list],
        "facts": [(number, WORDS[name]) for name, number in counts.items()],
        "chips": [(word, f"?state={name}", name == state) for name, word in Delivery.STATES],
        "word": WORDS[state],
        "days": DAYS,
        "may_retry": actor.has("notices.retry"),
    }
    return render(request, "notices/deliveries.html", context)


def _line(row: Delivery) -> dict[str, object]:
    channel = CHANNELS.get(row.channel)
    return {
        "row": row,
        "code": label_of(row.code),
        "channel": channel.label if channel else row.channel,
        "word": WORDS[row.state],
        "tone": TONES[row.state],
        "failed": row.state == "failed",
    }


@require_POST
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Try one again."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by ActorMiddleware
    require(policies.may_read(actor))
    row = get_object_or_404(queries.deliveries(actor), pk=pk)
    try:
        actions.retry(actor=actor, delivery=row)
    except Refused as refused:
        messages.error(request, f"{refused.denied.reason}{refused.denied.remedy}")
    else:
        messages.success(request, "已重新排队，稍后会再次发送。")
    return redirect("notices:deliveries")
