"""A small invented county: one committee with two branches, and people in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from lianxin.foundation.accounts.models import Account, Appointment, Person
from lianxin.foundation.accounts.queries import actor_of
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.privacy import consents
from lianxin.kernel.actor import Actor


@dataclass
class County:
    root: Organisation
    east: Organisation
    west: Organisation

    def person(self, nickname: str, post: str = "", at: Organisation | None = None, **more: str) -> Person:
        """An invented person with an account, and an appointment when a post is named."""
        person = Person.objects.create(nickname=nickname, **more)
        Account.objects.create_account(f"user{person.pk}", "invented-word", person)
        if post:
            place = at or self.root
            Appointment.objects.create(
                person=person, post=post, organisation=place, org_path=place.org_path, since=date(2020, 1, 1)
            )
        return person

    def actor(self, nickname: str, post: str = "", at: Organisation | None = None) -> Actor:
        return actor_of(self.person(nickname, post, at))


@pytest.fixture
def county(db: None) -> County:
    root = Organisation.add_root(name="中共青禾县委员会", short_name="县委", kind="committee", code="t-root")
    east = root.add_child(name="中共东渡村支部委员会", short_name="东渡村", kind="branch", code="t-east")
    west = Organisation.objects.get(pk=root.pk).add_child(
        name="中共西岭村支部委员会", short_name="西岭村", kind="branch", code="t-west"
    )
    return County(root, east, west)


@pytest.fixture
def purposes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two invented optional purposes, as a room would announce them."""
    monkeypatch.setattr(consents, "_withdrawn", {})
    for key, label in (("survey_call", "接受满意度电话回访"), ("showcase", "把我的来信用作工作案例")):
        monkeypatch.setitem(consents.PURPOSES, key, consents.Purpose(key, label, "说明。", "撤回后停止。"))
