"""The bank of an organisation that ends goes to its successor."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.organisations.succession import Handover, Remainder
from lianxin.foundation.spine.actions import action, record
from lianxin.kernel.actor import Actor

from .lifecycle import WRITE
from .models import BankQuestion


def left(organisation: Organisation) -> Sequence[Remainder]:
    """Questions that could still be asked."""
    ready = _rows(organisation).exclude(state="retired").count()
    return [Remainder(ready, "题", "题库里的题", "/workbench/question-bank/", WRITE, "请先停用，或者并入别的组织。")]


def carry(handover: Handover) -> None:
    """The part of this room in a merger."""
    succeed(actor=handover.actor, handover=handover)


@action("bank.succeed")
def succeed(*, actor: Actor, handover: Handover) -> int:
    """The whole bank in one statement, since it may hold ten thousand; answers how many."""
    moved = _rows(handover.organisation).update(organisation=handover.into, org_path=handover.into.path)
    record("bank.succeed", actor=actor, subject=handover.organisation, questions=moved)
    return moved


def _rows(organisation: Organisation) -> QuerySet[BankQuestion]:
    return BankQuestion.objects.unscoped("the bank of one organisation").filter(organisation=organisation)
