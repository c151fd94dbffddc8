"""驾驶舱 (R149) and 监督看板 (R162, R083): the rooms' own figures side by side, for whom they are meant."""

from __future__ import annotations

import re
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone

sys.path.insert(0, str(Path(__file__).parents[2] / "voice" / "letters"))
import desk_world
from desk_world import STAFF, World

from lianxin.faces.overview import board as boards
from lianxin.faces.overview import signals as made
from lianxin.foundation.accounts.actions import appoint
from lianxin.foundation.audit.models import AuditLine
from lianxin.foundation.organisations.models import Organisation
from lianxin.kernel.actor import SYSTEM
from lianxin.voice.letters.queries import statistics

pytestmark = pytest.mark.django_db
LATE = timedelta(days=200)


@pytest.fixture
def world() -> World:
    cache.clear()
    return desk_world.build()


def found(world: World, name: str, office: Organisation) -> dict[str, made.Signal]:
    return {s.key: s for s in made.signals(world.actor(name), office, timezone.now())}


def test_it_opens_for_those_who_answer_for_a_subtree_and_for_nobody_else(world: World, client: Any) -> None:
    assert client.get("/workbench/overview/")["Location"].startswith("/me/sign-in/")
    for name in [*STAFF, "citizen"]:
        expected = 200 if world.actor(name).has(made.READ) else 403
        assert world.client(name).get("/workbench/overview/").status_code == expected, name
    assert world.actor("leader").has(made.READ)
    assert not world.actor("handler").has(made.READ)


def test_what_is_late_is_counted_where_it_lies_and_leads_to_the_supervision(world: World) -> None:
    letter = world.letter("assigned", at=timezone.now() - LATE)
    world.letter("assigned")
    county, unit = world.organisations["county"], world.organisations["unit"]
    signal = found(world, "leader", county)["letters"]
    assert signal.paths == (unit.path,)
    assert signal.lines[0].title == letter.title
    page = world.client("leader").get("/workbench/overview/").content.decode()
    assert f'href="/workbench/letters/{letter.pk}/supervise/"' in page
    assert world.client("leader").get(signal.url).content.decode().count("data-row") == 1
    assert world.client("leader").get(f"/workbench/letters/{letter.pk}/supervise/").status_code == 200


def test_the_parts_add_up_to_the_whole_and_stand_in_the_order_of_the_tree(world: World) -> None:
    for _ in range(3):
        world.letter("assigned", at=timezone.now() - LATE)
    county = world.organisations["county"]
    signals = made.signals(world.actor("leader"), county, timezone.now())
    rows = made.rows_of(county, signals)
    assert [sum(row.counts[i] for row in rows) for i in range(len(signals))] == [s.count for s in signals]
    by_name = {row.name: row.counts[0] for row in rows}
    assert by_name[world.organisations["town"].short_name] == 3
    paths = [Organisation.objects.get(short_name=row.name).path for row in rows if row.url]
    assert paths == sorted(paths)


def test_an_organisation_outside_the_duty_is_not_found_and_noted(world: World) -> None:
    """P05."""
    away = world.organisations["away"]
    lead = world.client("leader")
    assert lead.get(f"/workbench/overview/?org={away.code}").status_code == 200  # below the county
    appoint(
        actor=SYSTEM, person=world.people["caller"], organisation=world.organisations["town"], post="secretary",
        since=timezone.localdate(),
    )  # fmt: skip
    before = AuditLine.objects.unscoped("counted").count()
    secretary = world.client("caller")
    for code in (world.organisations["county"].code, away.code, "no-such", "\x00"):
        assert secretary.get("/workbench/overview/", {"org": code}).status_code == 404, code
    assert AuditLine.objects.unscoped("counted").count() > before
    assert secretary.get("/workbench/overview/").status_code == 200


def test_nobody_is_named_and_nothing_is_ranked(world: World) -> None:
    """B01: the handler of a late letter stands in no figure of the page."""
    world.letter("handling", at=timezone.now() - LATE)
    page = world.client("leader").get("/workbench/overview/").content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    for name in ("handler", "handler2", "caller"):
        assert str(world.people[name]) not in main
    assert "排名" in main


def test_everybody_reads_the_public_board_with_the_rooms_own_figures(world: World, client: Any) -> None:
    """R162: the same n as on the page of statistics; no figure is made a second time."""
    world.letter("assigned", at=timezone.now() - LATE)
    world.letter("submitted")
    town = world.organisations["town"]
    board = boards.board(town)
    whole = statistics.figures(town, statistics.period_of("year"))
    assert {word: n for n, word in board.blocks[0].facts} == {
        "收到": whole.received, "已答复": whole.answered, "在办": whole.open, "逾期": whole.overdue,
    }  # fmt: skip
    response = client.get("/supervision/", {"org": town.code})
    page = response.content.decode()
    assert response.status_code == 200
    assert "public" in response["Cache-Control"]
    for block in board.blocks:
        assert block.title in page
        assert client.get(block.url.partition("#")[0]).status_code == 200, block.url
    links = re.findall(r'class="watch">(.*?)</ul>', page, re.DOTALL)[0]
    for url in re.findall(r'href="([^"]+)"', links):
        assert client.get(url).status_code == 200, url


def test_the_board_says_so_when_there_is_no_such_organisation(world: World, client: Any) -> None:
    assert client.get("/supervision/?org=nobody").status_code == 404
    assert client.get("/supervision/", {"org": "\x00"}).status_code == 404
    assert client.get("/supervision/").status_code == 200


def test_figures_that_stand_on_too_few_are_withheld(world: World) -> None:
    """LX-08."""
    world.letter("replied")
    assert "件数不足" in boards.board(world.organisations["town"]).blocks[0].said


def test_the_number_of_statements_does_not_grow_with_the_work(world: World, django_assert_max_num_queries: Any) -> None:
    client = world.client("leader")
    client.get("/workbench/overview/")
    for _ in range(12):
        world.letter("assigned", at=timezone.now() - LATE)
    cache.clear()
    with django_assert_max_num_queries(45):
        client.get("/workbench/overview/")
