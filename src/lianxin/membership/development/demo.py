"""Ways of the demonstration: people of several stages, walked through the same actions as everybody's."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine.actions import action, record
from lianxin.kernel.actor import SYSTEM, Actor
from lianxin.membership.dossiers.models import Member

from . import actions
from .models import Development

OPEN = timedelta(days=8)
VOTE = {
    "due": 16,
    "present": 14,
    "yes": 13,
    "written": 1,
    "performance": "思想稳定，肯吃苦，群众评价好。",
    "signed": True,
}
#: (event, days after the application, what it says); companions are put in where they are asked for
ROAD: tuple[tuple[str, int, dict[str, Any]], ...] = (
    ("talk", 12, {}), ("recommend", 60, {"way": "recommend"}), ("file_activist", 75, {}), ("mentors", 80, {"people": 2}),
    ("inspect", 250, {"note": "按时参加学习，主动打扫会场。"}), ("inspect", 430, {"note": "防汛时连续值守，表现稳定。"}),
    ("propose", 460, {}), ("file_candidate", 475, {}), ("introducers", 480, {"people": 2}),
    ("political_review", 484, {"passed": True, "note": "函调两份，结论清楚。"}), ("training", 490, {"days": 3, "lessons": 24}),
    ("check", 495, {}), ("pre_review", 500, {}), ("fill_form", 505, {}), ("accept", 515, VOTE), ("talk_before", 525, {}),
    ("approve", 535, {}), ("file_up", 540, {}), ("place", 541, {}), ("oath", 550, {}), ("ask_full", 875, {}),
)  # fmt: skip
#: how many days ago each of the demonstration's people applied
AGO = (5, 20, 45, 70, 100, 200, 300, 470, 485, 492, 503, 518, 530, 545, 700, 890)


@action("development.demo")
def load(*, today: date, actor: Actor = SYSTEM) -> int:
    """People of a few branches of the first town, each as far as the days allow."""
    dice = random.Random(7)
    branches = Organisation.objects.filter(kind="branch", closed_on=None).order_by("path")[: len(AGO)]
    made = 0
    for branch, ago in zip(branches, AGO, strict=False):
        rows = Member.objects.unscoped("the demonstration").filter(organisation=branch, standing="active")
        person = rows.exclude(stage="member").order_by("pk").first()
        full = list(rows.filter(stage="member").order_by("pk")[:4])
        if person is None or len(full) < 2:
            continue
        Member.objects.unscoped("the demonstration").filter(pk=person.pk).update(
            stage="applicant",
            joined_on=None,
            full_since=None,
            born=today - timedelta(days=dice.randrange(24, 40) * 365),
        )
        person.refresh_from_db()
        _walk(person, [str(m.pk) for m in full[:2]], today - timedelta(days=ago), today)
        made += 1
    record("development.demo", actor=actor, cases=made)
    return made


def _walk(person: Member, companions: list[str], since: date, today: date) -> None:
    case: Development = actions.apply(actor=SYSTEM, member=person, on=since)
    for event, after, said in ROAD:
        on = since + timedelta(days=after)
        # the last days stay open, so that there is something to do
        if on > today - OPEN:
            return
        words = {**said, "people": companions} if said.get("people") == len(companions) else said
        case = actions.take(actor=SYSTEM, case=case, event=event, on=on, said=words, revision=case.revision)
