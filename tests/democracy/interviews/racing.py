"""Races for slots with real threads on a real database, in a process of their own; prints what came of them as JSON."""

from __future__ import annotations

import json
import sys
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from lianxin.democracy.interviews.actions import board, plans, talks, visits
from lianxin.democracy.interviews.models import Reception, SameAsk, Visit
from lianxin.democracy.speaking import actions as speaking
from lianxin.foundation.accounts.models import Person
from lianxin.kernel.actor import ANONYMOUS, Actor
from tests.factories import build_county
from tests.voice.letters.racing import ROUNDS, built, race

settings.CODE_HASH_MEMORY_KIB = 8


def book(plan: Reception, slot: int, phone: str, key: str, who: Actor = ANONYMOUS) -> Any:
    return visits.book(actor=who, reception=plan, coming=visits.Coming(slot, "老李", phone, "沟堵了"), key=key)


def main(what: str) -> None:
    """build: the county; run: all races."""
    if what == "build":
        county = build_county()
        county.add("editor", "editor", "QS01")
        return
    county = built()
    keepers: Any = {"keeper": county.people["editor"], "deputy": county.people["secretary"]}
    start: datetime = timezone.now() + timedelta(days=9)
    plan = plans.draw(
        actor=county.actor("editor"),
        organisation=county.town,
        plan=plans.Plan(start, 10, 30, "一楼", "孙局", "局长", "道路", **keepers),
        key="race",
    )
    plan = plans.announce(actor=county.actor("approver"), reception=plan, revision=plan.revision)
    slot, visitor, form = [], [], []
    for n in range(1, ROUNDS + 1):
        slot.append(
            race(
                lambda n=n: book(plan, n, f"1380000{n:04}", f"a{n}"),
                lambda n=n: book(plan, n, f"1390000{n:04}", f"b{n}"),
            )
        )
        visitor.append(
            race(
                lambda n=n: book(plan, 10 + n, f"1370000{n:04}", f"c{n}"),
                lambda n=n: book(plan, 20 + n, f"1370000{n:04}", f"d{n}"),
            )
        )
    last = 30
    form.append(race(*[lambda: book(plan, last, "13600000000", "twice") for _ in range(4)]))
    told = {
        "slot": slot,
        "visitor": visitor,
        "form": form,
        "rows": Visit.objects.unscoped("race").count(),
        "same": same(county),
    }
    sys.stdout.write(json.dumps(told))


def same(county: Any) -> list[Any]:
    """One person presses 同问 in four windows at once."""
    Person.objects.filter(nickname__in=("author", "neighbour")).update(identity_verified_at=timezone.now())
    keepers: Any = {"keeper": county.people["editor"], "deputy": county.people["secretary"]}
    start = timezone.now() + timedelta(days=9)
    draft = talks.Draft(
        "老街", "谈谈", start, start + timedelta(hours=1), [talks.Seat("孙局", "局长", "县住建局")], 3, **keepers
    )
    talk = talks.draw(actor=county.actor("editor"), organisation=county.town, draft=draft, key="race")
    talk = talks.announce(actor=county.actor("approver"), talk=talk, revision=talk.revision)
    said = speaking.say(actor=county.actor("author"), kind="talk", place=talk.pk, text="从哪头修？", key="q")
    speaking.publish(actor=county.actor("reviewer"), contribution=said, revision=said.revision)
    came = race(
        *[lambda: board.same(actor=county.actor("neighbour"), talk=talk, said=said.pk, wanted=True) for _ in range(4)]
    )
    return [*came, SameAsk.objects.count()]
