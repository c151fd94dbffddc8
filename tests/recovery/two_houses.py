"""What `test_two_instances` does inside each of its two instances; prints what came of it as JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import date
from typing import Any

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.accounts.queries import actor_of
from lianxin.foundation.exchange import actions as exchange
from lianxin.foundation.exchange.keys import house_key
from lianxin.foundation.exchange.messages import public_of
from lianxin.foundation.exchange.models import Incoming, Outgoing, Peer
from lianxin.foundation.exchange.sending import attempt
from lianxin.foundation.organisations import actions as tree
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine import moment
from lianxin.kernel.actor import SYSTEM, Actor
from lianxin.membership.dossiers.importing.running import run
from lianxin.membership.dossiers.models import Member
from lianxin.membership.transfer import actions
from lianxin.membership.transfer.models import Transfer
from tests.factories import build_county
from tests.membership.dossiers.rosters import book, person

DUES = date(2026, 1, 1)


def build() -> None:
    """The invented county with a branch, its people and members; the same names in both houses."""
    county = build_county()
    for name, post, code in (("organiser", "organiser", "QS01"), ("keeper", "admin", "QS")):
        county.add(name, post, code)
    rows = [
        person(n, name=name) for n, name in enumerate(("周禾苗", "吴春秋", "郑平安", "何秋实", "丁向阳", "柳成荫"), 1)
    ]
    outcome = run(book(rows), actor=county.actor("organiser"), dry=False)
    assert outcome.fresh == len(rows)


def town() -> None:
    """A committee with a branch and nobody in it yet."""
    county = build_county()
    for name, post, code in (("organiser", "organiser", "QS01"), ("keeper", "admin", "QS")):
        county.add(name, post, code)
    tree.found(
        actor=SYSTEM, parent=county.town, name="新埠头村党支部", short_name="新埠头支部", kind="branch", code="QS01-N", on=date(2015, 7, 1)
    )  # fmt: skip


def who(name: str = "organiser") -> Actor:
    return actor_of(Person.objects.get(nickname=name))


def key() -> str:
    return public_of(house_key())


def befriend(name: str, url: str, public: str) -> None:
    exchange.add_peer(actor=who("keeper"), name=name, url=url, public=public, compared=True)


def leave(name: str, code: str = "QS01-N") -> int:
    """Somebody asks and gets the letter; it waits to be sent."""
    member = Member.objects.unscoped("test").get(name=name)
    case = actions.ask(actor=who(), member=member, way="peer", reason="work", target_name=code, peer=Peer.objects.get())
    return int(actions.issue(actor=who(), case=case, days=30, dues_until=DUES, revision=case.revision).pk)


def again(name: str) -> None:
    case = of(name)
    actions.issue(actor=who(), case=case, days=30, dues_until=DUES, revision=case.revision, again=True)


def of(name: str) -> Transfer:
    return next(c for c in Transfer.objects.unscoped("test").order_by("-pk") if c.name == name)


def receive(name: str) -> None:
    case = of(name)
    home = Organisation.objects.get(code="QS01-N")
    actions.receive(actor=who(), case=case, home=home, revision=case.revision)


def refuse(name: str) -> None:
    case = of(name)
    actions.refuse(actor=who(), case=case, ground="elsewhere", text="人不在我们这里工作。", revision=case.revision)


def recall(name: str) -> None:
    case = of(name)
    actions.recall(actor=who(), case=case, text="本人决定暂时不走。", revision=case.revision)


def deliver() -> list[bool]:
    """One try for each message that waits, as if its time had come."""
    Outgoing.objects.filter(delivered_at=None).update(next_at=moment.now(), claim=None)
    return [
        attempt(pk) for pk in Outgoing.objects.filter(delivered_at=None).order_by("pk").values_list("pk", flat=True)
    ]


def errors() -> list[str]:
    return list(Outgoing.objects.filter(delivered_at=None).order_by("pk").values_list("last_error", flat=True))


def state(name: str) -> dict[str, Any]:
    """What this house says about somebody."""
    cases = [c for c in Transfer.objects.unscoped("test").order_by("pk") if c.name == name]
    members = Member.objects.unscoped("test").filter(name=name)
    return {
        "transfers": [[c.state, c.letters, c.steps.count()] for c in cases],
        "members": [[m.standing, m.organisation.code] for m in members],
        "waiting": Outgoing.objects.filter(delivered_at=None).count(), "heard": Incoming.objects.count(),
        "kept": [row.body for row in Outgoing.objects.exclude(delivered_at=None)] == [""] * Outgoing.objects.exclude(delivered_at=None).count(),
    }  # fmt: skip


ACTS: dict[str, Callable[..., Any]] = {
    f.__name__: f for f in (build, town, key, befriend, leave, again, receive, refuse, recall, deliver, errors, state)
}


def main(what: str, *words: str) -> None:
    sys.stdout.write(json.dumps(ACTS[what](*words), ensure_ascii=False))
