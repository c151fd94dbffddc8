"""采纳登记 and 整改 in the open API: what its pages show, nothing else, in few statements (R099, M01, F03)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lianxin.voice.letters.models import Adoption
from tests.factories import County, Moves, letter_in
from tests.voice.improving.conftest import PROBLEM, RELEASED, SECRET, TITLE, Way

pytestmark = pytest.mark.django_db
ADOPTIONS, IMPROVEMENTS = "/api/v1/adoptions", "/api/v1/improvements"
PLAN = "加装四盏路灯"


@pytest.fixture(autouse=True)
def _in_november() -> Any:
    with time_machine.travel("2026-11-27T02:00:00+00:00", tick=True):
        yield


@pytest.fixture
def way(county: County) -> Way:
    return Way(county)


def items(client: Client, path: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get(path).json()["items"]
    return found


def test_an_adoption_is_there_when_a_second_person_confirmed_it(county: County, moves: Moves, client: Client) -> None:
    letter = moves.propose_adoption(letter_in(county, "replied"))
    assert PLAN not in client.get(ADOPTIONS).text
    letter = moves.confirm_adoption(letter)
    [one] = items(client, ADOPTIONS)
    assert (one["letter"]["id"], one["verdict_name"], one["plan"], one["done_on"]) == (letter.pk, "采纳", PLAN, None)
    assert one["office"]["code"]
    assert set(one) == {"letter", "office", "verdict", "verdict_name", "reason", "plan", "post", "until", "done_on", "done_text",
                        "late", "corrections", "shown_at"}  # fmt: skip
    letter.refresh_from_db()
    moves.hide(letter)
    assert items(client, ADOPTIONS) == [], "a letter that was taken down takes it along"


def test_adoptions_are_narrowed(county: County, moves: Moves, client: Client) -> None:
    moves.confirm_adoption(moves.propose_adoption(letter_in(county, "replied")))
    Adoption.objects.update(until=date(2026, 11, 1))
    for query, many in (("verdict=adopted", 1), ("verdict=declined", 0), ("standing=late", 1), ("standing=done", 0),
                        ("org=QS", 1), ("org=QS02", 0)):  # fmt: skip
        assert len(items(client, f"{ADOPTIONS}?{query}")) == many, query
    assert items(client, ADOPTIONS)[0]["late"] is True
    for query, status in (("verdict=liked", 422), ("standing=soon", 422), ("org=nowhere", 404), ("page=0", 422)):
        assert client.get(f"{ADOPTIONS}?{query}").status_code == status, query


@pytest.mark.parametrize("state", ["entered", "objected", "working", "reported", "closed", "dropped"])
def test_what_nobody_released_is_not_there(state: str, way: Way, client: Client) -> None:
    case = way.to(state)
    if state == "working":
        case = way.play(case, "ask_show answer_show")
    assert items(client, IMPROVEMENTS) == []
    assert client.get(f"{IMPROVEMENTS}/{case.pk}").status_code == 404


def test_a_released_problem_with_the_words_of_its_release(way: Way, client: Client) -> None:
    """M01: later words, and what is said inside, wait for the next release; taken down, nothing is left."""
    case = way.play(way.to("working"), RELEASED)
    one = client.get(f"{IMPROVEMENTS}/{case.pk}").json()
    assert (one["title"], one["problem"], one["answer"]) == (TITLE, PROBLEM, "配件难买")
    assert (one["before"], one["goal"], one["after"], one["stage"]) == (10, 3, None, "working")
    assert one["measures"][0]["text"] == "每周巡一遍主路"
    case = way.do("progress", case, text="还没有人看过的话")
    case = way.do("progress", case, text=SECRET, outside=False)
    case = way.play(case, "measured report")
    said = client.get(f"{IMPROVEMENTS}/{case.pk}").text + client.get(IMPROVEMENTS).text
    assert not [text for text in ("还没有人看过的话", SECRET, "巡了两遍", "都修好了", "没有人看") if text in said]
    assert client.get(f"{IMPROVEMENTS}/{case.pk}").json()["after"] is None, "not before it was verified"
    case = way.do("close", case)
    assert items(client, IMPROVEMENTS)[0]["after"] == 2
    case = way.do("take_down", case)
    assert items(client, IMPROVEMENTS) == []
    assert client.get(f"{IMPROVEMENTS}/{case.pk}").status_code == 404
    assert TITLE not in client.get(IMPROVEMENTS).text


def test_no_person_is_named(way: Way, county: County, client: Client) -> None:
    """Organisations and posts, never people: neither names nor numbers of persons."""
    case = way.play(way.to("closed"), RELEASED)
    said = client.get(f"{IMPROVEMENTS}/{case.pk}").text + client.get(ADOPTIONS).text
    assert not [p.nickname for p in county.people.values() if p.nickname and p.nickname in said]
    assert not {"person", "by", "confirmed_by", "proposed_by"} & set(client.get(f"{IMPROVEMENTS}/{case.pk}").json())


def test_problems_are_narrowed_and_cost_the_same_for_one_and_many(
    way: Way, moves: Moves, county: County, client: Client
) -> None:
    way.play(way.to("working"), RELEASED)
    for query, many in (("kind=facility", 1), ("kind=style", 0), ("stage=working", 1), ("stage=closed", 0), ("org=QS", 1),
                        ("org=QS02", 0), ("year=2026", 1), ("year=2025", 0)):  # fmt: skip
        assert len(items(client, f"{IMPROVEMENTS}?{query}")) == many, query
    assert client.get(f"{IMPROVEMENTS}?stage=entered").status_code == 422
    moves.confirm_adoption(moves.propose_adoption(letter_in(county, "replied")))
    costs = []
    for more in (0, 3):
        for _ in range(more):
            way.play(way.to("working", due_on=date(2026, 11, 27) + timedelta(days=9)), RELEASED)
            moves.confirm_adoption(moves.propose_adoption(letter_in(county, "replied")))
        row = []
        for path in (ADOPTIONS, IMPROVEMENTS):
            with CaptureQueriesContext(connection) as seen:
                client.get(path)
            row.append(len(seen))
        costs.append(row)
    assert costs[0] == costs[1] == [2, 2]


def test_the_same_for_everybody(way: Way, county: County, client: Client) -> None:
    """No cookie is looked at, so caches and the scripts of other sites may keep it."""
    way.play(way.to("working"), RELEASED)
    staff = Client()
    staff.force_login(county.account_of("reviewer"))
    for path in (ADOPTIONS, IMPROVEMENTS):
        plain, known = client.get(path), staff.get(path)
        assert plain.content == known.content
        assert plain["Access-Control-Allow-Origin"] == "*"
        assert "Cookie" not in plain.get("Vary", "")
