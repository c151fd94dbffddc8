"""A small invented county with everybody who works on letters, for the tests of the desk."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.test import Client
from django.utils import timezone

from lianxin.foundation.accounts.models import Account, Appointment, Person
from lianxin.foundation.accounts.queries import actor_of
from lianxin.foundation.organisations import actions as tree
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine import moment
from lianxin.kernel.actor import ANONYMOUS, SYSTEM, Actor
from lianxin.voice.letters import actions
from lianxin.voice.letters.models import Letter, Topic

_numbers = itertools.count(1)
SINCE = date(2020, 1, 1)
#: name -> (post, organisation)
STAFF = {
    "reviewer": ("reviewer", "town"), "reviewer2": ("reviewer", "town"), "dispatcher": ("dispatcher", "town"),
    "handler": ("handler", "unit"), "colleague": ("handler", "unit"), "handler2": ("handler", "other"), "approver": ("approver", "town"),
    "caller": ("caller", "town"), "leader": ("leader", "county"), "assistant": ("assistant", "town"),
    "admin": ("admin", "county"), "stranger": ("reviewer", "away"), "county_dispatcher": ("dispatcher", "county"),
}  # fmt: skip


@dataclass
class World:
    """Organisations and people by name."""

    organisations: dict[str, Organisation] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)

    def actor(self, name: str) -> Actor:
        return actor_of(self.people[name])

    def client(self, name: str) -> Client:
        client = Client()
        client.force_login(self.people[name].account)
        return client

    def letter(self, state: str = "submitted", **draft: Any) -> Letter:
        """A letter that went the usual way up to a state."""
        at: datetime = draft.pop("at", None) or timezone.now()
        given = {
            "kind": "help", "title": "三组到渡口的路灯有六盏不亮", "body": "六盏灯坏了一个月。什么时候能修好？谁来负责？",
            "received_by": self.organisations["town"],
        }  # fmt: skip
        drafted = actions.Draft(**(given | draft))
        with moment.at(at):
            letter, _ = actions.submit(actor=ANONYMOUS, draft=drafted, key=f"desk-test-key-{next(_numbers):06d}")
        for step in WAY:
            if letter.state == state:
                break
            letter = getattr(self, f"_{step}")(letter)
        assert letter.state == state, letter.state
        return letter

    def _take_in(self, letter: Letter) -> Letter:
        return actions.take_in(actor=self.actor("reviewer"), letter=letter, public=True, revision=letter.revision)

    def _assign(self, letter: Letter) -> Letter:
        unit = self.organisations["unit"]
        return actions.assign(
            actor=self.actor("dispatcher"), letter=letter, organisation=unit, revision=letter.revision
        )

    def _take(self, letter: Letter) -> Letter:
        return actions.take(actor=self.actor("handler"), letter=letter, revision=letter.revision)

    def _answer(self, letter: Letter) -> Letter:
        handler = self.actor("handler")
        actions.draft_reply(actor=handler, letter=letter, body="六盏路灯本周五前修好，由镇建设办负责。", legal_basis="")
        return actions.submit_reply(actor=handler, letter=letter, revision=letter.revision)

    def _sign(self, letter: Letter) -> Letter:
        return actions.send_reply(actor=self.actor("approver"), letter=letter, revision=letter.revision)

    def _rate(self, letter: Letter) -> Letter:
        holder = Actor("citizen", holds=frozenset({f"letter:{letter.pk}"}))
        return actions.rate(actor=holder, letter=letter, level=1, solved=False, text="还是没有修好")


WAY = ("take_in", "assign", "take", "answer", "sign", "rate")


def build() -> World:
    """Make the county. Every name in it is invented."""
    world = World()
    orgs = world.organisations
    orgs["county"] = _found(None, "禾川县委", "committee", "T0")
    orgs["town"] = _found(orgs["county"], "青禾镇党委", "committee", "T01")
    orgs["unit"] = _found(orgs["town"], "青禾建设办", "unit", "T01U1")
    orgs["other"] = _found(orgs["town"], "青禾民政办", "unit", "T01U2")
    orgs["away"] = _found(orgs["county"], "柳湾镇党委", "committee", "T02")
    for name in orgs:
        orgs[name].refresh_from_db()
    for name, (post, place) in STAFF.items():
        person = person_named(name)
        world.people[name] = person
        office = orgs[place]
        Appointment.objects.create(person=person, post=post, organisation=office, org_path=office.org_path, since=SINCE)
    world.people["citizen"] = person_named("citizen")
    return world


def person_named(name: str) -> Person:
    person = Person.objects.create(nickname=f"某{name}")
    Account.objects.create_account(name, "not-used-in-tests", person)
    return person


def topic(path: str = "城乡建设/市政设施/路灯照明") -> Topic:
    """The deepest topic of a path, those above it made along the way."""
    parent: Topic | None = None
    for level, name in enumerate(path.split("/"), 1):
        whole = "/".join(path.split("/")[:level])
        parent, _ = Topic.objects.get_or_create(
            path=whole, defaults={"name": name, "parent": parent, "level": level, "code": f"T{next(_numbers)}"}
        )
    assert parent is not None
    return parent


def _found(parent: Organisation | None, name: str, kind: str, code: str) -> Organisation:
    return tree.found(
        actor=SYSTEM,
        parent=parent,
        name=f"中共{name}",
        short_name=name,
        kind=kind,
        code=code,
        on=SINCE,
        takes_letters=True,
    )
