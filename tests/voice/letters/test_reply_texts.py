"""参考用语 of organisations (R092): kept at the desk, offered where they fit, never sent by themselves."""

from __future__ import annotations

from typing import Any

import desk_world
import pytest
from desk_world import World
from django.utils import timezone

from lianxin.foundation.organisations import actions as tree
from lianxin.kernel.actor import SYSTEM
from lianxin.kernel.decision import Refused
from lianxin.voice.letters import canned
from lianxin.voice.letters.actions.texts import Words, retire_text, write_text
from lianxin.voice.letters.models import ReplyText, Topic

pytestmark = pytest.mark.django_db
HERE = "/workbench/letters/texts/"


@pytest.fixture
def world() -> World:
    return desk_world.build()


def keep(world: World, office: str = "town", who: str = "approver", **words: Any) -> ReplyText:
    given = {"name": "停水通知", "body": "（地点）因（原因）停水，（时间）恢复。", **words}
    return write_text(actor=world.actor(who), organisation=world.organisations[office], words=Words(**given))


def names(letter: Any) -> list[str]:
    return [name for name, _ in canned.reply_texts(letter)]


def test_own_words_come_first_then_those_from_above_then_the_house(world: World) -> None:
    keep(world)
    keep(world, "county", "leader", name="县里统一的写法")
    keep(world, "away", "leader", name="别的镇的写法")
    found = names(world.letter("handling"))
    assert found[:2] == ["停水通知", "县里统一的写法"]
    assert "别的镇的写法" not in found
    assert "求助答复" in found


def test_only_for_its_kind_and_its_topic_and_what_lies_below(world: World) -> None:
    water = Topic.objects.create(name="供水", level=1, path="供水", code="t-water", order=90)
    pipe = Topic.objects.create(name="管道", level=2, path="供水/管道", code="t-pipe", order=91, parent=water)
    likewise = Topic.objects.create(name="供水站", level=1, path="供水站", code="t-station", order=92)
    keep(world, topic=water)
    keep(world, name="投诉用的", kind="complain")
    letter = world.letter("handling")
    seen = {}
    for topic in (None, water, pipe, likewise):
        letter.topic = topic
        seen[topic] = "停水通知" in names(letter)
    assert seen == {None: False, water: True, pipe: True, likewise: False}
    assert "投诉用的" not in names(letter)
    letter.kind = "complain"
    assert "投诉用的" in names(letter)


def test_whoever_answers_finds_it_beside_the_form(world: World) -> None:
    keep(world)
    letter = world.letter("handling")
    assert (
        "（地点）因（原因）停水"
        in world.client("handler").get(f"/workbench/letters/{letter.pk}/reply/").content.decode()
    )


def test_kept_at_the_desk_and_nothing_typed_is_lost(world: World) -> None:
    town = world.organisations["town"]
    client = world.client("approver")
    wrong = client.post(HERE, {"organisation": town.pk, "name": "", "body": "写了一半的话"})
    assert wrong.status_code == 422
    assert "写了一半的话" in wrong.content.decode()
    assert client.post(HERE, {"organisation": town.pk, "name": "停水通知", "body": "先写的"}).status_code == 303
    twice = client.post(HERE, {"organisation": town.pk, "name": "停水通知", "body": "再写的"})
    assert (twice.status_code, "已经有同名" in twice.content.decode()) == (422, True)
    text = ReplyText.objects.unscoped("test").get()
    data = {"organisation": town.pk, "name": "停水通知", "body": "改过的", "revision": 0}
    assert client.post(f"{HERE}{text.pk}/", data).status_code == 303
    stale = client.post(f"{HERE}{text.pk}/", {**data, "body": "另一个页面里写的"})
    assert (stale.status_code, "另一个页面里写的" in stale.content.decode()) == (422, True)
    assert ReplyText.objects.unscoped("test").get().body == "改过的"


def test_retired_ones_are_offered_no_more_and_come_back(world: World) -> None:
    text, client = keep(world), world.client("approver")
    letter = world.letter("handling")
    assert client.post(f"{HERE}{text.pk}/retire/", {"retired": "1"}).status_code == 303
    assert "停水通知" not in names(letter)
    retire_text(actor=world.actor("approver"), text=text, retired=False)
    assert "停水通知" in names(letter)


def test_others_neither_see_nor_change_them(world: World) -> None:
    """P05: another town's are not there; a post without the duty has no page."""
    mine = keep(world, "county", "leader", name="县里的")
    client = world.client("approver")
    assert "县里的" not in client.get(HERE).content.decode()
    assert client.get(f"{HERE}{mine.pk}/").status_code == 404
    assert client.post(f"{HERE}{mine.pk}/retire/").status_code == 404
    assert world.client("handler").get(HERE).status_code == 403
    with pytest.raises(Refused, match="没有找到"):
        keep(world, "away")
    offered = client.post(HERE, {"organisation": world.organisations["county"].pk, "name": "越权", "body": "写"})
    assert offered.status_code == 422
    assert not ReplyText.objects.unscoped("test").filter(name="越权").exists()


def test_five_hundred_cost_as_many_statements_as_one(world: World, django_assert_max_num_queries: Any) -> None:
    town = world.organisations["town"]
    keep(world)
    ReplyText.objects.unscoped("test").bulk_create(
        [ReplyText(organisation=town, name=f"第{n}条", body="写法") for n in range(500)]
    )
    client = world.client("approver")
    client.get(HERE)
    with django_assert_max_num_queries(20):
        page = client.get(HERE).content.decode()
    assert "501" in page
    assert "下一页" in page


def test_they_follow_when_organisations_merge(world: World) -> None:
    keep(world, "unit", "approver")
    keep(world, "other", "approver")
    unit, other = world.organisations["unit"], world.organisations["other"]
    tree.merge(actor=SYSTEM, organisation=unit, into=other, on=timezone.localdate(), basis="会议纪要")
    kept = ReplyText.objects.unscoped("test").filter(organisation=world.organisations["other"])
    assert sorted(text.name for text in kept)[0] == "停水通知"
    assert kept.count() == 2
