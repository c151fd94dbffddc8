"""A branch with nine members, one beside it, and a poll in any state, made once for a module."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from lianxin.democracy.polls import actions
from lianxin.democracy.polls.actions import Draft
from lianxin.democracy.polls.counting import Ballot
from lianxin.democracy.polls.models import Poll
from lianxin.foundation.accounts.models import Account, Person
from lianxin.foundation.accounts.queries import actor_of
from lianxin.foundation.organisations import actions as organisations
from lianxin.foundation.organisations.models import Organisation
from lianxin.kernel.actor import ANONYMOUS, SYSTEM, Actor
from lianxin.membership.dossiers.importing.running import run
from tests.factories import FOUNDED, PASSWORD, County, build_county
from tests.membership.dossiers.rosters import BRANCH, book, person

NOW = datetime.fromisoformat("2026-11-27T10:00:00+08:00")
OPENS, CLOSES = NOW + timedelta(days=1), NOW + timedelta(days=8)
NAMES = ("周禾苗", "吴春秋", "郑平安", "冯长河", "陈玉莲", "沈德厚", "韩家旺", "杨思源", "秦燕")
FAR, OTHER = "许明亮", "柳河镇石桥村党支部"


@dataclass
class World:
    """Who takes part. `county`: those with a duty by name; members: m0 … m8, `far`."""

    county: County

    @property
    def branch(self) -> Organisation:
        return self.county.organisations["QS01-B1"]

    def who(self, word: str) -> Actor:
        if word == "anonymous":
            return replace(ANONYMOUS)
        if word in self.county.people:
            return self.county.actor(word)
        return actor_of(self.person(word))

    def person(self, word: str) -> Person:
        if word in self.county.people:
            return self.county.people[word]
        name = FAR if word == "far" else NAMES[int(word[1:])]
        return next(p for p in Person.objects.filter(member__isnull=False) if p.name == name)

    def browser(self, word: str) -> Client:
        client: Any = Client()
        if word != "anonymous":
            holder = self.person(word)
            account = Account.objects.filter(person=holder).first()
            client.force_login(account or Account.objects.create_account(f"p-{word}", PASSWORD, holder))
        return client  # type: ignore[no-any-return]  # Any of the test client


@pytest.fixture(scope="module")
def world_of_module(module_db: None) -> World:
    with time_machine.travel(NOW, tick=False):
        county = build_county()
        made = organisations.found(actor=SYSTEM, parent=Organisation.objects.get(pk=county.town.pk), name=OTHER,
                                   short_name="石桥村支部", kind="branch", code="QS01-B2", on=FOUNDED)  # fmt: skip
        county.organisations["QS01-B2"] = made
        posts = {
            "drawer": "committee_member",
            "releaser": "secretary",
            "second": "discipline",
            "counter": "deputy_secretary",
        }
        for name, post in posts.items():
            county.add(name, post, "QS01-B1")
        county.add("beside", "secretary", "QS01-B2")
        county.add("above", "secretary", "QS01")
        rows = [person(at + 1, name=name, organisation=BRANCH) for at, name in enumerate(NAMES)]
        rows.append(person(40, name=FAR, organisation=OTHER))
        outcome = run(book(rows), actor=SYSTEM, dry=False)
        assert outcome.fresh == len(rows), [row.reasons for row in outcome.refused]
    return World(county)


@pytest.fixture
def world(world_of_module: World, db: None) -> Iterator[World]:
    """It is the moment `NOW`; what a test does is undone afterwards."""
    with time_machine.travel(NOW, tick=False):
        yield world_of_module


@pytest.fixture
def draft() -> Callable[..., Draft]:
    return draft_of


def draft_of(**more: Any) -> Draft:
    """Two items, three answers, nameless, for the members of the branch."""
    values: dict[str, Any] = {
        "kind": "decide", "title": "活动室周末开不开门", "items": ("周六开门", "周日开门"), "options": ("赞成", "不赞成", "弃权"),
        "opens_at": OPENS, "closes_at": CLOSES, "result_on": date(2026, 12, 8), "no_election": True,
    }  # fmt: skip
    return Draft(**(values | more))


def fresh(poll: Poll) -> Poll:
    """The row as it stands now."""
    return Poll.objects.unscoped("test").select_related("organisation").get(pk=poll.pk)


@pytest.fixture
def poll_in(world: World) -> Callable[..., Poll]:
    """``poll_in("open", votes={"m0": ((0,), (1,))})``: a poll in a phase, brought there by the people whose work it is."""

    def go(
        phase: str = "open",
        *,
        votes: dict[str, Any] | None = None,
        office: str = "QS01-B1",
        key: str = "k",
        **more: Any,
    ) -> Poll:
        who = world.who
        for name, word in (("keeper", "drawer"), ("deputy", "counter")):
            more.setdefault(name, world.person(word).pk)
        case = actions.draw(actor=who("drawer" if office == "QS01-B1" else "above"), organisation=world.county.organisations[office],
                            draft=draft_of(**more), key=key)  # fmt: skip
        author = who("drawer" if office == "QS01-B1" else "above")
        if phase == "draft":
            return case
        case = actions.submit(actor=author, poll=case, revision=case.revision)
        if phase == "waiting":
            return case
        case = actions.release(
            actor=who("releaser" if office == "QS01-B1" else "system"), poll=case, revision=case.revision
        )
        with time_machine.travel(OPENS + timedelta(hours=1), tick=False):
            for word, said in (votes or {}).items():
                ballot = said if isinstance(said, Ballot) else Ballot(tuple(said))
                actions.cast(actor=who(word), poll=case, ballot=ballot)
            if phase == "cancelled":
                return actions.cancel(actor=who("releaser"), poll=case, reason="时间没有写清楚", revision=case.revision)
        with time_machine.travel(CLOSES, tick=False):
            if phase in ("shown", "archived"):
                case = actions.announce(actor=who("second"), poll=case, statement="按多数办。", revision=case.revision)
            if phase == "archived":
                case = actions.archive(actor=who("second"), poll=case, revision=case.revision)
        return fresh(case)

    return go


def at_phase(phase: str) -> Any:
    """Stand at a moment in which a released poll is in that phase."""
    moments = {
        "draft": NOW,
        "waiting": NOW,
        "upcoming": NOW,
        "open": OPENS + timedelta(hours=2),
        "closed": CLOSES,
        "shown": CLOSES + timedelta(hours=1),
    }
    return time_machine.travel(moments.get(phase, CLOSES + timedelta(hours=1)), tick=False)


def everybody(choices: Any = ((0,), (1,)), many: int = 7) -> dict[str, Any]:
    """So many members say the same."""
    return {f"m{at}": choices for at in range(many)}
