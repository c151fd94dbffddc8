"""我的党费: what I owe and how to pay it, what I paid, how it was reckoned, my receipts."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from lianxin.foundation.accounts.desk import actor_of, need, signed_in
from lianxin.membership.dossiers import queries as dossiers
from lianxin.membership.dossiers.models import Member

from . import actions, queries, ways
from .reckoning import first_of
from .reference import code_of

LINES = 100


@require_safe
@signed_in
def mine(request: HttpRequest) -> HttpResponse:
    """``/me/dues/``."""
    actor = actor_of(request)
    member = dossiers.own(actor.person_id)
    context: dict[str, Any] = {"member": member, "held": None, "owed": [], "lines": []}
    if member is not None:
        today = timezone.localdate()
        context |= {"held": queries.assessment(member, first_of(today)), "owed": queries.owed(member).items(),
                    "lines": queries.own(member)[:LINES], "code": code_of(member.pk), **_paying(member)}  # fmt: skip
    return render(request, "dues/mine.html", context)


def _paying(member: Member) -> dict[str, Any]:
    """Where to pay, and what: the months that can still be made up for (FEE-06)."""
    months = queries.open_months(member, timezone.localdate()) if member.in_party else []
    way = ways.way_for(member) if member.in_party else None
    return {
        "months": months, "to_pay": sum((left for _, left in months), actions.ZERO), "way": way,
        "host": ways.host_of(way) if way else "", "picture": ways.picture_of(way) if way else None,
    }  # fmt: skip


@require_safe
@signed_in
def receipt(request: HttpRequest, number: str) -> HttpResponse:
    """``/me/dues/receipts/<number>/``: one's own receipt, to print."""
    actor = actor_of(request)
    member = need(dossiers.own(actor.person_id))
    rows = list(queries.own(member).filter(receipt=number).select_related("organisation").order_by("pk"))
    first = [row for row in need(rows or None) if row.reverses_id is None]
    context = {"number": number, "rows": first, "total": sum((row.amount for row in first), actions.ZERO), "member": member,
               "undone": len(rows) > len(first)}  # fmt: skip
    return render(request, "dues/receipt.html", context)
