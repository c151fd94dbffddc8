"""Queues, filters, search, export and bulk actions; how many statements a list may cost."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta
from typing import Any

import desk_world
import pytest
from desk_world import World
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lianxin.kernel.actor import Actor
from lianxin.kernel.cells import harmless
from lianxin.voice.letters import actions
from lianxin.voice.letters.due import due_items
from lianxin.voice.letters.models import Letter
from lianxin.voice.letters.queries import worklist

pytestmark = pytest.mark.django_db
LIST = "/workbench/letters/"


@pytest.fixture
def world() -> World:
    return desk_world.build()


def statements(client: Any, url: str) -> int:
    client.get(url)  # templates, rules and names are loaded once
    with CaptureQueriesContext(connection) as taken:
        assert client.get(url).status_code == 200
    return len(taken)


def many(world: World, total: int) -> None:
    """Letters of every look, straight into the table: what is tested here is only the list."""

    unit, now = world.organisations["unit"], timezone.now()
    Letter.objects.bulk_create(
        Letter(
            number=f"LX-T-{i}", kind="help", title=f"第{i}件", body="b", state="handling", organisation=unit,
            org_path=unit.org_path, received_by=world.organisations["town"], opened_at=now, due_at=now + timedelta(i % 9 - 3),
            handler=world.people["handler"] if i % 2 else None, urges=i % 3, round=1 + i % 2,
        )
        for i in range(total)
    )  # fmt: skip


@pytest.mark.parametrize(
    "query", ["", "?queue=handle", "?queue=handle&overdue=1", "?queue=all", "?queue=done", "?queue=handle&mine=1"]
)
def test_a_list_of_twenty_takes_six_statements_at_most(world: World, query: str) -> None:
    """Account, appointments, counts, rows, notices, saved views; the session comes from the cache."""
    many(world, 60)
    assert statements(world.client("handler"), LIST + query) <= 6


def test_more_rows_take_no_more_statements(world: World) -> None:
    """No N+1: lists, the first page of the workbench and the export."""
    letter = world.letter("handling")
    client = world.client("handler")
    urls = [LIST, "/workbench/", f"{LIST}export.csv?queue=handle"]
    few = [statements(client, url) for url in urls]
    many(world, 60)
    assert [statements(client, url) for url in urls] == few
    assert statements(client, f"{LIST}{letter.pk}/") <= 40


def test_counts_are_one_statement_and_right(world: World) -> None:
    world.letter("submitted")
    world.letter("accepted")
    many(world, 30)
    late = sum(1 for i in range(30) if i % 9 - 3 < 1)
    handler = world.actor("handler")
    with CaptureQueriesContext(connection) as taken:
        found = worklist.counts(handler, timezone.now())
    assert len(taken) == 1
    assert found.by_queue["handle"] == (30, late)
    assert found.of("review") is None
    assert worklist.counts(world.actor("reviewer"), timezone.now()).by_queue["review"] == (1, 0)


def test_each_role_begins_with_its_own_pile(world: World) -> None:
    submitted, accepted = world.letter("submitted"), world.letter("accepted", title="待分派的那一件")
    page = world.client("dispatcher").get(LIST)
    assert page.context["queue"] == "dispatch"
    assert accepted.title in page.content.decode()
    assert submitted.number not in page.content.decode()


def test_filters_narrow_and_unknown_values_do_no_harm(world: World) -> None:
    mine = world.letter("handling", title="我承办的")
    world.letter("handling", kind="consult", title="咨询的")
    client = world.client("handler")
    assert "咨询的" not in client.get(f"{LIST}?queue=handle&kind=help").content.decode()
    assert mine.title in client.get(f"{LIST}?queue=handle&mine=1").content.decode()
    assert (
        mine.title in client.get(f"{LIST}?queue=handle&organisation={world.organisations['unit'].pk}").content.decode()
    )
    assert "没有符合条件" in client.get(f"{LIST}?queue=handle&handler={world.people['handler2'].pk}").content.decode()
    for odd in ("?queue=nothing", "?page=99999999999999999999", "?topic=x&organisation=%00", "?kind=%27", "?page=-1"):
        assert client.get(LIST + odd).status_code == 200


def test_leafing_shows_every_letter_once(world: World) -> None:
    many(world, 45)
    client = world.client("handler")
    seen = [n for page in (1, 2, 3) for n in numbers(client.get(f"{LIST}?queue=handle&page={page}"))]
    assert len(seen) == len(set(seen)) == 45
    unknown = [n for page in (1, 2, 3) for n in numbers(client.get(f"{LIST}?queue=all&page={page}"))]
    assert len(set(unknown)) == 45


def numbers(answer: Any) -> list[str]:
    page = answer.content.decode()
    return [part.split("<")[0] for part in page.split('<span class="num">')[1:] if part.startswith("LX-T-")]


@pytest.mark.parametrize("who", ["leader", "approver", "handler"])
def test_finished_letters_come_newest_first_and_only_from_the_scope(world: World, who: str) -> None:
    """A wide scope and a narrow one are asked in different ways and answer the same."""
    done = [world.letter("replied") for _ in range(2)]
    for letter in done:
        holder = Actor("citizen", holds=frozenset({f"letter:{letter.pk}"}))
        actions.rate(actor=holder, letter=letter, level=5, solved=True)
    world.letter("handling")
    away = world.letter("submitted", received_by=world.organisations["away"])
    client = world.client(who)
    found = re.findall(r'class="num">(LX[^<]+)<', client.get(f"{LIST}?queue=done").content.decode())
    assert found == [x.number for x in reversed(done)]
    everything = client.get(f"{LIST}?queue=all").content.decode()
    assert (away.number in everything) == (who == "leader")


def test_search_finds_only_inside_the_scope(world: World) -> None:
    letter = world.letter("handling", title="水渠塌了八米没人管")
    assert letter.title in world.client("handler").get(f"{LIST}?q=水渠").content.decode()
    assert letter.title not in world.client("stranger").get(f"{LIST}?q=水渠").content.decode()
    assert "没有找到" in world.client("handler").get(f"{LIST}?q=月球").content.decode()


def test_the_list_escapes_what_citizens_wrote(world: World) -> None:
    world.letter("handling", title="<b>x</b>&")
    page = world.client("handler").get(LIST).content.decode()
    assert "<b>x</b>" not in page
    assert "&lt;b&gt;x" in page


def test_export_is_whole_harmless_and_noted(world: World) -> None:
    from lianxin.foundation.audit.models import AuditLine

    world.letter("handling", title='=HYPERLINK("http://example.org")')
    answer = world.client("handler").get(f"{LIST}export.csv?queue=handle")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) == 2
    assert rows[1][2].startswith("'=")
    assert "attachment" in answer["Content-Disposition"]
    assert AuditLine.objects.unscoped("test").filter(code="letters.export").count() == 1


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "\nx", "＝1+1", "＠x"])
def test_formulas_are_never_calculated(cell: str) -> None:
    assert harmless(cell).startswith("'")


def test_one_refusal_does_not_stop_the_others(world: World) -> None:
    """Bulk 签收: a letter that has moved on is refused with its reason, the rest are done."""
    letters = [world.letter("assigned") for _ in range(3)]
    actions.take(actor=world.actor("handler"), letter=letters[1], revision=letters[1].revision)
    foreign = world.letter("submitted", received_by=world.organisations["away"])
    picks = [f"{x.pk}:{x.revision}" for x in [*letters, foreign]]
    answer = world.client("handler").post(f"{LIST}bulk/", {"operation": "take", "pick": picks})
    outcomes = answer.context["outcomes"]
    assert [o.denied is None for o in outcomes] == [True, False, True, False]
    assert outcomes[1].denied.code == "stale"
    assert outcomes[3].letter is None
    assert foreign.title not in answer.content.decode() or foreign.title == letters[0].title
    states = Letter.objects.unscoped("test").filter(pk__in=[x.pk for x in letters]).values_list("state", flat=True)
    assert set(states) == {"handling"}


def test_bulk_dispatch_by_rule_or_to_one_office(world: World) -> None:
    from lianxin.voice.letters.actions import topics

    light = desk_world.topic()
    topics.set_route(
        actor=world.actor("dispatcher"),
        topic=light,
        area=world.organisations["town"],
        organisation=world.organisations["unit"],
    )
    routed, loose = world.letter("accepted", topic=light), world.letter("accepted")
    client, url = world.client("dispatcher"), f"{LIST}bulk/"
    picks = [f"{x.pk}:{x.revision}" for x in (routed, loose)]
    asked = client.post(url, {"operation": "assign", "pick": picks})
    assert asked.context["sure"] == 1
    assert client.post(url, {"operation": "assign", "pick": picks, "confirmed": "1"}).status_code == 422
    done = client.post(url, {"operation": "assign", "pick": picks, "confirmed": "1", "by": "route"})
    assert [o.denied is None for o in done.context["outcomes"]] == [True, False]
    rest = client.post(
        url,
        {"operation": "assign", "pick": picks[1:], "confirmed": "1", "organisation": world.organisations["other"].pk},
    )
    assert rest.context["done"] == 1
    assert client.post(url, {"operation": "assign"}).status_code == 422


def test_what_is_due_is_one_s_own_work_first(world: World) -> None:
    """A letter with a named colleague is not everybody's; what waits for others comes last."""
    own, waiting = world.letter("handling", title="我的"), world.letter("handling", title="等补充的")
    actions.ask(actor=world.actor("handler"), letter=waiting, text="请补充", revision=waiting.revision)
    items = due_items(world.actor("handler"), timezone.now())
    assert [i.title for i in items] == ["我的", "等补充的"]
    assert items[0].act == "写答复"
    assert items[0].action_url.endswith(f"/{own.pk}/reply/")
    assert items[1].waiting_for == "等留言人补充"
    assert due_items(world.actor("handler2"), timezone.now()) == []
    assert due_items(world.actor("citizen"), timezone.now()) == []
