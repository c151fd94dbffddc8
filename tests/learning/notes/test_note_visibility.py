"""Who reads a note and finds it, in every state, by every way in (R040, P05, M01): one answer everywhere."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lianxin.foundation.search.models import SearchDocument
from lianxin.foundation.search.sources import SOURCES
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Refused
from lianxin.learning.notes import actions, commenting, publishing, recommending
from lianxin.learning.notes.models import Note
from tests.factories import County
from tests.learning.notes.conftest import BODY, MASKED, TITLE, fresh

pytestmark = pytest.mark.django_db
Who, Browser, Write = Callable[[str], Actor], Callable[[str], Client], Callable[..., Note]
ALL = ("author", "same", "far", "applicant", "secretary_here", "deputy_here", "worker_here", "secretary_there", "superior",
       "organiser", "foreign", "handler", "admin", "citizen", "anonymous")  # fmt: skip
BRANCH = {"author", "same", "secretary_here", "deputy_here", "worker_here"}
WIDE = BRANCH | {"far", "superior", "organiser"}
READERS = {
    ("draft", "branch"): {"author"},
    ("sent", "branch"): BRANCH,
    ("sent", "members"): WIDE,
    ("sent", "public"): WIDE,
    ("withdrawn", "members"): {"author"},
}
SAID, WORD = "写得实在", "会前三句话"


@pytest.mark.parametrize("case", READERS, ids="-".join)
def test_one_answer_by_every_way_in(case: tuple[str, str], write: Write, browser: Browser, who: Who) -> None:
    """Page, list, comments, desk, search: the same people, and for all others it is not there."""
    state, readers = case[0], READERS[case]
    note = write(state, audience=case[1])
    if state == "sent":
        commenting.comment(actor=who("author"), note=note, text=SAID, key="c")
    for word in ALL:
        client, reads = browser(word), word in readers
        strange = 302 if word == "anonymous" else 404
        page = client.get(f"/me/notes/{note.pk}/")
        assert page.status_code == (200 if reads else strange), word
        assert (BODY in page.text) is reads, word
        assert (SAID in page.text) is (reads and state == "sent"), word
        listed = client.get("/me/notes/opened/").text
        assert (TITLE in listed) is (reads and state == "sent"), word
        said = client.post(f"/me/notes/{note.pk}/comments/", {"comment": "我也这样想", "key": word})
        assert said.status_code == (strange if not reads else 303 if state == "sent" else 422), word
        on_duty = reads and word in {"secretary_here", "deputy_here", "worker_here", "superior", "organiser"}
        assert (TITLE in client.get("/workbench/notes/").text) is on_duty, word
        found = reads and state == "sent"
        assert (f"/me/notes/{note.pk}/" in client.get("/search/", {"q": WORD}).text) is found, word
    for client in (browser("author"), browser("anonymous")):
        assert client.get("/search.json", {"q": WORD}).json()["total"] == 0
        assert client.get(f"/learning/notes/{note.pk}/").status_code == 404, "not without the author's confirmation"


def test_what_is_the_authors_is_there_for_nobody_else(write: Write, browser: Browser) -> None:
    """Every address that changes something, by everybody else: 404, and nothing changed."""
    note = write("sent", audience="public")
    before = fresh(note).revision
    verbs = ("withdraw", "rework", "discard", "silent", "listen", "close", "audience", "copy", "edit")
    for word in ALL[1:]:
        client = browser(word)
        for verb in verbs:
            answer = client.post(f"/me/notes/{note.pk}/{verb}/", {"audience": "members", "key": "k1", "revision": 1})
            assert answer.status_code == (302 if word == "anonymous" else 404), (word, verb)
    now = fresh(note)
    assert (now.state, now.audience, now.revision) == ("sent", "public", before)


@pytest.mark.parametrize("way", ["close", "withdraw", "narrow", "hold"])
def test_what_is_taken_back_is_gone_everywhere_at_once(way: str, write: Write, browser: Browser, who: Who) -> None:
    """M01: page, list, search and its numbers, the moment after."""
    note = write("out")
    everybody, author = browser("anonymous"), browser("author")
    page = everybody.get(f"/learning/notes/{note.pk}/")
    assert MASKED in page.text
    assert "no-store" in page.headers["Cache-Control"]
    assert "周禾苗" not in page.text, "not signed"
    assert everybody.get("/search.json", {"q": WORD}).json()["total"] == 1
    assert everybody.get("/search.json", {"q": "13800000000"}).json()["total"] == 0
    if way == "narrow":
        author.post(f"/me/notes/{note.pk}/audience/", {"audience": "members"})
    elif way == "hold":
        publishing.hold(actor=who("superior"), note=note, reason="里面有人名", revision=fresh(note).revision)
    else:
        author.post(f"/me/notes/{note.pk}/{way}/")
    assert everybody.get(f"/learning/notes/{note.pk}/").status_code == 404
    assert TITLE not in everybody.get("/learning/notes/").text
    assert everybody.get("/search.json", {"q": WORD}).json()["total"] == 0
    found = browser("far").get("/search/", {"q": WORD}).text
    assert (f"/me/notes/{note.pk}/" in found) is (way != "withdraw"), "members go on finding the note itself"


def test_the_search_counts_nothing_that_is_hidden(write: Write, browser: Browser) -> None:
    """A number would tell that there is something."""
    for n in range(7):
        write("sent", key=f"n{n}", audience="branch" if n else "members")
    here, there = browser("same").get("/search/", {"q": WORD}).text, browser("far").get("/search/", {"q": WORD}).text
    assert "7 件" in here
    assert "全部 7 件" in here
    assert "1 件" in there
    assert "7 件" not in there
    assert browser("same").get("/search/inside/", {"q": WORD}).text.count("/me/notes/") == 7
    assert "给您看的" not in browser("anonymous").get("/search/", {"q": WORD}).text
    assert browser("anonymous").get("/search/inside/", {"q": WORD}).status_code == 302
    page = browser("same").get("/search/inside/", {"q": WORD})
    assert "no-store" in page.headers["Cache-Control"]


def test_the_search_of_a_kind_and_of_a_time(write: Write, browser: Browser) -> None:
    """The same narrowing as the public search; bad values are answered in words."""
    note = write("sent")
    client, mine = browser("same"), f"/me/notes/{note.pk}/"
    assert mine in client.get("/search/", {"q": WORD, "kind": "note_copy"}).text
    assert mine not in client.get("/search/", {"q": WORD, "kind": "letter"}).text
    assert mine not in client.get("/search/", {"q": WORD, "until": "2026-11-26"}).text
    assert mine in client.get("/search/", {"q": WORD, "since": "2026-11-27"}).text
    assert mine in client.get("/search/", {"q": WORD, "organisation": "QS01"}).text
    assert mine not in client.get("/search/", {"q": WORD, "organisation": "QS02"}).text
    assert client.get("/search/inside/", {"q": WORD, "since": "gestern"}).status_code == 400
    for odd in ("%", "'", "（", "\x00", "a" * 3000):
        assert client.get("/search/inside/", {"q": odd, "page": "99"}).status_code == 200


def test_a_new_index_holds_the_same(write: Write) -> None:
    """`search_reindex` puts in what the actions put in."""
    write("out")
    write("sent", key="k2")
    write("draft", key="k3")
    write("withdrawn", key="k4")
    for kind in ("note", "note_copy"):
        kept = set(SearchDocument.objects.filter(kind=kind).values_list("object_id", "audience", "title"))
        made = {(e.object_id, e.audience, e.title) for e in SOURCES[kind].entries()}
        assert kept == made, kind
        assert len(made) == {"note": 2, "note_copy": 1}[kind]


def test_who_moved_or_left_reads_no_more(write: Write, browser: Browser, member: Callable[..., object]) -> None:
    """The file decides, today's; page and search alike."""
    note = write("sent")
    one, other = member("same"), member("far")
    one.organisation, one.org_path = other.organisation, other.org_path  # type: ignore[attr-defined]  # members
    one.save()  # type: ignore[attr-defined]  # a member
    client = browser("same")
    assert client.get(f"/me/notes/{note.pk}/").status_code == 404
    assert f"/me/notes/{note.pk}/" not in client.get("/search/", {"q": WORD}).text


def test_drafts_and_what_was_taken_back_lie_sealed(write: Write) -> None:
    """P02: rows hold tokens; only what was sent stands in the index."""
    write("withdrawn", audience="public")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM notes_note")
        stored = repr(cursor.fetchall())
    assert not [word for word in (TITLE, BODY) if word in stored]
    assert not SearchDocument.objects.filter(text__contains="会前三句话").exists()


def test_lists_and_pages_cost_the_same_for_one_and_for_many(
    write: Write, who: Who, browser: Browser, cast: County
) -> None:
    """The number of statements does not follow the number of rows."""
    write("out")
    costs: list[list[int]] = []
    asks = [("same", "/me/notes/opened/"), ("same", f"/search/?q={WORD}"), ("anonymous", "/learning/notes/"),
            ("secretary_here", "/workbench/notes/"), ("same", f"/me/notes/{Note.objects.unscoped('test').get().pk}/"),
            ("superior", "/workbench/notes/comments/")]  # fmt: skip
    clients = {word: browser(word) for word, _ in asks}
    for more in (1, 6):
        for n in range(more):
            note = write("out", key=f"{more}-{n}")
            commenting.comment(actor=who("far"), note=note, text="一句", key="k")
            commenting.comment(
                actor=who("same" if n % 2 else "citizen"), note=note, text="公开一句", key="o", openly=True
            )
        for word, path in asks:
            clients[word].get(path)  # what is remembered for a while is remembered
        row = []
        for word, path in asks:
            with CaptureQueriesContext(
                connection,
            ) as seen:
                assert clients[word].get(path).status_code == 200
            row.append(len(seen))
        costs.append(row)
    assert [later - first for first, later in zip(*costs, strict=True)] <= [0] * len(asks), costs


def test_narrowing_to_the_branch_takes_what_others_said_away(write: Write, who: Who, cast: County) -> None:
    """What another branch said is read by those who read the note, and they cannot any more."""
    note = write("sent", audience="members")
    cast.add("worker_far", "committee_member", "QS01")
    for word, office in (("secretary_here", note.organisation), ("worker_far", cast.town)):
        recommending.recommend(actor=who(word), note=note, organisation=office, reason="实在")
    actions.open_to(actor=who("author"), note=note, audience="branch")
    assert note.recommendations.get().organisation_id == note.organisation_id


def test_the_source_is_not_masked_and_so_names_nobody(write: Write, who: Who) -> None:
    """P02: what was studied stands on the public page as it was written."""
    note = write("sent", audience="public", about="县党校的讲义", source="向王老师要，电话 13800000000")
    with pytest.raises(Refused, match="手机号") as caught:
        publishing.ask_public(
            actor=who("author"), note=note, title=TITLE, body=BODY, signed=False, revision=note.revision
        )
    assert caught.value.denied.code == "personal"
    assert fresh(note).copy == "none"
