"""协办: co-handled letters stand in a work list of their own, for exactly those who may open them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import desk_world
import pytest
from desk_world import STAFF, World
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lianxin.foundation.search.queries import find
from lianxin.kernel.actor import Actor
from lianxin.voice.letters import actions
from lianxin.voice.letters.due import due_items
from lianxin.voice.letters.models import Letter
from lianxin.voice.letters.queries import desk, worklist

pytestmark = pytest.mark.django_db
LIST = "/workbench/letters/"
EVERYBODY = [*STAFF, "citizen"]


@pytest.fixture
def world() -> World:
    return desk_world.build()


def helped(world: World, state: str = "handling", office: str = "other", **draft: Any) -> Letter:
    """A letter of 建设办 with which another office helps."""
    letter = world.letter(state, **draft)
    return actions.add_cohandler(
        actor=world.actor("county_dispatcher"), letter=letter, organisation=world.organisations[office],
        revision=letter.revision,
    )  # fmt: skip


def listed(world: World, name: str, query: str = "?queue=helping") -> str:
    return world.client(name).get(LIST + query).content.decode()


@pytest.mark.parametrize("office", ["other", "away", "town"])
def test_the_queue_is_for_exactly_those_who_may_open_the_letter_as_helpers(world: World, office: str) -> None:
    letter = helped(world, office=office)
    for name in EVERYBODY:
        actor = world.actor(name)
        opens = desk.one(actor, letter.pk) is not None
        in_scope = actor.has("letters.read") and desk.in_scope(actor).filter(pk=letter.pk).exists()
        queued = desk.helping(actor).filter(pk=letter.pk).exists()
        assert queued == (opens and not in_scope), name
        counted = worklist.counts(actor, timezone.now()).of("helping")
        assert (counted or 0) == queued, name
        if actor.has("letters.read"):
            assert (letter.title in listed(world, name)) == queued, name
    helpers = {"other": "handler2", "away": "stranger", "town": ""}[office]
    assert [n for n in EVERYBODY if desk.helping(world.actor(n)).exists()] == [n for n in [helpers] if n]


@pytest.mark.parametrize("who", ["person", "office"])
def test_whoever_keeps_away_is_not_asked_to_help(world: World, who: str) -> None:
    """PET-06: neither list, nor count, nor search, nor the page."""
    letter = helped(world, title="水渠塌了八米")
    found = {"person": world.people["handler2"]} if who == "person" else {"organisation": world.organisations["other"]}
    actions.exclude(actor=world.actor("dispatcher"), letter=letter, revision=letter.revision, **found)
    actor = world.actor("handler2")
    assert desk.one(actor, letter.pk) is None
    assert worklist.counts(actor, timezone.now()).of("helping") == 0
    assert due_items(actor, timezone.now()) == []
    for query in ("?queue=helping", "?q=水渠", "?q=水渠&queue=helping", "export.csv?q=水渠&queue=helping"):
        assert letter.number not in listed(world, "handler2", query), query


def test_finished_letters_leave_the_queue_and_withdrawn_ones_the_search(world: World) -> None:
    letter = helped(world, "approving", title="水渠塌了八米")
    assert letter.number in listed(world, "handler2")
    letter = actions.send_reply(actor=world.actor("approver"), letter=letter, revision=letter.revision)
    assert letter.number not in listed(world, "handler2")
    assert worklist.counts(world.actor("handler2"), timezone.now()).of("helping") == 0
    assert letter.number in listed(world, "handler2", "?q=水渠")  # to be looked up, as the office's own finished ones
    author = Actor("citizen", holds=frozenset({f"letter:{letter.pk}"}))
    actions.withdraw(actor=author, letter=letter)
    assert letter.number not in listed(world, "handler2", "?q=水渠")
    assert not find("水渠", kinds=["letter_helped"], audience="staff", paths=[""]).hits


def test_a_letter_is_counted_once_even_for_who_sits_in_both_offices(world: World) -> None:
    helped(world)
    both = world.actor("handler")
    both = replace(both, duties=(*both.duties, *world.actor("handler2").duties))
    counts = worklist.counts(both, timezone.now())
    assert (counts.of("handle"), counts.of("helping"), counts.total) == (1, 0, 1)
    alone = worklist.counts(world.actor("handler2"), timezone.now())
    assert (alone.of("helping"), alone.total) == (1, 1)


def test_what_stands_in_the_rail_and_on_the_first_page(world: World) -> None:
    letter = helped(world)
    client = world.client("handler2")
    home = client.get("/workbench/").content.decode()
    assert "?queue=helping" in home
    (item,) = due_items(world.actor("handler2"), timezone.now())
    assert (item.title, item.act, item.due) == (letter.title, "去协办", letter.due_at)
    assert letter.title in home
    page = client.get(LIST)
    assert page.context["queue"] == "helping"
    assert ("协办", "?queue=helping", True, 1) in page.context["chips"]
    assert "queue=helping" not in world.client("reviewer").get(LIST).content.decode()


def test_search_finds_what_one_helps_with_and_says_so(world: World) -> None:
    own = world.letter("accepted", title="水渠塌了三米")
    actions.assign(
        actor=world.actor("dispatcher"), letter=own, organisation=world.organisations["other"], revision=own.revision
    )
    letter = helped(world, title="水渠塌了八米")
    page = listed(world, "handler2", "?q=水渠")
    ours, _, others = page.partition("本单位协办的")
    assert own.number in ours
    assert letter.number not in ours
    assert letter.number in others
    assert letter.number not in listed(world, "handler2", "?q=月球")
    assert letter.number in listed(world, "handler2", "?q=水渠&queue=helping")
    assert own.number not in listed(world, "handler2", "?q=水渠&queue=helping")
    assert letter.number not in listed(world, "stranger", "?q=水渠")
    assert letter.number in listed(world, "handler2", "export.csv?q=水渠&queue=helping")


def test_the_public_never_finds_the_helpers_entries(world: World) -> None:
    helped(world, title="水渠塌了八米")
    assert [hit.kind for hit in find("水渠").hits] == ["letter"]


def test_the_index_is_built_anew_with_helpers(world: World) -> None:
    letter = helped(world, title="水渠塌了八米", topic=desk_world.topic())
    before = {(h.kind, h.object_id): (h.org_path, dict(h.facets)) for h in found_by_staff()}
    assert {kind for kind, _ in before} == {"letter", "letter_helped"}
    from lianxin.foundation.search.actions import drop_kind

    drop_kind("letter"), drop_kind("letter_helped")
    call_command("search_reindex", "--json")
    assert {(h.kind, h.object_id): (h.org_path, dict(h.facets)) for h in found_by_staff()} == before
    assert letter.number in listed(world, "handler2", "?q=水渠&queue=helping")


def found_by_staff() -> Any:
    return find("水渠", kinds=["letter", "letter_helped"], audience="staff", paths=[""]).hits


def test_a_helper_is_offered_notes_and_progress_and_nothing_else(world: World) -> None:
    letter = helped(world)
    page = world.client("handler2").get(f"{LIST}{letter.pk}/")
    offered = [b for b in (page.context["first"], *page.context["buttons"], *page.context["more"]) if b]
    assert {(b.act.slug, b.denied) for b in offered} == {("note", None), ("progress", None)}
    assert page.context["more"] == []
    assert "本单位协办这件留言，由 青禾建设办 主办" in page.content.decode()
    for slug in ("note", "progress"):
        assert world.client("handler2").get(f"{LIST}{letter.pk}/{slug}/").status_code == 200
    for slug in ("reply", "ask", "send_back", "transfer", "extend", "acknowledge"):
        assert world.client("handler2").get(f"{LIST}{letter.pk}/{slug}/").status_code in (403, 404), slug
    reader = world.client("stranger").get(f"{LIST}{helped(world, office='away').pk}/")
    assert [b.act.slug for b in reader.context["buttons"]] == ["note"]


def test_what_a_helper_notes_is_under_its_office_and_its_own_to_read(world: World) -> None:
    letter = helped(world)
    letter = actions.note(actor=world.actor("handler"), letter=letter, text="主办的内部意见", revision=letter.revision)
    client = world.client("handler2")
    answer = client.post(f"{LIST}{letter.pk}/note/", {"text": "已核实低保情况", "revision": letter.revision})
    assert answer.status_code == 303
    step = letter.steps.filter(event="note").latest("id")
    assert step.organisation_id == world.organisations["other"].pk
    page = client.get(f"{LIST}{letter.pk}/").content.decode()
    assert "已核实低保情况" in page
    assert "主办的内部意见" not in page
    assert "已核实低保情况" in world.client("handler").get(f"{LIST}{letter.pk}/").content.decode()


def test_helping_costs_no_statement_more(world: World) -> None:
    """The list stays at six, the counts at one statement, however much is co-handled."""
    for _ in range(3):
        helped(world)
    client = world.client("handler2")
    client.get(f"{LIST}?queue=helping")
    with CaptureQueriesContext(connection) as taken:
        assert client.get(f"{LIST}?queue=helping").status_code == 200
    assert len(taken) <= 6
    with CaptureQueriesContext(connection) as taken:
        worklist.counts(world.actor("reviewer"), timezone.now())
    assert sum("letters_party" in query["sql"] for query in taken) == 1


def test_the_counts_stand_on_indexes(world: World) -> None:
    """No part of the statement reads a whole table of letters, messages or ratings."""
    if connection.vendor != "sqlite":
        pytest.skip("the plan of SQLite")
    actor = world.actor("reviewer")
    with CaptureQueriesContext(connection) as taken:
        worklist.counts(actor, timezone.now())
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN QUERY PLAN " + taken[0]["sql"])
        plan = [row[3] for row in cursor.fetchall()]
    read_whole = [line for line in plan if line.startswith("SCAN")]
    # the materialised list of helped letters, and partial indexes that hold only what waits
    waiting = {line.split()[-1] for line in read_whole if line.split()[1] != "h"}
    assert waiting == {
        "message_pending", "rating_pending", "letter_appealed", "message_appealed", "rating_appealed",
    }, plan  # fmt: skip
