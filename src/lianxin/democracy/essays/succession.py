"""Calls and works of an organisation that ends: the successor goes on with them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lianxin.foundation.casework.engine import advance
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.organisations.succession import Handover, Remainder
from lianxin.foundation.spine.actions import action, lock, record
from lianxin.kernel.actor import SYSTEM, Actor

from .lifecycle import MANAGE
from .models import Call, Work

_URL = "/workbench/essays/"


def _rows(model: Any, organisation: Organisation) -> Any:
    return model.objects.unscoped("the cases of one organisation").filter(organisation=organisation)


def left(organisation: Organisation) -> Sequence[Remainder]:
    """What still runs, and texts without an answer."""
    calls = _rows(Call, organisation).filter(closed_at=None).count()
    works = _rows(Work, organisation).filter(state__in=("sent", "appealed"), call__state="closed").count()
    return [
        Remainder(calls, "个", "没有结束的征文、征稿", _URL, MANAGE, "请先公布结果、停止征稿或者终止。"),
        Remainder(works, "篇", "没有回音的来稿", f"{_URL}works/", MANAGE, "请先审完。"),
    ]


def carry(handover: Handover) -> None:
    """The part of this room in a merger."""
    succeed(actor=handover.actor, handover=handover)


@action("essays.succeed")
def succeed(*, actor: Actor, handover: Handover) -> int:
    """Each goes on at the successor, also what hangs in the exhibition; answers how many."""
    calls = list(_rows(Call, handover.organisation).exclude(state="dropped"))
    works = list(_rows(Work, handover.organisation).exclude(state="withdrawn"))
    for row in (*calls, *works):
        advance(lock(row), "carried", actor=SYSTEM, changes={"organisation": handover.into})
    record("essays.succeed", actor=actor, subject=handover.organisation, calls=len(calls), works=len(works))
    return len(calls) + len(works)
