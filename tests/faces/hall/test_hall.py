"""议事厅 (R070, R076): one page for everything that people can take part in, each reader seeing what is theirs."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache

from lianxin.democracy.cards import Card
from lianxin.faces.hall import queries
from lianxin.foundation.accounts.models import Account
from lianxin.foundation.spine.actions import action, record
from lianxin.kernel.actor import ANONYMOUS, SYSTEM, Actor
from tests.factories import County

pytestmark = pytest.mark.django_db


def card(title: str, audience: str = "public", kind: str = "talks") -> Card:
    return Card(kind, title, f"/{kind}/1/", "柳河镇党委", None, None, "正在进行", 3, "个问题", audience)


def account(county: County) -> Account:
    return Account.objects.create_account("shuji", "a-long-pass-phrase", county.people["secretary"])


@pytest.fixture
def doors(monkeypatch: pytest.MonkeyPatch) -> list[Actor]:
    """Two rooms, one of which shows something to those who are signed in alone; who asked is noted."""
    cache.clear()
    asked: list[Actor] = []

    def open_to(actor: Actor, limit: int) -> list[Card]:
        asked.append(actor)
        return [card("停车怎么收费"), *([card("支部活动怎么办", "branch")] if actor.person_id else [])]

    rooms = [
        queries.Door("talks", "在线访谈", "问", "/talks/", "people", open_to),
        queries.Door(
            "other",
            "另一处",
            "说",
            "/talks/",
            "letter",
            lambda a, n: [card(f"第{i}件", kind="other") for i in range(3)],
        ),
    ]
    monkeypatch.setattr(queries, "DOORS", rooms)
    return asked


def test_everybody_sees_what_is_public_and_members_their_own(doors: list[Actor], county: County, client: Any) -> None:
    page = client.get("/hall/").content.decode()
    assert "停车怎么收费" in page
    assert "支部活动怎么办" not in page
    client.force_login(account(county))
    mine = client.get("/hall/")
    assert "支部活动怎么办" in mine.content.decode()
    assert "private" in mine["Cache-Control"] or "no-store" in mine["Cache-Control"]


def test_what_one_reader_may_see_is_kept_for_nobody_else(doors: list[Actor], county: County, client: Any) -> None:
    """M01: the page of somebody signed in must not fill the cache of everybody."""
    client.force_login(account(county))
    client.get("/hall/")
    client.logout()
    assert "支部活动怎么办" not in client.get("/hall/").content.decode()
    client.get("/hall/")
    assert [actor.person_id for actor in doors].count(None) == 1, "asked once, then remembered"


def test_what_is_taken_down_stands_nowhere_a_moment_later(doors: list[Actor], client: Any) -> None:
    """M01, M06: kept between readers only as long as nothing was done in the house."""
    client.get("/hall/")
    client.get("/hall/")
    client.get("/")
    assert len(doors) == 1
    _done(actor=SYSTEM)
    client.get("/hall/")
    assert len(doors) == 2


@action("hall.test")
def _done(*, actor: Actor) -> None:
    record("hall.test", actor=actor)


def test_the_home_page_shows_some_of_each_room_in_turn(doors: list[Actor], client: Any) -> None:
    assert [c.title for c in queries.running(3)] == ["停车怎么收费", "第0件", "第1件"]
    page = client.get("/").content.decode()
    assert "进入议事厅" in page
    assert "停车怎么收费" in page


def test_an_empty_hall_says_what_there_is(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    monkeypatch.setattr(queries, "DOORS", [queries.Door("t", "在线访谈", "问", "/talks/", "people", lambda a, n: [])])
    assert "眼下没有正在进行的" in client.get("/hall/").content.decode()
    cache.clear()
    assert "正在商量" not in client.get("/").content.decode()


def test_every_door_leads_to_a_room_and_elections_only_those_who_sign_in(client: Any, county: County) -> None:
    """Elections concern a roll of members: a visitor sees no door to them."""
    cache.clear()
    assert "/elections/" not in client.get("/hall/").content.decode()
    client.force_login(account(county))
    assert 'href="/elections/"' in client.get("/hall/").content.decode()
    assert len({door.key for door in queries.DOORS}) == len({door.url for door in queries.DOORS}) == len(queries.DOORS)
    for door in queries.DOORS:
        assert client.get(door.url).status_code == 200, door.url
        assert isinstance(door.ask(ANONYMOUS, 3), list)
