"""A bank of twelve questions at a town and contests in any phase, made once for a module."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from lianxin.foundation.accounts.models import Account, Person
from lianxin.foundation.accounts.queries import actor_of
from lianxin.foundation.organisations import actions as organisations
from lianxin.foundation.organisations.models import Organisation
from lianxin.kernel.actor import ANONYMOUS, SYSTEM, Actor
from lianxin.learning.contests import actions
from lianxin.learning.contests.actions import Plan, RoundPlan
from lianxin.learning.contests.models import Attempt, Contest, Round
from lianxin.learning.questions import actions as bank
from lianxin.learning.questions.actions import Written
from lianxin.learning.questions.marking import Text
from lianxin.learning.questions.models import BankQuestion, Version
from lianxin.learning.questions.words import TRUTH
from lianxin.membership.dossiers.importing.running import run
from tests.factories import FOUNDED, PASSWORD, County, build_county
from tests.membership.dossiers.rosters import BRANCH, book, person

NOW = datetime.fromisoformat("2026-11-27T10:00:00+08:00")
OPENS, CLOSES = NOW + timedelta(days=1), NOW + timedelta(days=8)
NAMES = ("周禾苗", "吴春秋", "郑平安", "冯长河", "陈玉莲", "沈德厚", "韩家旺")
FAR, OTHER = "许明亮", "柳河镇石桥村党支部"
COUNTS = {"truth": 1, "single": 2, "multiple": 1, "blank": 1}
POINTS = {"truth": 10, "single": 20, "multiple": 30, "blank": 20}
SECRET = "解析密语"


def text(kind: str = "single", n: int = 1, **more: Any) -> Text:
    """A question whose explanation and source can be looked for on every page."""
    options: tuple[str, ...] = {"truth": TRUTH, "blank": ()}.get(kind, tuple(f"选项{n}之{x}" for x in "甲乙丙丁"))
    key: tuple[Any, ...] = {"truth": (0,), "single": (1,), "multiple": (0, 2)}.get(kind, ((f"谜底{n}", f"又名{n}"),))
    values: dict[str, Any] = {
        "kind": kind, "stem": f"{kind}第{n}问____" if kind == "blank" else f"{kind}第{n}问", "options": options, "key": key,
        "explanation": f"{SECRET}{kind}{n}", "source": f"出处密语{kind}{n}第一条",
    }  # fmt: skip
    return Text(**(values | more))


@dataclass
class World:
    """Who takes part. `county`: those with a duty by name; members: m0 … m6, `far`."""

    county: County

    @property
    def town(self) -> Organisation:
        return self.county.organisations["QS01"]

    @property
    def branch(self) -> Organisation:
        return self.county.organisations["QS01-B1"]

    def who(self, word: str) -> Actor:
        if word == "anonymous":
            return replace(ANONYMOUS)
        if word in self.county.people or word == "system":
            return self.county.actor(word)
        return actor_of(self.person(word))

    def person(self, word: str) -> Person:
        if word in self.county.people:
            return self.county.people[word]
        name = FAR if word == "far" else NAMES[int(word[1:])]
        return next(p for p in Person.objects.filter(member__isnull=False) if p.name == name)

    def browser(self, word: str, **more: Any) -> Client:
        client: Any = Client(**more)
        if word != "anonymous":
            holder = self.person(word)
            account = Account.objects.filter(person=holder).first()
            client.force_login(account or Account.objects.create_account(f"p-{word}", PASSWORD, holder))
        return client  # type: ignore[no-any-return]  # Any of the test client

    def ready(self, office: Organisation, text: Text, key: str, topic: str = "党章") -> BankQuestion:
        """A question that two people looked at."""
        case = bank.write(actor=SYSTEM, organisation=office, written=Written(text, topic), key=key)
        case = bank.submit(actor=SYSTEM, question=case, revision=case.revision)
        return bank.approve(actor=SYSTEM, question=case, revision=case.revision)


@pytest.fixture(scope="module")
def world_of_module(module_db: None) -> World:
    with time_machine.travel(NOW, tick=False):
        county = build_county()
        made = organisations.found(actor=SYSTEM, parent=Organisation.objects.get(pk=county.town.pk), name=OTHER,
                                   short_name="石桥村支部", kind="branch", code="QS01-B2", on=FOUNDED)  # fmt: skip
        county.organisations["QS01-B2"] = made
        for name, post in {"writer": "editor", "checker": "reviewer", "planner": "committee_member", "releaser": "secretary",
                           "second": "organiser"}.items():  # fmt: skip
            county.add(name, post, "QS01")
        county.add("beside", "secretary", "QS02")
        county.add("low", "secretary", "QS01-B2")
        rows = [person(at + 1, name=name, organisation=BRANCH) for at, name in enumerate(NAMES)]
        rows.append(person(40, name=FAR, organisation=OTHER))
        outcome = run(book(rows), actor=SYSTEM, dry=False)
        assert outcome.fresh == len(rows), [row.reasons for row in outcome.refused]
        world = World(county)
        for kind in ("truth", "single", "multiple", "blank"):
            for n in (1, 2, 3):
                world.ready(world.town, text(kind, n), f"{kind}{n}")
        for kind in ("single", "truth"):
            world.ready(world.town, text(kind, 9), f"{kind}9", topic="练习")
    return world


@pytest.fixture
def world(world_of_module: World, db: None) -> Iterator[World]:
    """It is the moment `NOW`; what a test does is undone afterwards."""
    from django.core.cache import cache

    cache.clear()
    with time_machine.travel(NOW, tick=False):
        yield world_of_module


def round_of(**more: Any) -> RoundPlan:
    values: dict[str, Any] = {"opens_at": OPENS, "closes_at": CLOSES, "minutes": 20, "counts": COUNTS, "points": POINTS}
    return RoundPlan(**(values | more))


def fresh(contest: Contest) -> Contest:
    """The row as it stands now."""
    return Contest.objects.unscoped("test").select_related("organisation").get(pk=contest.pk)


def first(contest: Contest, number: int = 1) -> Round:
    """A round as it stands now."""
    return Round.objects.select_related("contest__organisation").get(contest=contest, number=number)


def again(attempt: Attempt) -> Attempt:
    """A paper as it stands now."""
    return Attempt.objects.select_related("round__contest__organisation", "entry").get(pk=attempt.pk)


@pytest.fixture
def contest_in(world: World) -> Callable[..., Contest]:
    """``contest_in("released", rounds=[…])``: a contest brought there by the people whose work it is."""

    def go(
        state: str = "released", *, key: str = "k", rounds: Any = (), office: Organisation | None = None, **more: Any
    ) -> Contest:
        plan = Plan(**({"title": "党章知识竞赛", "practice_topics": ("练习",)} | more))
        who = world.who
        case = actions.draw_up(actor=who("planner"), organisation=office or world.town, plan=plan, key=key)
        for one in rounds or (round_of(),):
            actions.put_round(actor=who("planner"), contest=case, plan=one, revision=fresh(case).revision)
        case = fresh(case)
        if state == "draft":
            return case
        case = actions.submit(actor=who("planner"), contest=case, revision=case.revision)
        if state == "waiting":
            return case
        actions.release(actor=who("releaser"), contest=case, revision=case.revision)
        return fresh(case)

    return go


def at(moment: datetime) -> Any:
    """Stand at a moment."""
    return time_machine.travel(moment, tick=False)


RUNNING, OVER = OPENS + timedelta(hours=1), CLOSES + timedelta(minutes=5)


def perfect(attempt: Attempt) -> dict[int, tuple[Any, int]]:
    """Every answer right, in the order of the bank."""
    keys = dict(Version.objects.filter(pk__in=[p.version for p in attempt.places]).values_list("pk", "key"))
    return {
        n: ([accepted[0] for accepted in keys[p.version]] if p.kind == "blank" else keys[p.version], 0)
        for n, p in enumerate(attempt.places)
    }
