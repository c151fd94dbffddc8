"""R035, R036, M01: every state of a call and of a work, for every audience, on every route, asked by everybody."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lianxin.democracy.essays import actions
from lianxin.democracy.essays.models import Call, Work
from lianxin.democracy.essays.queries import open_cards
from lianxin.foundation.search.queries import find
from lianxin.kernel.actor import Actor
from tests.democracy.essays.conftest import ABOUT, BODY, CALL_STATES, after, fresh, fresh_call, further

pytestmark = pytest.mark.django_db
Who, Browser = Callable[[str], Actor], Callable[[str], Client]
MakeCall, MakeWork = Callable[..., Call], Callable[..., Work]
READERS = ("anonymous", "citizen", "same", "far", "applicant", "secretary_there", "foreign", "worker_here", "judge1")
#: whoever is meant, and those who run calls at the organisation or above it
READ_BY = {"branch": {"same", "worker_here"}, "members": {"same", "far"}, "public": set(READERS)}
SHOWN = ("released", "judging", "deciding", "announced")


@pytest.mark.parametrize("audience", ["branch", "members", "public"])
def test_every_state_of_a_call_on_every_route(audience: str, call: MakeCall, browser: Browser, who: Who) -> None:
    """A call is there for its audience once it was released; nothing else, nowhere. Of a stopped one the reason is left."""
    code = "QS01-B1" if audience == "branch" else "QS01"
    made = {state: call(state, audience, code=code, key=f"k{state}", title=f"征文{state}") for state in CALL_STATES}
    assert [fresh_call(one).state for one in made.values()] == list(CALL_STATES)
    for reader in READERS:
        client, actor = browser(reader), who(reader)
        listed = client.get("/essays/").text
        cards = {card.url for card in open_cards(actor, 20)}
        for state, one in made.items():
            meant = reader in READ_BY[audience]
            page = client.get(f"/essays/{one.pk}/")
            assert page.status_code == (200 if meant and state in (*SHOWN, "stopped") else 404), (reader, state)
            assert (ABOUT in page.text) is (meant and state in SHOWN), (reader, state)
            assert (f'href="/essays/{one.pk}/"' in listed) is (meant and state in SHOWN), (reader, state)
            assert (f"/essays/{one.pk}/" in cards) is (meant and state == "released"), (reader, state)
    nobody = browser("anonymous")
    told, site_map = nobody.get("/essays/feed.atom").text, nobody.get("/sitemap.xml").text
    for state, one in made.items():
        for text in (told, site_map):
            assert (f"/essays/{one.pk}/<" in text) is (audience == "public" and state in SHOWN), state
    hits = {hit.object_id for hit in find("身边的人", limit=50).hits if hit.kind == "essay_call"}
    assert hits == ({made[state].pk for state in SHOWN} if audience == "public" else set())


@pytest.mark.parametrize("exhibit", ["branch", "members", "public"])
def test_a_work_hangs_for_whom_the_call_says_and_only_with_consent(
    exhibit: str, call: MakeCall, work: MakeWork, browser: Browser, who: Who
) -> None:
    """Before the result nobody reads it, afterwards whoever is meant, as long as its author agrees (P06) and nobody took it
    down (M06)."""
    code = "QS01-B1" if exhibit == "branch" else "QS01"
    by, other = ("worker_here", "deputy_here") if exhibit == "branch" else ("editor", "deputy_above")
    one = call("released", "public", code=code, exhibit=exhibit)
    writers = {"shown": "author", "private": "same", "down": "far"}
    made = {
        word: work(one, by=name, key=word, title=f"作品{word}", body=f"{BODY}{word}") for word, name in writers.items()
    }
    one = further(one, "judging", who(by), who(other), who)
    for reader in READERS:
        assert browser(reader).get(f"/essays/works/{made['shown'].pk}/").status_code == 404, reader
    assert not _found()
    with time_machine.travel(after(one), tick=False):
        one = _announce(one, who, by, other)
        actions.keep_private(actor=who("same"), work=fresh(made["private"]))
        down = fresh(made["down"])
        actions.hide(actor=who(other), work=down, reason="copied", text="与县报一篇相同", revision=down.revision)
        for reader in READERS:
            client, meant = browser(reader), reader in READ_BY[exhibit]
            pages = {word: client.get(f"/essays/works/{w.pk}/") for word, w in made.items()}
            assert {word: page.status_code for word, page in pages.items()} == {
                "shown": 200 if meant else 404, "private": 404, "down": 200 if meant else 404,
            }, reader  # fmt: skip
            assert "与县报一篇相同" in pages["down"].text or not meant
            everything = "".join(client.get(where).text for where in ("/essays/shown/", f"/essays/{one.pk}/"))
            assert ("作品shown" in everything) is meant, reader
            assert "作品private" not in everything
            assert "作品down" not in everything + pages["down"].text
        assert _found() == ({made["shown"].pk} if exhibit == "public" else set())
        everywhere = "".join(browser("anonymous").get(path).text for path in ("/essays/feed.atom", "/sitemap.xml"))
        assert {w.pk for w in made.values() if f"/essays/works/{w.pk}/<" in everywhere} == _found()
        actions.keep_private(actor=who("author"), work=fresh(made["shown"]))
        assert not _found()


def _found() -> set[int]:
    return {hit.object_id for hit in find("下水扶桩", limit=20).hits if hit.kind == "essay"}


def _announce(one: Call, who: Who, by: str, other: str) -> Call:
    from tests.democracy.essays.conftest import judge_all

    for piece in Work.objects.unscoped("test").filter(call=one, state="sent").order_by("pk"):
        judge_all(piece, who)
        actions.decide(actor=who(by), work=piece, chosen=True, rank=1, text="写得真", revision=fresh(piece).revision)
    one = actions.submit_result(actor=who(by), call=one, text="都看了。", revision=fresh_call(one).revision)
    return actions.announce(actor=who(other), call=one, revision=one.revision)


WORK_STATES = ("draft", "sent", "returned", "accepted", "refused", "appealed", "upheld", "withdrawn")


def test_a_text_is_its_authors_and_the_desks_alone(call: MakeCall, work: MakeWork, browser: Browser) -> None:
    """P05: no state of a text shows it to anybody else; a draft, and what its author changes, not even to the desk."""
    one = call("released", kind="standing")
    column = call("released", kind="standing", key="k2")  # no more than five may wait at one
    made = {
        s: work(one if n < 4 else column, s, key=s, title=f"来稿{s}", body=f"正文{s}在此")
        for n, s in enumerate(WORK_STATES)
    }
    assert [fresh(w).state for w in made.values()] == list(WORK_STATES)
    for reader in (*READERS, "editor"):
        client = browser(reader)
        for state, piece in made.items():
            assert client.get(f"/me/essays/{piece.pk}/").status_code == (302 if reader == "anonymous" else 404), (
                reader,
                state,
            )
            assert client.get(f"/essays/works/{piece.pk}/").status_code == 404, (reader, state)
            desk = client.get(f"/workbench/essays/works/{piece.pk}/")
            allowed = reader == "editor" and state not in ("draft", "withdrawn")
            status = {"anonymous": 302, "citizen": 403, "same": 403, "far": 403, "applicant": 403}.get(reader, 404)
            assert desk.status_code == (200 if allowed else status), (reader, state)
            assert (f"正文{state}在此" in desk.text) is (allowed and state != "returned"), (reader, state)
    author = browser("author")
    for state, piece in made.items():
        assert author.get(f"/me/essays/{piece.pk}/").status_code == 200, state
    assert author.get("/me/essays/").text.count("来稿") == len(WORK_STATES) - 1, "the withdrawn one has lost its words"


def test_strangers_reach_no_desk(call: MakeCall, work: MakeWork, browser: Browser) -> None:
    """P05: the desk of another town is 404, a citizen's is 403, on every route and for every step."""
    one = call("released")
    piece = work(one)
    routes = [
        f"/workbench/essays/{one.pk}/{tail}" for tail in ("", "works/", "judges/", "release/", "stop/", "extend/")
    ]
    routes += [f"/workbench/essays/works/{piece.pk}/{tail}" for tail in ("", "decide/", "refuse/", "hide/", "hand/")]
    for reader, status in (("anonymous", 302), ("citizen", 403), ("foreign", 404), ("secretary_there", 404)):
        client = browser(reader)
        for route in routes:
            assert client.get(route).status_code == status, (reader, route)
            assert client.post(route, {"revision": 0}).status_code in (status, 404, 405), (reader, route)
    assert fresh(piece).state == "sent"
    assert fresh_call(one).state == "released"


def test_lists_cost_the_same_for_one_and_for_twenty(call: MakeCall, work: MakeWork, browser: Browser, who: Who) -> None:
    """Calls, works at the desk, works of a judge, works on show."""
    one = call("released")
    work(one, by="author", key="first")
    further(one, "judging", who("editor"), who("deputy_above"), who)
    with time_machine.travel(after(one), tick=False):  # sessions do not last that long
        clients = {"/essays/": browser("same"), f"/workbench/essays/{one.pk}/works/": browser("editor"),
                   f"/me/essays/judging/{one.pk}/": browser("judge1"), "/workbench/essays/": browser("editor"),
                   "/hall/": browser("same")}  # fmt: skip
        first = {url: _cost(client, url) for url, client in clients.items()}
        for n in range(8):
            call("released", key=f"more{n}")
        rows = Work.objects.unscoped("test").filter(call=one)
        copies = [rows.get(key="first") for _ in range(20)]
        for n, copy in enumerate(copies):
            copy.pk, copy.key, copy.number = None, f"copy{n}", f"ZW9{n:05d}"
        Work.objects.unscoped("test").bulk_create(copies)
        assert {url: _cost(client, url) for url, client in clients.items()} == first
        assert max(cost for url, cost in first.items() if url != "/hall/") <= 9, first


def _cost(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200, url
    return len(captured)
