"""Motions and consultations of an organisation that ends: the successor goes on with them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Any

from lianxin.foundation.casework.engine import advance
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.organisations.succession import Handover, Remainder
from lianxin.foundation.spine.actions import action, lock, record
from lianxin.kernel.actor import SYSTEM, Actor

from .indexing import index_consultation, index_motion
from .lifecycle import ANSWER, MANAGE
from .models import Consultation, Motion, Terms

_URL = "/workbench/consult/"


def _rows(model: Any, organisation: Organisation) -> Any:
    return model.objects.unscoped("the cases of one organisation").filter(organisation=organisation)


def left(organisation: Organisation) -> Sequence[Remainder]:
    """What still runs. A motion that was declined is answered, though it may be appealed."""
    motions = _rows(Motion, organisation).filter(closed_at=None).exclude(state="declined").count()
    cases = _rows(Consultation, organisation).filter(closed_at=None).count()
    return [
        Remainder(motions, "个", "没有办结的议题", f"{_URL}motions/", ANSWER, "请先答复、公布或者落实。"),
        Remainder(cases, "件", "没有办结的意见征集", _URL, MANAGE, "请先公布采纳情况或者终止。"),
    ]


def carry(handover: Handover) -> None:
    """The part of this room in a merger."""
    succeed(actor=handover.actor, handover=handover)


@action("consult.succeed")
def succeed(*, actor: Actor, handover: Handover) -> int:
    """Each case goes on at the successor, also what was published; terms are the successor's own. Answers how many."""
    old, into = handover.organisation, handover.into
    motions = list(_rows(Motion, old).exclude(state__in=("upheld", "withdrawn", "hidden")))
    cases = list(_rows(Consultation, old))
    for row in chain(motions, cases):
        moved = advance(lock(row), "carried", actor=SYSTEM, changes={"organisation": into})
        index_motion(moved) if isinstance(moved, Motion) else index_consultation(moved)
    terms = _rows(Terms, old).first()
    if terms is not None and not _rows(Terms, into).exists():
        terms.organisation, terms.org_path = into, into.path
        terms.save(update_fields=["organisation", "org_path"])
    record("consult.succeed", actor=actor, subject=old, motions=len(motions), consultations=len(cases))
    return len(motions) + len(cases)
