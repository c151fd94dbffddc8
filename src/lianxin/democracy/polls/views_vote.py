"""投票 on a phone: item by item or all on one page, a look before sending, the receipt only after it is kept."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.foundation.accounts.desk import actor_of, need, signed_in, to
from lianxin.kernel.decision import Denied, Refused
from lianxin.ui import toasts

from . import actions, policies, queries
from .actions.casting import read
from .casting_form import Sheet, sheet_of
from .models import Poll
from .views_public import SIZE, page_of, with_phase

#: refusals after which sending again is of no use
OVER = ("late", "early", "twice", "paper", "not_on_roll", "unchecked", "gone")
RECEIPT = "收到了，您这一票已经记下。"


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def vote(request: HttpRequest, pk: int) -> HttpResponse:
    """``/polls/<pk>/vote/``. Steps are POSTs that keep nothing; only ``go=cast`` counts, in one transaction."""
    actor = actor_of(request)
    poll: Poll = need(queries.one(actor, pk))
    before = policies.own_answers(actor, poll)
    # an address never carries answers: a link that chooses for somebody would also stand in the log of a proxy
    asked = QueryDict("whole=1" if request.GET.get("whole") == "1" else "")
    data = request.POST if request.method == "POST" else asked
    sheet = sheet_of(poll, data, read(str(before.answers)) if before is not None else None)
    if request.method != "POST" or data.get("go") != "cast":
        may = policies.may_cast(actor, poll, policies.entry_of(actor, poll))
        return _page(request, sheet, may if isinstance(may, Denied) else None)
    try:
        actions.cast(actor=actor, poll=poll, ballot=sheet.ballot)
    except Refused as refused:
        if refused.denied.code == "out_of_scope":
            raise
        return _page(request, sheet, refused.denied, status=422)
    toasts.say(request, RECEIPT)
    return to(poll.get_absolute_url())


def _page(request: HttpRequest, sheet: Sheet, denied: Denied | None, status: int = 200) -> HttpResponse:
    context = {"poll": sheet.poll, "sheet": sheet, "denied": denied, "closed": denied is not None and denied.code in OVER,
               "steps": len(sheet.poll.items)}  # fmt: skip
    return render(request, "polls/public/vote.html", context, status=status)


@require_POST
@signed_in
def object_to(request: HttpRequest, pk: int) -> HttpResponse:
    """``/polls/<pk>/object/``: 对名册提意见."""
    actor = actor_of(request)
    poll: Poll = need(queries.one(actor, pk))
    text = request.POST.get("text", "")
    try:
        actions.object_to(actor=actor, poll=poll, text=text)
    except Refused as refused:
        if refused.denied.code == "out_of_scope":
            raise
        context = {**page_of(actor, poll), "typed": text, "wrong": refused.denied}
        return render(request, "polls/public/one.html", context, status=422)
    toasts.say(request, "已经送到，答复会通知您。")
    return to(poll.get_absolute_url())


@require_safe
@signed_in
def mine(request: HttpRequest) -> HttpResponse:
    """``/me/polls/``: polls in which I may take part, and those in which I did."""
    page = Paginator(queries.own(actor_of(request)), SIZE).get_page(request.GET.get("page"))
    rows = [(entry, poll, tone) for entry, (poll, tone) in zip(page, with_phase(e.poll for e in page), strict=True)]
    return render(request, "polls/mine.html", {"page": page, "rows": rows})
