"""The bank of the demonstration: one question in every state, enough that papers can be drawn."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, record
from lianxin.kernel.actor import SYSTEM, Actor

from . import actions
from .actions import Written
from .demo_texts import BEGUN, TOLD, WAITING
from .marking import Text

#: written and approved so long ago
SINCE = timedelta(days=120)


@action("bank.demo")
def load(*, office: Organisation, today: date, actor: Actor = SYSTEM) -> int:
    """Questions into the bank of an organisation; answers how many."""
    with moment.at(timezone.make_aware(datetime.combine(today - SINCE, time(9)))):
        for at, (topic, difficulty, text) in enumerate(TOLD):
            case = actions.write(
                actor=SYSTEM,
                organisation=office,
                written=Written(text, topic, difficulty),
                key=f"demo-bank-{office.pk}-{at}",
            )
            case = actions.submit(actor=SYSTEM, question=case, revision=case.revision)
            actions.approve(actor=SYSTEM, question=case, revision=case.revision)
    with moment.at(timezone.make_aware(datetime.combine(today - timedelta(days=4), time(9)))):
        for at, text in enumerate(WAITING):
            case = actions.write(
                actor=SYSTEM,
                organisation=office,
                written=Written(text, "支部工作"),
                key=f"demo-waiting-{office.pk}-{at}",
            )
            actions.submit(actor=SYSTEM, question=case, revision=case.revision)
        case = actions.write(
            actor=SYSTEM, organisation=office, written=Written(BEGUN, "流动党员"), key=f"demo-begun-{office.pk}"
        )
        old = actions.write(
            actor=SYSTEM, organisation=office, written=Written(_old(), "支部工作"), key=f"demo-old-{office.pk}"
        )
        actions.retire(actor=SYSTEM, question=old, reason="题干写得含糊，另出了一题。", revision=old.revision)
    total = len(TOLD) + len(WAITING) + 2
    record("bank.demo", actor=actor, questions=total)
    return total


def _old() -> Text:
    """One that was taken out of use."""
    return replace(WAITING[1], stem="党课要多上。", source="无条款")
