"""Votes of real threads on a real database, in a process of their own; prints what came of them as JSON."""

from __future__ import annotations

import json
import sys
from datetime import timedelta
from typing import Any

from django.utils import timezone

from lianxin.democracy.polls import actions, urns
from lianxin.democracy.polls.counting import Ballot
from lianxin.democracy.polls.models import NamedBallot, Poll, Roll, Urn
from lianxin.foundation.accounts.models import Person
from lianxin.foundation.accounts.queries import actor_of
from lianxin.foundation.spine import moment
from lianxin.kernel.actor import SYSTEM
from tests.democracy.polls.conftest import draft_of
from tests.factories import build_county
from tests.voice.letters.racing import built, race

VOTERS = 8


def opened(county: Any, key: str, **more: Any) -> Poll:
    """A poll that runs now."""
    now = moment.now()
    values = {
        "electorate": "named",
        "people": tuple(Person.objects.order_by("pk").values_list("pk", flat=True)[:VOTERS]),
        "keeper": Person.objects.order_by("pk")[0].pk,
        "deputy": Person.objects.order_by("pk")[1].pk,
    } | more
    draft = draft_of(
        opens_at=now, closes_at=now + timedelta(days=1), result_on=timezone.localdate(now) + timedelta(days=1), **values
    )
    case = actions.draw(actor=SYSTEM, organisation=county.town, draft=draft, key=key)
    case = actions.submit(actor=SYSTEM, poll=case, revision=case.revision)
    return actions.release(actor=SYSTEM, poll=case, revision=case.revision)


def votes(case: Poll, *people: Person) -> list[Any]:
    """One call for each."""
    return [lambda p=p: actions.cast(actor=actor_of(p), poll=case, ballot=Ballot(((0,), (1,)))) for p in people]


def counted(case: Poll) -> list[int]:
    """Ballots in the urn, flags on the roll."""
    flags = Roll.objects.filter(poll=case, voted=True).count()
    kept = urns.tally(case).ballots if case.nameless else NamedBallot.objects.filter(poll=case).count()
    return [kept, flags]


def main(what: str) -> None:
    """build: the county; run: all races."""
    if what == "build":
        build_county()
        return
    county = built()
    people = list(Person.objects.order_by("pk")[:VOTERS])
    Person.objects.filter(pk__in=[p.pk for p in people]).update(phone_verified_at=timezone.now())
    told: dict[str, Any] = {}
    for name, more in {
        "roll": {},
        "named": {"nameless": False},
        "citizens": {"electorate": "citizens", "people": ()},
    }.items():
        case = opened(county, name, **more)
        told[name] = [race(*votes(case, *people)), counted(case)]
        case = opened(county, f"{name}-twice", **more)
        told[f"{name}_twice"] = [sorted(race(*votes(case, *[people[0]] * 4))), counted(case)]
    case = opened(county, "cancel")
    came = race(
        *votes(case, *people[:3]),
        lambda: actions.cancel(actor=SYSTEM, poll=case, reason="问错了", revision=case.revision),
    )
    told["cancel"] = [came, Urn.objects.filter(poll=case).count()]
    case = opened(county, "paper")
    hand = lambda: actions.hand_paper(actor=SYSTEM, poll=case, person_id=people[0].pk)  # noqa: E731 - one call of the race
    told["paper"] = [sorted(race(*votes(case, people[0]), hand)), counted(case)[0]]
    sys.stdout.write(json.dumps(told))
