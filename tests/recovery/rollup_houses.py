"""What `test_rollup_between_instances` does inside each of its two instances; prints what came of it as JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import date
from typing import Any

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.accounts.queries import actor_of
from lianxin.foundation.exchange.models import Incoming, Outgoing, Peer
from lianxin.foundation.organisations.models import Organisation
from lianxin.kernel.actor import Actor
from lianxin.membership.dossiers.models import Member
from lianxin.membership.rollups import actions, queries
from lianxin.membership.rollups.models import Filing, Received
from tests.factories import build_county
from tests.recovery.two_houses import befriend, deliver, errors, key

DAY = date(2025, 12, 31)


def county(codes: str, members: str) -> None:
    """The invented county; codes: what stands before its organisations' codes, so that two houses count different ones."""
    made = build_county()
    for name, post in (
        ("organiser", "organiser"),
        ("head", "secretary"),
        ("deputy", "deputy_secretary"),
        ("keeper", "admin"),
    ):
        made.add(name, post, "QS")
    for row in Organisation.objects.all():
        Organisation.objects.filter(pk=row.pk).update(code=f"{codes}{row.code}")
    enrol(codes, members)


def enrol(codes: str, many: str) -> None:
    """That many more full members of the branch."""
    home = Organisation.objects.get(code=f"{codes}QS01-B1")
    for n in range(int(many)):
        person = Person.objects.create(name="周禾苗", nickname="周同志")
        Member.objects.create(
            person=person, organisation=home, name="周禾苗", stage="member", sex="12"[n % 2], ethnicity="01", education="21",
            born=date(1988, 3, 7), joined_on=date(2010, 7, 1), full_since=date(2011, 7, 1), occupation="教师",
        )  # fmt: skip


def who(name: str) -> Actor:
    return actor_of(Person.objects.get(nickname=name))


def top() -> Organisation:
    found: Organisation = Organisation.objects.get(depth=1)
    return found


def register(code: str) -> None:
    actions.register(actor=who("organiser"), peer=Peer.objects.get(), code=code, name="下级县委", organisation=top())


def report() -> int:
    """One prepares, another issues; answers the version."""
    made = actions.prepare(actor=who("organiser"), organisation=top(), peer=Peer.objects.get(), day=DAY)
    return actions.issue(actor=who("head"), filing=made, revision=0).version


def recall() -> None:
    last = Filing.objects.unscoped("test").order_by("-version").first()
    if last is not None:
        actions.recall(actor=who("deputy"), filing=last, reason="有一个支部算了两次", revision=last.revision)


def accept() -> None:
    last = Received.objects.unscoped("test").order_by("-version").first()
    if last is not None:
        actions.accept(actor=who("head"), received=last, revision=last.revision)


def send(many: str) -> list[list[bool]]:
    """So many rounds of tries, each for every message that waits."""
    return [deliver() for _ in range(int(many))]


def state() -> dict[str, Any]:
    """What this house says: the sum, what came in, what it sent."""
    found = queries.summary(who("organiser"), top(), DAY)
    received = Received.objects.unscoped("test").select_related("reporter__peer").order_by("version")
    return {
        "own": found.own.total, "sum": found.sheet.total, "women": found.sheet.table("sex").value("女"), "faults": found.faults,
        "received": [[row.version, row.total, row.standing, queries.genuine(row)] for row in received],
        "sent": [[row.version, row.total, row.standing] for row in Filing.objects.unscoped("test").filter(version__gt=0).order_by("version")],
        "heard": Incoming.objects.count(), "waiting": Outgoing.objects.filter(delivered_at=None).count(),
    }  # fmt: skip


ACTS: dict[str, Callable[..., Any]] = {
    f.__name__: f for f in (county, enrol, register, report, recall, accept, send, state, befriend, errors, key)
}


def main(steps: str) -> None:
    """One process for several steps: [[name, word, ...], ...]."""
    sys.stdout.write(json.dumps([ACTS[name](*words) for name, *words in json.loads(steps)], ensure_ascii=False))
