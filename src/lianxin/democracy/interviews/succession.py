"""Interviews and reception days of an organisation that ends: the successor goes on with them."""

from __future__ import annotations

from collections.abc import Sequence

from lianxin.foundation.casework.engine import advance
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.organisations.succession import Handover, Remainder
from lianxin.foundation.spine.actions import action, lock, record
from lianxin.kernel.actor import SYSTEM, Actor

from .indexing import index_reception, index_talk
from .lifecycle import ANNOUNCE, DESK, RELEASE
from .models import Interview, Reception, Visit

_TALKS = ("draft", "announced", "postponed", "live", "finished", "recorded")
_PLANS = ("draft", "announced")
_OPEN = ("booked", "arrived", "following")


def left(organisation: Organisation) -> Sequence[Remainder]:
    """What still runs."""
    talks = (
        Interview.objects.unscoped("of one organisation").filter(organisation=organisation, state__in=_TALKS).count()
    )
    plans = (
        Reception.objects.unscoped("of one organisation").filter(organisation=organisation, state__in=_PLANS).count()
    )
    open_visits = (
        Visit.objects.unscoped("of one organisation").filter(organisation=organisation, state="following").count()
    )
    return [
        Remainder(talks, "场", "没有归档的在线访谈", "/workbench/talks/", RELEASE, "请先办完、归档或者取消。"),
        Remainder(plans, "个", "没有结束的接访日", "/workbench/receptions/", ANNOUNCE, "请先结束或者取消。"),
        Remainder(open_visits, "件", "接访时答应跟进的事", "/workbench/receptions/", DESK, "请先给来访人答复。"),
    ]


def carry(handover: Handover) -> None:
    """The part of this room in a merger."""
    succeed(actor=handover.actor, handover=handover)


@action("interviews.succeed")
def succeed(*, actor: Actor, handover: Handover) -> int:
    """Everything that goes on goes on at the successor; answers how much."""
    moved = 0
    carried = (
        (Interview, [*_TALKS]), (Reception, [*_PLANS, "held"]),
        (Visit, [*_OPEN, "answered", "handed", "referred"]),
    )  # fmt: skip
    for model, states in carried:
        rows = model.objects.unscoped("of one organisation").filter(
            organisation=handover.organisation, state__in=states
        )
        for row in list(rows):
            case = advance(lock(row), "carried", actor=SYSTEM, changes={"organisation": handover.into})
            if isinstance(case, Interview):
                index_talk(case)
            elif isinstance(case, Reception):
                index_reception(case)
            moved += 1
    record("interviews.succeed", actor=actor, subject=handover.organisation, matters=moved)
    return moved
