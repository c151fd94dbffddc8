"""R038: until a round is over no key, explanation or source leaves the server by any route, and no mark by any."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.urls import get_resolver

from lianxin.learning.contests import actions
from lianxin.learning.contests.export import own
from lianxin.learning.contests.models import Contest
from lianxin.learning.questions.models import Version
from tests.learning.conftest import CLOSES, OVER, RUNNING, SECRET, World, again, at, first, fresh, perfect, round_of

In = Callable[..., Contest]
#: whatever an explanation, a source or the key of a blank would show
GIVEAWAY = re.compile(f"{SECRET}|出处密语|谜底|又名")
READERS = ("anonymous", "m0", "m1", "low", "beside")


def routes() -> Iterator[str]:
    """Every address of the two rooms, by its pattern."""
    for one in get_resolver().url_patterns:
        prefix = str(one.pattern)
        if prefix in ("contests/", "workbench/contests/", "me/contests/", "workbench/question-bank/"):
            for child in one.url_patterns:
                yield f"/{prefix}{child.pattern}"


def filled(route: str, contest: Contest, attempt: Any, version: Version) -> str:
    keys = {"rounds/<int:pk>": first(contest).pk, "sit/<int:pk>": attempt.pk, "result/<int:pk>": attempt.pk}
    for part, pk in keys.items():
        route = route.replace(part, part.replace("<int:pk>", str(pk)))
    own = version.question_id if "question-bank" in route else contest.pk
    names = {"<int:pk>": str(own), "<slug:slug>": "release", "<int:number>": "1", "<int:objection>": "1",
             "<int:office>": "1", "<str:token>": "x", "<slug:which>": "rejects"}  # fmt: skip
    for part, value in names.items():
        route = route.replace(part, value)
    assert "<" not in route, route
    return route


def test_no_route_tells_an_answer_while_the_round_runs(world: World, contest_in: In) -> None:
    """Every address of both rooms, for everybody who may take part, while the round runs and within the grace."""
    contest = contest_in(audience="public", list_passed=True)
    found = first(contest)
    with at(RUNNING):
        attempt = actions.start(actor=world.who("m0"), round_=found)
        actions.keep(actor=world.who("m0"), attempt=attempt.pk, sent={0: ([0], 0)})
    version = Version.objects.get(pk=attempt.places[0].version)
    addresses = sorted({filled(route, contest, attempt, version) for route in routes()})
    assert len(addresses) > 28
    for word, moment in [*((word, RUNNING) for word in READERS), ("m0", CLOSES + timedelta(seconds=30))]:
        with at(moment):
            browser = world.browser(word)
            seen = {address: browser.get(address, follow=True) for address in addresses}
            assert [address for address, reply in seen.items() if GIVEAWAY.search(_bare(reply))] == [], word
            sitting = seen[f"/contests/sit/{attempt.pk}/"]
            assert (sitting.status_code == 200 and not sitting.redirect_chain) == (word == "m0" and moment == RUNNING)


def test_sending_answers_tells_nothing_back(world: World, contest_in: In) -> None:
    """Right or wrong, the reply is the same; a form of practice that names a question of the round gets no key."""
    contest = contest_in()
    found = first(contest)
    with at(RUNNING):
        attempt = actions.start(actor=world.who("m0"), round_=found)
        browser = world.browser("m0")
        place = next(n for n, p in enumerate(attempt.places) if p.kind == "single")
        replies = set()
        for shown in range(4):
            body = json.dumps({"answers": {str(place): {"said": [shown], "ago": 0}}})
            replies.add(
                browser.post(f"/contests/sit/{attempt.pk}/keep/", body, content_type="application/json").content
            )
        assert len(replies) == 1
        asked = attempt.places[place]
        form = {"asked": f"{asked.version}:{'.'.join(map(str, asked.order))}", "was0": "[]", "a0": "0"}
        reply = browser.post(f"/contests/{contest.pk}/practice/", form)
        assert reply.status_code == 200
        assert not GIVEAWAY.search(_bare(reply))
        assert "换了一组" in reply.content.decode()
        export = json.dumps(own(world.person("m0").pk), ensure_ascii=False, default=str)
        assert attempt.round.contest.title in export
        assert not GIVEAWAY.search(export)
        sent = actions.hand_in(actor=world.who("m0"), attempt=attempt, sent=perfect(attempt))
        for address in (f"/contests/{contest.pk}/", "/me/contests/", f"/contests/sit/{sent.pk}/"):
            page = browser.get(address, follow=True).content.decode()
            assert "合格</" not in page.replace("合格名单", "")
            assert "满分 100 分）" not in page


def test_after_the_end_the_person_alone_sees_it(world: World, contest_in: In) -> None:
    """LX-224: answers, explanations and sources for who was asked; nobody's marks for anybody else, the desk included."""
    contest = contest_in()
    with at(RUNNING):
        attempt = actions.start(actor=world.who("m0"), round_=first(contest))
        actions.hand_in(actor=world.who("m0"), attempt=attempt, sent=perfect(attempt))
    with at(OVER):
        actions.mark_due()
        page = world.browser("m0").get(f"/contests/result/{attempt.pk}/").content.decode()
        assert SECRET in page
        assert "出处密语" in page
        assert "谜底" in page
        assert "100" in page
        assert "和您的卷子一样" in page
        for word in ("m1", "far", "neighbour", "releaser", "second", "beside"):
            assert world.browser(word).get(f"/contests/result/{attempt.pk}/").status_code == 404, word
        for word in ("releaser", "second", "planner"):
            desk = world.browser(word).get(f"/workbench/contests/{contest.pk}/").content.decode()
            assert "周禾苗" not in desk
            assert "100 分" not in desk


def test_what_another_round_still_asks_stays_hidden(world: World, contest_in: In) -> None:
    """The first round is over, the second draws from the same bank: its answers wait, in the result and in practice."""
    second = round_of(opens_at=CLOSES + timedelta(days=1), closes_at=CLOSES + timedelta(days=3))
    contest = contest_in(rounds=[round_of(), second], practice_topics=())
    with at(RUNNING):
        attempt = actions.start(actor=world.who("m0"), round_=first(contest))
    with at(OVER):
        actions.mark_due()
        page = world.browser("m0").get(f"/contests/result/{attempt.pk}/").content.decode()
        assert not GIVEAWAY.search(page)
        assert "别的轮次还在用" in page
    with at(CLOSES + timedelta(days=3, minutes=2)):
        assert SECRET in world.browser("m0").get(f"/contests/result/{attempt.pk}/").content.decode()


def test_practice_keeps_nothing_of_anybody(world: World, contest_in: In, django_assert_num_queries: Any) -> None:
    """Questions set apart, answers at once, not one row written, no sign-in needed where everybody may read."""
    contest = contest_in(audience="public")
    browser = world.browser("anonymous")
    page = browser.get(f"/contests/{contest.pk}/practice/").content.decode()
    asked = re.findall(r'name="asked" value="([^"]+)"', page)
    assert len(asked) == 2
    assert not GIVEAWAY.search(page)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as caught:
        reply = browser.post(
            f"/contests/{contest.pk}/practice/", {"asked": asked, "was0": "[]", "a0": "0", "was1": "[]"}
        )
    assert SECRET in reply.content.decode()
    assert "没有留下任何记录" in reply.content.decode()
    assert [
        q["sql"]
        for q in caught
        if not q["sql"].lstrip().startswith(("SELECT", "SAVEPOINT", "RELEASE", "BEGIN", "PRAGMA"))
    ] == []
    assert "csrftoken" not in browser.cookies or "sessionid" not in browser.cookies


@pytest.mark.parametrize(
    ("word", "code"),
    [("m0", 200), ("far", 200), ("neighbour", 404), ("anonymous", 404), ("releaser", 200), ("beside", 404)],
)
def test_a_contest_of_members_is_no_matter_of_others(world: World, contest_in: In, word: str, code: int) -> None:
    contest = contest_in()
    assert world.browser(word).get(f"/contests/{contest.pk}/").status_code == code
    listed = contest.title in world.browser(word).get("/contests/").content.decode()
    assert listed == (code == 200)


def test_the_seed_is_shown_only_afterwards(world: World, contest_in: In) -> None:
    found = first(contest_in(audience="public"))
    browser, address = world.browser("anonymous"), f"/contests/rounds/{found.pk}/draw.json"
    for moment in (RUNNING, CLOSES + timedelta(seconds=59)):
        with at(moment):
            assert browser.get(address).status_code == 404
    with at(OVER):
        told = browser.get(address).json()
        assert told["seed"] == str(found.seed)
        assert told["commitment"] == found.commitment
        assert len(told["pool"]) == found.pool_size


def test_pages_cost_the_same_however_many_take_part(world: World, contest_in: In) -> None:
    """Constant statements: the page of the contest, the paper, an answer, the result; with one taker or with seven."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    contest = contest_in()
    found, counts = first(contest), []
    with at(RUNNING):
        browser = world.browser("m0")
        browser.get(f"/contests/{contest.pk}/")
        attempt = actions.start(actor=world.who("m0"), round_=found)
    for others in ((), ("m1", "m2", "m3", "m4", "m5", "far")):
        with at(RUNNING):
            for word in others:
                actions.start(actor=world.who(word), round_=found)
            body = json.dumps({"answers": {"0": {"said": [0], "ago": 0}, "1": {"said": [1], "ago": 0}}})
            with CaptureQueriesContext(connection) as caught:
                assert browser.get(f"/contests/{contest.pk}/").status_code == 200
                browser.get(f"/contests/sit/{attempt.pk}/")
                before = len(caught)
                browser.post(f"/contests/sit/{attempt.pk}/keep/", body, content_type="application/json")
                saving = len(caught) - before
        counts.append((len(caught), saving))
    assert counts[0] == counts[1]
    assert counts[0][1] <= 14, counts
    assert again(attempt).said
    assert fresh(contest).state == "released"


def _bare(reply: Any) -> str:
    """The body without what the reader typed."""
    return b"".join(reply).decode("utf-8", "replace") if reply.streaming else reply.content.decode("utf-8", "replace")
