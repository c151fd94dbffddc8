"""R097, R037, M01: every state of a topic for every audience on every route, asked by everybody."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lianxin.democracy.forum import queries
from lianxin.democracy.forum.models import Topic
from lianxin.democracy.speaking import actions as speaking
from lianxin.foundation.search.inside import search_inside
from lianxin.foundation.search.queries import find
from lianxin.kernel.actor import Actor
from tests.democracy.forum.conftest import FOLLOWS, HEARD, QUESTION, STATES, TEXT, TITLE, after_end, fresh

pytestmark = pytest.mark.django_db
Who, Browser, Make = Callable[[str], Actor], Callable[[str], Client], Callable[..., Topic]
READERS = ("anonymous", "citizen", "same", "far", "applicant", "secretary_there", "foreign", "worker_here")
READ_BY = {"branch": {"same", "worker_here"}, "members": {"same", "far"}, "public": set(READERS)}
SHOWN = ("released", "closed", "summing", "summed")
SAID = "钥匙配三把，谁拿谁登记。"


@pytest.mark.parametrize("audience", ["branch", "members", "public"])
def test_every_state_on_every_route(audience: str, topic: Make, browser: Browser, who: Who) -> None:
    """A topic is there for its audience once it was released, its summary once that was; nothing else, nowhere."""
    made = {}
    for state in STATES:
        # open long enough that closing the others at their end leaves it
        more = {"closes_at": timezone.now() + timedelta(days=60)} if state == "released" else {}
        made[state] = topic(state, audience, key=f"k{state}", **more)
    assert [fresh(one).state for one in made.values()] == list(STATES)
    for reader in READERS:
        client, actor = browser(reader), who(reader)
        listed = client.get("/forum/").text
        cards = {card.url for card in queries.open_cards(actor, 20)}
        found = search_inside(actor, "活动室的钥匙", kinds=["topic"], limit=50)
        for state, one in made.items():
            seen = state in SHOWN and reader in READ_BY[audience]
            page = client.get(f"/forum/{one.pk}/")
            assert page.status_code == (
                200 if seen or (state == "taken_down" and reader in READ_BY[audience]) else 404
            ), (reader, state)
            assert (TEXT in page.text) is seen, (reader, state)
            assert (HEARD in page.text) is (seen and state == "summed"), (reader, state)
            assert (f'href="/forum/{one.pk}/"' in listed) is seen, (reader, state)
            assert (f"/forum/{one.pk}/" in cards) is (seen and state == "released"), (reader, state)
            inside = seen and audience != "public"
            assert (one.pk in {hit.object_id for hit in found.hits}) is inside, (reader, state)
        assert found.total == len(found.hits)
    feed = browser("anonymous").get("/forum/feed.atom").text
    hits = {hit.object_id for hit in find("活动室的钥匙", limit=50).hits if hit.kind == "topic"}
    for state, one in made.items():
        everybody = audience == "public" and state in SHOWN
        assert (f"/forum/{one.pk}/" in feed) is everybody, state
        assert (one.pk in hits) is everybody, state
    assert bool(find("担心东西丢").hits) is (audience == "public")
    assert FOLLOWS not in browser("anonymous").get("/search/?q=登记领用").text or audience == "public"


@pytest.mark.parametrize("audience", ["branch", "members", "public"])
def test_a_strangers_search_neither_shows_nor_counts_it(audience: str, topic: Make, browser: Browser) -> None:
    """P05: page, JSON and facets; the JSON is the same for everybody, also for those who may read it on its page."""
    one, many = topic("released", audience), int(audience == "public")
    for path in ("/search.json?q=活动室的钥匙", "/search.json?q=活动室的钥匙&kind=topic"):
        for word in ("anonymous", "same"):
            answer = browser(word).get(path).json()
            assert (answer["total"], len(answer["results"])) == (many, many), (word, path)
            assert [facet["count"] for facet in answer["facets"]["kind"]] == [1] * many, (word, path)
    for word in ("anonymous", "citizen", "foreign"):
        page = browser(word).get("/search/?q=活动室的钥匙").text
        assert (f"/forum/{one.pk}/" in page) is bool(many), word
        assert "给您看的" not in page, word
    found = browser("same").get("/search/?q=活动室的钥匙").text
    assert f"/forum/{one.pk}/" in found
    assert ("给您看的" in found) is not bool(many)


@pytest.mark.parametrize("audience", ["branch", "members", "public"])
def test_strangers_reach_no_desk_and_nothing_of_others(audience: str, topic: Make, browser: Browser) -> None:
    """P05: the desk below another town is 404, a citizen's is 403; somebody's proposal is nobody else's page."""
    one, draft = topic("proposed", audience), topic("draft", audience, key="k2")
    for reader, status in (
        ("anonymous", 302),
        ("citizen", 403),
        ("same", 403),
        ("foreign", 404),
        ("secretary_there", 404),
    ):
        for pk in (one.pk, draft.pk):
            client = browser(reader)
            assert client.get(f"/workbench/forum/{pk}/").status_code == status
            for event in ("take_up", "decline", "release", "edit", "drop"):
                assert client.post(f"/workbench/forum/{pk}/{event}/", {"revision": 0}).status_code in (status, 404)
    assert browser("same").get(f"/me/forum/{one.pk}/").status_code == 404
    assert browser("author").get(f"/me/forum/{one.pk}/").status_code == 200
    assert fresh(one).state == "proposed"


def test_open_by_the_clock_not_by_a_job(topic: Make, who: Who, browser: Browser) -> None:
    """Before it opens and after it closes nobody speaks, to the second, whatever a job did or did not."""
    start = timezone.now() + timedelta(days=1)
    one = topic("released", "public", opens_at=start, closes_at=start + timedelta(days=5))
    for moment, status in ((start - timedelta(seconds=1), 422), (start, 303), (start + timedelta(days=5), 422)):
        with time_machine.travel(moment, tick=False):
            answer = browser("citizen").post(
                f"/speak/forum/{one.pk}/", {"text": SAID, "key": f"{moment}", "front_name": "nick"}
            )
            assert answer.status_code == status, moment
            assert (SAID in answer.text) is (status == 422), "nothing typed is lost"
    assert fresh(one).state == "released"


def test_taken_down_takes_everything_with_it(topic: Make, who: Who, browser: Browser) -> None:
    """M01, M06: what was said goes from list, search and page with the topic; that it was there and why stays."""
    from lianxin.democracy.forum import actions

    one = topic("released", "public")
    said = speaking.say(actor=who("citizen"), kind="forum", place=one.pk, text=SAID, key="s1")
    speaking.publish(actor=who("superior"), contribution=said, revision=said.revision)
    assert SAID in browser("anonymous").get(f"/forum/{one.pk}/").text
    assert find("谁拿谁登记").hits
    actions.take_down(
        actor=who("deputy_above"), topic=one, reason="mistake", text="选错了范围", revision=fresh(one).revision
    )
    page = browser("anonymous").get(f"/forum/{one.pk}/")
    assert "选错了范围" in page.text
    assert SAID not in page.text
    assert TITLE not in page.text
    assert QUESTION not in page.text
    assert not find("谁拿谁登记").hits
    assert browser("citizen").get(f"/speak/forum/{one.pk}/").status_code == 404


def test_a_list_costs_the_same_for_one_and_for_twenty(topic: Make, browser: Browser) -> None:
    topic("released", "public")
    client = browser("citizen")
    client.get("/forum/")
    taken = []
    for more in (0, 19):
        for n in range(more):
            topic("released", "public", key=f"m{n}")
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/forum/").status_code == 200
        taken.append(len(captured))
    assert taken[0] == taken[1] <= 12
    assert after_end(fresh(topic("released", "public", key="last"))) > timezone.now()
