"""Words and filters together: the public list, its download and feed, and the list at the desk."""

from __future__ import annotations

import csv
import io
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from datetime import timedelta

import desk_world
import pytest
from desk_world import World
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lianxin.foundation.search.queries import find
from lianxin.voice.letters import actions, desk_search, indexing
from lianxin.voice.letters.lifecycle import LETTER
from lianxin.voice.letters.models import Letter, Topic
from lianxin.voice.letters.queries import public
from tests.factories import County, Moves, submit
from tests.voice.letters.test_lifecycle_everybody import WAY_TO, WHEN, right_person

Make = Callable[..., Letter]
ATOM = "{http://www.w3.org/2005/Atom}"
WORD = "石阶"


@pytest.fixture
def topics(county: County) -> dict[str, Topic]:
    road = Topic.objects.create(code="R", name="道路", level=1, path="道路", order=1)
    steps = Topic.objects.create(code="R-S", name="台阶", level=2, path="道路/台阶", parent=road, order=2)
    loose = Topic.objects.create(code="R-S-1", name="松动", level=3, path="道路/台阶/松动", parent=steps, order=3)
    water = Topic.objects.create(code="W", name="水利", level=1, path="水利", order=4)
    return {"road": road, "steps": steps, "loose": loose, "water": water}


def listed(client: Client, query: str) -> list[int]:
    response = client.get(f"/letters/{query}")
    assert response.status_code == 200
    return [line.letter.pk for line in response.context["page"].lines]


def downloaded(client: Client, query: str) -> list[str]:
    raw = b"".join(client.get(f"/letters/export.csv{query}").streaming_content)
    return [row["网址"].rstrip("/").rpartition("/")[2] for row in csv.DictReader(io.StringIO(raw.decode("utf-8-sig")))]


def fed(client: Client, query: str) -> list[str]:
    root = ET.fromstring(client.get(f"/letters/feed.atom{query}").content)
    return [e.find(f"{ATOM}id").text.rstrip("/").rpartition("/")[2] for e in root.findall(f"{ATOM}entry")]


def test_an_answer_given_point_by_point_is_found_by_its_words(county: County, moves: Moves, client: Client) -> None:
    """R090: where the points say everything, the text of the reply may be empty."""
    letter = moves.play(submit(county), "accept_public assign take")
    handler = county.actor("handler")
    actions.draft_reply(
        actor=handler, letter=letter, body="", points=[{"point": "谁来修？", "answer": "由青石班组负责"}], plain_words="下周就亮",
    )  # fmt: skip
    letter = actions.submit_reply(actor=handler, letter=letter, revision=letter.revision)
    assert not listed(client, "?q=青石班组"), "not before it was signed"
    moves.send_reply(letter)
    assert listed(client, "?q=青石班组") == listed(client, "?q=下周就亮") == [letter.pk]


def test_every_filter_narrows_the_search_and_so_do_download_and_feed(
    county: County, topics: dict[str, Topic], letter_in: Make, client: Client
) -> None:
    old = timezone.now() - timedelta(days=800)
    given = {
        "thanks": letter_in("accepted", kind="thank", topic=topics["loose"], title="渡口的石阶修好了"),
        "asked": letter_in("replied", kind="consult", topic=topics["water"], title="水边的石阶归谁管"),
        "old": letter_in("handling", kind="help", topic=topics["road"], title="村口的石阶松了"),
    }
    letter_in("replied", kind="thank", topic=topics["loose"], title="感谢修路灯的师傅")  # without the word
    letter_in("submitted", kind="thank", topic=topics["loose"], title="石阶，还没有审核")
    Letter.objects.unscoped("test").filter(pk=given["old"].pk).update(published_at=old)
    given["old"].refresh_from_db()
    indexing.index(given["old"])
    for query, names in {
        "": "thanks asked old",
        "&kind=thank": "thanks",
        "&stage=answered": "asked",
        "&stage=working": "old",
        "&topic=R": "thanks old",
        "&topic=R-S": "thanks",
        "&topic=W": "asked",
        f"&org={county.office.code}": "asked old",
        f"&organisation={county.office.code}&kind=help": "old",
        f"&year={old.year}": "old",
        "&kind=thank&topic=W": "",
        "&kind=<b>&stage=none&topic=no&org=no&year=x": "thanks asked old",
    }.items():
        wanted = {given[name].pk for name in names.split()}
        address = f"?q={WORD}{query}"
        assert set(listed(client, address)) == wanted, query
        assert {int(pk) for pk in downloaded(client, address)} == wanted, query
        assert {int(pk) for pk in fed(client, address)} == wanted, query


def test_the_page_keeps_words_and_choices_in_all_its_links(
    county: County, topics: dict[str, Topic], letter_in: Make, client: Client
) -> None:
    letter_in("accepted", kind="thank", topic=topics["loose"], title="渡口的石阶修好了")
    html = client.get(f"/letters/?q={WORD}&kind=thank&topic=R&stage=accepted").content.decode()
    kept = "q=%E7%9F%B3%E9%98%B6&amp;kind=thank&amp;stage=accepted&amp;topic=R"
    assert f'href="/letters/export.csv?{kept}"' in html
    assert f'href="/letters/feed.atom?{kept}"' in html
    assert '<input type="hidden" name="kind" value="thank">' in html
    assert '<input type="hidden" name="stage" value="accepted">' in html
    assert '<option value="R" selected>' in html
    assert "/letters/?q=%E7%9F%B3%E9%98%B6&amp;kind=consult&amp;stage=accepted&amp;topic=R" in html


def test_pages_of_a_search_go_on_and_end(county: County, moves: Moves, client: Client) -> None:
    made = [moves.accept_public(submit(county, title=f"第{n}处石阶", kind="thank")).pk for n in range(43)]
    moves.accept_public(submit(county, title="石阶，另一种", kind="consult"))
    seen: list[int] = []
    for number in (1, 2, 3):
        page = client.get(f"/letters/?q={WORD}&kind=thank&page={number}")
        assert (page.context["page"].total, page.context["page"].last) == (43, 3)
        seen += [line.letter.pk for line in page.context["page"].lines]
        assert ('rel="next"' in page.content.decode()) is (number < 3)
    assert sorted(seen) == sorted(made)
    last = listed(client, f"?q={WORD}&kind=thank&page=3")
    for beyond in ("4", "99", "99999"):
        assert listed(client, f"?q={WORD}&kind=thank&page={beyond}") == last
    assert len(downloaded(client, f"?q={WORD}&kind=thank")) == 43


def test_a_page_of_very_many_always_leads_to_the_next(
    county: County, moves: Moves, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Counting stops somewhere; leafing goes on."""
    from lianxin.foundation.search import queries

    monkeypatch.setattr(queries, "COUNT_CAP", 20)
    for n in range(65):
        moves.accept_public(submit(county, title=f"第{n}处石阶"))
    sizes = []
    for number in (1, 2, 3, 4):
        page = client.get(f"/letters/?q={WORD}&page={number}")
        sizes.append(len(page.context["page"].lines))
        assert page.context["page"].number == number
        assert ('rel="next"' in page.content.decode()) is (number < 4), number
    assert sizes == [20, 20, 20, 5]


def test_a_download_of_words_ends_where_the_search_ends(
    county: County, moves: Moves, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(public, "HITS_AT_ONCE", 4)
    monkeypatch.setattr(public, "MOST_HITS", 8)
    made = [moves.accept_public(submit(county, title=f"第{n}处石阶")).pk for n in range(11)]
    got = [int(pk) for pk in downloaded(client, f"?q={WORD}")]
    assert len(got) == len(set(got)) == 8
    assert set(got) <= set(made)
    assert downloaded(client, "?q=%EF%BC%89%EF%BC%88") == []  # signs only
    page = client.get(f"/letters/?q={WORD}&page=2").context["page"]
    assert (page.number, len(page.lines)) == (1, 11)  # the first page is always there to be read


@pytest.mark.parametrize("state", WHEN)
def test_the_search_knows_of_every_event_at_once(county: County, moves: Moves, state: str) -> None:
    """After each row of the table the entry is what it would be if the index were built anew (M01)."""
    from django.db import transaction

    before = moves.play(submit(county, with_code=True, title="渡口的石阶"), WAY_TO[state])
    for event in WHEN[state].split():
        with transaction.atomic():
            moves.do(event, before, right_person(state, event))
            letter = Letter.objects.unscoped("test").get(pk=before.pk)
            hits = find(WORD, kinds=["letter"], audience="staff", paths=[""]).hits
            found = [(h.facets, h.audience, h.org_path, h.when) for h in hits if h.object_id == letter.pk]
            entry = indexing.entry_of(letter)
            expected = [(dict(entry.facets), entry.audience, entry.org_path, entry.when)]
            assert found == ([] if letter.state == "withdrawn" else expected), event
            helpers = find(WORD, kinds=["letter_helped"], audience="staff", paths=[""]).hits
            assert len(helpers) == (event == "add_cohandler"), event
            transaction.set_rollback(True)


def test_every_state_has_a_stage_that_can_be_looked_for() -> None:
    for state in LETTER.states:
        found = indexing.facets(kind="help", state=state.name, published_at=None, handler=None, topics=("A", "B"))
        assert found["stage"] == state.stage
        assert (found["t1"], found["t2"], "t3" in found, "year" in found) == ("A", "B", False, False)


# -- at the desk ----------------------------------------------------------------------------------


@pytest.fixture
def world(db: None) -> World:
    return desk_world.build()


LIST = "/workbench/letters/"


def at_desk(world: World, name: str, query: str) -> set[str]:
    page = world.client(name).get(LIST + query)
    assert page.status_code == 200
    return set(re.findall(r'class="num">(LX\d[^<]+)<', page.content.decode()))


def exported(world: World, name: str, query: str) -> set[str]:
    answer = world.client(name).get(f"{LIST}export.csv{query}")
    return {row[0] for row in list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))[1:]}


def test_every_filter_of_the_desk_narrows_the_words(world: World) -> None:
    light = desk_world.topic()
    long_ago = timezone.now() - timedelta(days=200)
    mine = world.letter("handling", title="石阶一", topic=light)
    late = world.letter("handling", title="石阶二", kind="consult", at=long_ago)
    loose = world.letter("accepted", title="石阶三", kind="complain")
    world.letter("handling", title="没有那个词")
    handler, unit = world.people["handler"].pk, world.organisations["unit"].pk
    for query, wanted in {
        "": (mine, late, loose),
        "&kind=consult": (late,),
        f"&topic={light.pk}": (mine,),
        f"&topic={light.parent_id}": (mine,),
        f"&organisation={unit}": (mine, late),
        f"&handler={handler}": (mine, late),
        "&overdue=1": (late,),
        "&overdue=1&kind=help": (),
        f"&handler={handler}&mine=1": (),
        "&kind=%27&topic=x&organisation=%00&handler=-1": (mine, late, loose),
    }.items():
        numbers = {x.number for x in wanted}
        assert at_desk(world, "approver", f"?q={WORD}{query}") == numbers, query
        assert exported(world, "approver", f"?q={WORD}{query}") == numbers, query
    assert at_desk(world, "handler", f"?q={WORD}&mine=1") == {mine.number, late.number}
    assert at_desk(world, "handler", f"?q={WORD}&queue=handle&overdue=1") == {late.number}
    assert at_desk(world, "dispatcher", f"?q={WORD}&queue=dispatch") == {loose.number}
    assert exported(world, "dispatcher", f"?q={WORD}&queue=dispatch") == {loose.number}
    assert at_desk(world, "stranger", f"?q={WORD}&organisation={unit}") == set()


def test_queues_beside_the_states_can_be_searched_too(world: World) -> None:
    rated, other = world.letter("callback", title="石阶一"), world.letter("replied", title="石阶二")
    assert at_desk(world, "reviewer", f"?q={WORD}") == {rated.number, other.number}
    assert at_desk(world, "reviewer", f"?q={WORD}&queue=words") == {rated.number}
    assert at_desk(world, "reviewer", f"?q={WORD}&queue=publication") == set()


def test_pages_at_the_desk_are_right_with_filters_and_without(world: World) -> None:
    long_ago = timezone.now() - timedelta(days=200)
    for n in range(23):
        world.letter("submitted", title=f"石阶{n}", at=long_ago)
    away = world.letter("submitted", title="石阶，回避的", at=long_ago)
    client = world.client("reviewer")
    for query, total in ((f"?q={WORD}", 24), (f"?q={WORD}&overdue=1", 24)):
        pages = [client.get(f"{LIST}{query}&page={n}") for n in (1, 2, 9)]
        assert [p.context["leaf"].total for p in pages] == [total] * 3
        assert [p.context["leaf"].number for p in pages] == [1, 2, 2]
        assert ['rel="next"' in p.content.decode() for p in pages] == [True, False, False]
    away.parties.create(role="conflict", person=world.people["reviewer"])
    first = client.get(f"{LIST}?q={WORD}")
    assert first.context["leaf"].total == 23  # what one keeps away from is not even counted (PET-06)
    assert first.content.decode().count("data-row") == 20
    assert away.number not in exported(world, "reviewer", f"?q={WORD}")


def test_what_was_not_looked_at_is_said(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk_search, "AT_ONCE", 2)
    monkeypatch.setattr(desk_search, "EXAMINED", 4)
    for n in range(6):
        world.letter("submitted", title=f"石阶{n}", at=timezone.now() - timedelta(days=200))
    page = world.client("reviewer").get(f"{LIST}?q={WORD}&overdue=1")
    assert page.context["leaf"].total == 4
    assert "请把词写得更具体" in page.content.decode()


def test_nothing_typed_or_chosen_is_lost_at_the_desk(world: World) -> None:
    world.letter("handling", title="石阶一")
    html = world.client("handler").get(f"{LIST}?q={WORD}&kind=help&queue=handle&panel=1").content.decode()
    start = html.index('role="search"')
    box = html[start : html.index("</form>", start)]
    assert f'value="{WORD}"' in box
    assert '<input type="hidden" name="kind" value="help">' in box
    panel = html[html.index('class="card panel"') :]
    assert f'<input type="hidden" name="q" value="{WORD}">' in panel
    assert "export.csv?queue=handle&amp;kind=help&amp;q=%E7%9F%B3%E9%98%B6" in html
    chips = world.client("handler").get(f"{LIST}?q={WORD}&kind=help").context["chips"]
    assert all("q=%E7%9F%B3" in url and "kind=help" in url for _, url, _, _ in chips)


def test_more_hits_take_no_more_statements(world: World) -> None:
    """Account, appointments, counts, conflicts, hits, rows, co-handled hits, notices, views."""
    client = world.client("handler")
    for n in range(3):
        world.letter("handling", title=f"石阶{n}")
        client.get(f"{LIST}?q={WORD}&kind=help")
        with CaptureQueriesContext(connection) as taken:
            assert client.get(f"{LIST}?q={WORD}&kind=help").status_code == 200
        assert len(taken) <= 9


def test_handing_a_letter_over_changes_what_the_search_knows(world: World) -> None:
    letter = world.letter("handling", title="石阶一")
    assert at_desk(world, "handler", f"?q={WORD}&mine=1") == {letter.number}
    letter = actions.transfer(
        actor=world.actor("dispatcher"), letter=letter, organisation=world.organisations["other"],
        revision=letter.revision,
    )  # fmt: skip
    assert at_desk(world, "handler", f"?q={WORD}") == set()
    assert at_desk(world, "handler2", f"?q={WORD}&queue=take") == {letter.number}
