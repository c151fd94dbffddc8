"""A town that talks with its people in March 2026: who draws up, who releases, who hosts, who asks, who receives."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from lianxin.democracy.interviews.actions import board, plans, talks, visits
from lianxin.democracy.interviews.models import Answer, Interview, Reception, Visit
from lianxin.democracy.speaking import actions as speaking
from lianxin.democracy.speaking.models import Contribution
from lianxin.foundation.accounts.models import Person
from lianxin.kernel.actor import ANONYMOUS, Actor
from tests.factories import SHANGHAI, County

#: a Tuesday, and the Monday after it
NOW = datetime(2026, 3, 3, 10, 0, tzinfo=SHANGHAI)
HOUR = datetime(2026, 3, 9, 15, 0, tzinfo=SHANGHAI)
_keys = itertools.count(1)
Who, Browser = Callable[[str], Actor], Callable[[str], Client]


@pytest.fixture(autouse=True)
def clock() -> Any:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def cast(county: County) -> County:
    """``editor`` draws and hosts, ``approver`` and ``secretary`` release, ``guest`` answers, ``dispatcher`` receives."""
    county.add("editor", "editor", "QS01")
    county.add("foreign_editor", "editor", "QS02")
    county.add("foreign_secretary", "secretary", "QS02")
    county.add("guest", "handler", "QS01-U1")
    for name in ("third", "fourth"):
        county.people[name] = Person.objects.create(nickname=name)
    citizens = [county.people[name].pk for name in ("author", "neighbour", "third", "fourth")]
    Person.objects.filter(pk__in=citizens).update(identity_verified_at=timezone.now())
    return county


@pytest.fixture
def who(cast: County) -> Who:
    return lambda name: ANONYMOUS if name == "anonymous" else cast.actor(name)


@pytest.fixture
def browser(cast: County) -> Browser:
    def go(name: str) -> Client:
        client = Client()
        if name != "anonymous":
            client.force_login(cast.account_of(name))
        return client

    return go


class Town:
    """Every step as one call by the person whose step it is."""

    def __init__(self, cast: County) -> None:
        self.cast = cast

    def who(self, name: str) -> Actor:
        return ANONYMOUS if name == "anonymous" else self.cast.actor(name)

    def draft(self, *, starts: datetime = HOUR, **more: Any) -> talks.Draft:
        seats = [
            talks.Seat("孙局", "局长", "县住建局"),
            talks.Seat("何主任", "主任", "柳河建设办", self.cast.people["guest"]),
        ]
        said: dict[str, Any] = {"guests": seats, "answer_days": 3, **self.keepers(), **more}
        return talks.Draft("老街怎么改", "谈谈老街改造。", starts, starts + timedelta(minutes=60), **said)

    def keepers(self) -> dict[str, Any]:
        return {"keeper": self.cast.people["editor"], "deputy": self.cast.people["secretary"]}

    def talk(self, state: str = "announced", **more: Any) -> Interview:
        """An interview in any state; the hour is the one of `HOUR`, whatever the clock says."""
        talk = talks.draw(
            actor=self.who("editor"), organisation=self.cast.town, draft=self.draft(**more), key=f"t{next(_keys)}"
        )
        for event in ROADS[state]:
            talk = self.do(event, talk)
        return talk

    def do(self, event: str, talk: Interview, by: str = "", **more: Any) -> Interview:
        act, name, extra = STEPS[event]
        talk = fresh(talk)
        if event == "begin":
            talk.starts_at, talk.ends_at = timezone.now(), timezone.now() + timedelta(hours=1)
            talk.save()
        return act(actor=self.who(by or name), talk=talk, revision=talk.revision, **{**extra, **more})

    def ask(
        self, talk: Interview, text: str = "从哪头修起？", by: str = "author", *, shown: bool = True
    ) -> Contribution:
        one = speaking.say(actor=self.who(by), kind="talk", place=talk.pk, text=text, key=f"q{next(_keys)}")
        return speaking.publish(actor=self.who("reviewer"), contribution=one, revision=one.revision) if shown else one

    def answer(
        self,
        talk: Interview,
        said: Contribution,
        text: str = "从东头修起。",
        seat: int = 0,
        by: str = "editor",
        **more: Any,
    ) -> Answer:
        guest = list(talk.guests.all())[seat]
        return board.answer(
            actor=self.who(by), talk=talk, said=said.pk, guest=guest, text=text, key=f"a{next(_keys)}", **more
        )

    def out(self, talk: Interview, said: Contribution, text: str = "从东头修起。") -> Answer:
        row = self.answer(talk, said, text)
        row = board.confirm(actor=self.who("editor"), answer=row, how="念给本人听过")
        return board.release(actor=self.who("approver"), answer=row)

    def plan(self, *, starts: datetime = HOUR, slots: int = 4, **more: Any) -> plans.Plan:
        said: dict[str, Any] = {
            "venue": "镇政府一楼",
            "receiver_name": "孙局",
            "receiver_post": "局长",
            "matters": "道路、水电",
            **self.keepers(),
            **more,
        }
        return plans.Plan(starts, 20, slots, **said)

    def reception(self, state: str = "announced", **more: Any) -> Reception:
        row = plans.draw(
            actor=self.who("editor"), organisation=self.cast.town, plan=self.plan(**more), key=f"p{next(_keys)}"
        )
        if state != "draft":
            row = plans.announce(actor=self.who("approver"), reception=row, revision=row.revision)
        return row

    def book(
        self, plan: Reception, slot: int = 1, by: str = "author", phone: str = "", **more: Any
    ) -> tuple[Visit, str]:
        number = phone or f"1390000{next(_keys):04}"
        coming = visits.Coming(slot, "老李", number, "门前的沟堵了", more.pop("people", 1))
        return visits.book(
            actor=self.who(by), reception=plan, coming=coming, key=more.pop("key", f"v{next(_keys)}"), **more
        )

    def visit(self, plan: Reception, state: str, slot: int = 1, **more: Any) -> Visit:
        """A booking in any state; the clock must stand on the day for what happens there."""
        row, _ = self.book(plan, slot, **more)
        if state == "booked":
            return row
        if state == "cancelled":
            return visits.cancel(actor=self.who("dispatcher"), visit=row)
        if state == "missed":
            return visits.miss(actor=self.who("dispatcher"), visit=row, revision=row.revision)
        row = visits.arrive(actor=self.who("dispatcher"), visit=row, revision=row.revision)
        if state == "arrived":
            return row
        event = {"answered": "answer", "handed": "hand", "referred": "refer", "following": "follow"}[state]
        until = timezone.localdate() + timedelta(days=7)
        return visits.result(actor=self.who("dispatcher"), visit=row, event=event, told="说清楚了", way="县仲裁院", until=until,
                             revision=row.revision)  # fmt: skip


STEPS: dict[str, tuple[Callable[..., Any], str, dict[str, Any]]] = {
    "announce": (talks.announce, "approver", {}),
    "drop": (talks.drop, "editor", {}),
    "postpone": (talks.postpone, "approver", {"reason": "去防汛"}),
    "cancel": (talks.cancel, "approver", {"reason": "场地没有谈定"}),
    "begin": (talks.begin, "editor", {}),
    "finish": (talks.finish, "editor", {}),
    "record": (talks.publish_record, "approver", {"summary": "谈了修路。"}),
    "archive": (talks.archive, "approver", {}),
}
_ON = ("announce", "begin", "finish")
ROADS = {
    "draft": (), "announced": ("announce",), "postponed": ("announce", "postpone"), "live": _ON[:2], "finished": _ON,
    "recorded": (*_ON, "record"), "archived": (*_ON, "record", "archive"), "cancelled": ("announce", "cancel"), "dropped": ("drop",),
}  # fmt: skip


@pytest.fixture
def town(cast: County) -> Town:
    return Town(cast)


def fresh(row: Any) -> Any:
    """The row as it stands now."""
    manager = type(row).objects
    return (manager.unscoped("test") if hasattr(manager, "unscoped") else manager).get(pk=row.pk)
