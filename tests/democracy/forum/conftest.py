"""The branches and people of the reports, and topics in every state."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from lianxin.democracy.forum import actions
from lianxin.democracy.forum.models import Topic
from lianxin.foundation.accounts.models import Person
from lianxin.kernel.actor import Actor
from tests.factories import County
from tests.membership.reports.conftest import _in_november, browser, cast, county_of_module, member, who

__all__ = ["_in_november", "browser", "cast", "county_of_module", "member", "who"]
TITLE, QUESTION, TEXT = "活动室的钥匙谁拿", "白天进不去怎么办？", "钥匙只有一把，有人提出配三把。"
HEARD, FOLLOWS = "多数同志想配三把，也有人担心东西丢。", "下周配好，登记领用。"
STATES = ("proposed", "declined", "appealed", "declined_again", "withdrawn", "draft", "dropped", "released", "closed", "summing",
          "summed", "taken_down")  # fmt: skip


@pytest.fixture(autouse=True)
def _deputy_above(cast: County) -> None:
    """The town has a second one who keeps and releases, and the citizens' phones were checked."""
    cast.add("deputy_above", "deputy_secretary", "QS01")
    Person.objects.filter(pk__in=[cast.people["neighbour"].pk]).update(phone_verified_at=timezone.now())


@pytest.fixture
def words(cast: County, who: Callable[[str], Actor]) -> Callable[..., actions.Words]:
    """What a keeper writes: open since this morning, for a fortnight."""

    def go(audience: str = "branch", **more: Any) -> actions.Words:
        keeper, deputy = ("secretary_here", "deputy_here") if audience == "branch" else ("superior", "deputy_above")
        now = timezone.now()
        given: dict[str, Any] = {
            "title": TITLE, "question": QUESTION, "background": TEXT, "audience": audience, "opens_at": now - timedelta(hours=1),
            "closes_at": now + timedelta(days=14), "keeper": who(keeper).person_id, "deputy": who(deputy).person_id,
        }  # fmt: skip
        return actions.Words(**{**given, **more})

    return go


@pytest.fixture
def topic(cast: County, who: Callable[[str], Actor], words: Callable[..., actions.Words]) -> Callable[..., Topic]:
    """``topic("released", "members")``: prepared by the keeper, released by the deputy; the author proposed it."""

    def go(state: str = "released", audience: str = "branch", *, key: str = "k1", **more: Any) -> Topic:
        office = cast.organisations["QS01-B1" if audience == "branch" else "QS01"]
        keeper, other = (
            who(w)
            for w in (("secretary_here", "deputy_here") if audience == "branch" else ("superior", "deputy_above"))
        )
        if state in ("proposed", "declined", "appealed", "declined_again", "withdrawn"):
            one = actions.propose(
                actor=who("author"), organisation=office, title=TITLE, why=TEXT, audience=audience, key=key
            )
            if state in ("declined", "appealed", "declined_again"):
                one = actions.decline(
                    actor=keeper, topic=one, reason="matter", text="写留言更快", revision=one.revision
                )
            if state in ("appealed", "declined_again"):
                one = actions.appeal(actor=who("author"), topic=one, text="不是一件事")
            if state == "declined_again":
                one = actions.decide_appeal(
                    actor=other, topic=one, overturn=False, text="确是一件事", revision=one.revision
                )
            return actions.withdraw(actor=who("author"), topic=one) if state == "withdrawn" else one
        one = actions.draft(actor=keeper, organisation=office, words=words(audience, **more), key=key)
        if state == "dropped":
            return actions.drop(actor=keeper, topic=one, revision=one.revision)
        return _further(one, state, keeper, other)

    return go


def _further(one: Topic, state: str, keeper: Actor, other: Actor) -> Topic:
    if state == "draft":
        return one
    one = actions.release(actor=other, topic=one, revision=one.revision)
    if state == "taken_down":
        return actions.take_down(actor=other, topic=one, reason="mistake", text="选错了范围", revision=one.revision)
    if state in ("closed", "summing", "summed"):
        with time_machine.travel(after_end(one), tick=False):
            actions.close_due()
            one = fresh(one)
            if state != "closed":
                one = actions.summarise(
                    actor=keeper,
                    topic=one,
                    heard=HEARD,
                    follows=FOLLOWS,
                    follow_url="/disclosure/",
                    revision=one.revision,
                )
            if state == "summed":
                one = actions.release_summary(actor=other, topic=one, revision=one.revision)
    return one


def after_end(one: Topic) -> datetime:
    """A minute after it closed."""
    assert one.closes_at is not None
    return one.closes_at + timedelta(minutes=1)


def fresh(one: Topic) -> Topic:
    """The row as it stands now."""
    return Topic.objects.unscoped("test").select_related("organisation").get(pk=one.pk)
