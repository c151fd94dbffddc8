"""R056, R096, R098, R099: announced by two, asked before and during, answered with the guest's word, nothing left open."""

from __future__ import annotations

import re
import zipfile
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lianxin.democracy.interviews.actions import board, talks
from lianxin.democracy.interviews.due import provide
from lianxin.democracy.interviews.export import own
from lianxin.democracy.interviews.models import Answer, Interview, SameAsk
from lianxin.democracy.interviews.queries import board as boards
from lianxin.democracy.interviews.queries import open_cards
from lianxin.democracy.speaking import actions as speaking
from lianxin.foundation.notices.models import Notice
from lianxin.foundation.search.models import SearchDocument
from lianxin.kernel.actor import ANONYMOUS
from lianxin.kernel.decision import Refused
from tests.democracy.interviews.conftest import HOUR, NOW, Browser, Town, Who, fresh

pytestmark = pytest.mark.django_db
SECRET = "没有审核过的暗号"


def refused(code: str, act: Any, **arguments: Any) -> None:
    with pytest.raises(Refused) as caught:
        act(**arguments)
    assert caught.value.denied.code == code


def test_drawn_by_one_released_by_another_in_time(town: Town, who: Who) -> None:
    """M04, F01, LX-160."""
    talk = town.talk("draft")
    secretary = talks.edit(actor=who("secretary"), talk=talk, draft=town.draft(), revision=talk.revision)
    refused("own_work", talks.announce, actor=who("secretary"), talk=secretary, revision=secretary.revision)
    late = town.talk("draft", starts=NOW + timedelta(days=2))
    refused("too_late", talks.announce, actor=who("approver"), talk=late, revision=late.revision)
    nobody = town.talk("draft", deputy=None)
    refused("no_keeper", talks.announce, actor=who("approver"), talk=nobody, revision=0)
    refused("stale", talks.announce, actor=who("approver"), talk=talk, revision=talk.revision)
    assert talks.announce(actor=who("approver"), talk=secretary, revision=secretary.revision).state == "announced"


def test_within_the_figures_of_the_rule(town: Town, who: Who) -> None:
    """LX-160: length, days for what is answered afterwards, guests."""
    office = {"actor": who("editor"), "organisation": town.cast.town}
    long = town.draft()
    refused(
        "span",
        talks.draw,
        **office,
        key="x1",
        draft=talks.Draft("谈", "谈", HOUR, HOUR + timedelta(hours=4), long.guests, 3),
    )
    refused("later", talks.draw, **office, key="x2", draft=town.draft(answer_days=30))
    refused("guests", talks.draw, **office, key="x3", draft=town.draft(guests=[]))
    twice = [talks.draw(**office, key="x4", draft=town.draft()).pk for _ in range(2)]
    assert len(set(twice)) == 1, "the same form twice is one interview"


def test_what_nobody_reviewed_is_on_no_route(town: Town, browser: Browser) -> None:
    """M01: page, board, wall, list, feed, record, search; nor an answer before its release."""
    talk = town.talk("live")
    town.ask(talk, SECRET, shown=False)
    shown = town.ask(talk, "公开的问题")
    town.answer(talk, shown, SECRET)
    routes = [
        f"/talks/{talk.pk}/",
        f"/talks/{talk.pk}/board/",
        f"/talks/{talk.pk}/wall/",
        "/talks/",
        "/talks/feed.atom",
        f"/talks/{talk.pk}/event.ics",
    ]
    for name in ("anonymous", "neighbour", "foreign_editor"):
        for route in routes:
            reply = browser(name).get(route)
            assert reply.status_code == 200, (name, route)
            assert SECRET not in reply.text, (name, route)
    assert "公开的问题" in browser("anonymous").get(routes[1]).text
    assert "已撤下" not in browser("anonymous").get(routes[1]).text, "nor that something waits"
    assert SECRET in browser("author").get(routes[0]).text, "the author alone sees what waits"
    for route in (routes[0], "/talks/", "/receptions/"):  # the same for everybody, so that a shared cache may keep it
        reply = browser("anonymous").get(route)
        assert (reply.cookies, "Cookie" in reply.headers.get("Vary", "")) == ({}, False), route
    for event in ("finish", "record"):
        talk = town.do(event, talk)
    with zipfile.ZipFile(BytesIO(browser("anonymous").get(f"/talks/{talk.pk}/record.docx").content)) as paper:
        words = paper.read("word/document.xml").decode()
    assert "公开的问题" in words
    assert SECRET not in words
    assert not SearchDocument.objects.filter(kind="talk", text__contains="暗号").exists()


MATRIX = {
    "draft": {"anonymous": 404, "author": 404, "foreign_editor": 404, "editor": 404},
    "announced": {"anonymous": 200, "author": 200, "foreign_editor": 200, "editor": 200},
    "cancelled": {"anonymous": 200, "author": 200},
    "dropped": {"anonymous": 404, "editor": 404},
}


@pytest.mark.parametrize("state", MATRIX)
def test_who_sees_what(state: str, town: Town, browser: Browser) -> None:
    """P05, M01: readers see what was released, the desk sees its own, others find nothing."""
    talk = town.talk(state)
    for name, status in MATRIX[state].items():
        assert browser(name).get(f"/talks/{talk.pk}/").status_code == status, name
        assert browser(name).get(f"/talks/{talk.pk}/board/").status_code == status, name
    desk = {
        "editor": 200,
        "approver": 200,
        "secretary": 200,
        "leader": 200,
        "foreign_editor": 404,
        "foreign_secretary": 404,
        "author": 403,
        "anonymous": 302,
    }
    for name, status in desk.items():
        assert browser(name).get(f"/workbench/talks/{talk.pk}/").status_code == status, name
    board_of = {"editor": 200, "guest": 200, "foreign_editor": 404, "author": 404, "anonymous": 302}
    for name, status in board_of.items():
        assert browser(name).get(f"/workbench/talks/{talk.pk}/board/").status_code == status, name


def test_members_alone_read_what_is_for_members(town: Town, browser: Browser) -> None:
    talk = town.talk("announced", audience="members")
    for name, status in {"anonymous": 404, "author": 404, "editor": 200, "foreign_editor": 404}.items():
        for route in (f"/talks/{talk.pk}/", f"/talks/{talk.pk}/board/", f"/talks/{talk.pk}/wall/"):
            assert browser(name).get(route).status_code == status, (name, route)
    assert talk.subject not in browser("anonymous").get("/talks/").text
    assert not SearchDocument.objects.filter(kind="talk", audience="public").exists()
    assert open_cards(ANONYMOUS) == []


def test_the_same_question_counts_once_and_names_nobody(town: Town, who: Who, browser: Browser) -> None:
    """R096, B01: 同问 once for a person, taken back at will, nobody is shown."""
    talk = town.talk("live")
    said = town.ask(talk)
    assert board.same(actor=who("neighbour"), talk=talk, said=said.pk, wanted=True) == 1
    assert board.same(actor=who("neighbour"), talk=talk, said=said.pk, wanted=True) == 1
    refused("own_work", board.same, actor=who("author"), talk=talk, said=said.pk, wanted=True)
    refused("out_of_scope", board.same, actor=ANONYMOUS, talk=talk, said=said.pk, wanted=True)
    waiting = town.ask(talk, SECRET, by="third", shown=False)
    refused("out_of_scope", board.same, actor=who("neighbour"), talk=talk, said=waiting.pk, wanted=True)
    assert "neighbour" not in browser("editor").get(f"/talks/{talk.pk}/").text
    assert board.same(actor=who("neighbour"), talk=talk, said=said.pk, wanted=False) == 0
    town.do("finish", talk)
    refused("closed", board.same, actor=who("neighbour"), talk=fresh(talk), said=said.pk, wanted=True)


def test_merged_questions_keep_their_authors_and_count_once(town: Town, who: Who, browser: Browser) -> None:
    talk = town.talk("live")
    one, two = town.ask(talk, "路灯装不装"), town.ask(talk, "巷子里太黑", by="neighbour")
    for name in ("third", "fourth"):
        board.same(actor=who(name), talk=talk, said=one.pk, wanted=True)
    for name in ("third", "author"):
        board.same(actor=who(name), talk=talk, said=two.pk, wanted=True)
    board.merge(actor=who("editor"), talk=talk, said=two.pk, into=one.pk)
    lines = boards.board(fresh(talk))
    assert [(line.pk, [other.name for other in line.also], line.same) for line in lines] == [(one.pk, ["neighbour"], 3)]
    assert "neighbour也问" in browser("anonymous").get(f"/talks/{talk.pk}/").text.replace('<span class="soft">', "")
    town.out(talk, one)
    told = set(Notice.objects.filter(code="interview.answered").values_list("person__nickname", flat=True))
    assert told == {"author", "neighbour", "third", "fourth"}
    board.unmerge(actor=who("editor"), talk=talk, said=two.pk)
    assert len(boards.board(fresh(talk))) == 2
    refused("answered", board.merge, actor=who("editor"), talk=talk, said=one.pk, into=two.pk)


def test_one_question_at_a_time_is_being_answered(town: Town, who: Who) -> None:
    talk = town.talk("live")
    asked = [town.ask(talk, f"问题{n}") for n in range(3)]
    for said in asked:
        board.place(actor=who("editor"), talk=talk, said=said.pk, lane="now")
    assert [line.lane for line in boards.board(talk)] == ["now", "waiting", "waiting"]
    board.place(actor=who("editor"), talk=talk, said=asked[1].pk, lane="waiting", order=-50)
    assert [line.pk for line in boards.board(talk)] == [asked[2].pk, asked[1].pk, asked[0].pk]
    refused("out_of_scope", board.place, actor=who("foreign_editor"), talk=talk, said=asked[0].pk, lane="now")
    refused("no_answer", board.place, actor=who("editor"), talk=talk, said=asked[0].pk, lane="answered")


def test_an_answer_is_the_guests_word_and_leaves_through_another_hand(town: Town, who: Who) -> None:
    """R099: typed by a recorder, confirmed by the guest, released by somebody else."""
    talk = town.talk("live")
    said = town.ask(talk)
    row = town.answer(talk, said, seat=1)
    refused("not_confirmed", board.release, actor=who("approver"), answer=row)
    refused("not_guest", board.confirm, actor=who("editor"), answer=row)
    row = board.confirm(actor=who("guest"), answer=row)
    for name in ("editor", "guest"):
        refused("own_work" if name == "editor" else "out_of_scope", board.release, actor=who(name), answer=row)
    assert boards.board(talk)[0].answers == []
    board.release(actor=who("approver"), answer=row)
    assert [a.text for a in boards.board(talk)[0].answers] == ["从东头修起。"]
    without = town.answer(talk, said, "补充一句。", seat=0)
    refused("empty", board.confirm, actor=who("editor"), answer=without)


def test_where_declared_the_guest_lets_it_out(town: Town, who: Who) -> None:
    talk = town.talk("live", release="guest")
    row = town.answer(talk, town.ask(talk), seat=1, by="guest")
    assert row.confirmed_at is not None, "what the guest typed is the guest's word"
    refused("not_guest", board.release, actor=who("approver"), answer=row)
    assert board.release(actor=who("guest"), answer=row).released_at is not None


def test_a_correction_is_never_silent(town: Town, who: Who, browser: Browser) -> None:
    """M06: the new words, why, and the old ones beside them."""
    talk = town.talk("live")
    said = town.ask(talk)
    wrong = town.out(talk, said, "从西头修起。")
    refused("empty", town.answer, talk=talk, said=said, text="从东头修起。", corrects=wrong)
    row = town.answer(talk, said, "从东头修起。", corrects=wrong, why="说反了")
    assert "从东头" not in browser("anonymous").get(f"/talks/{talk.pk}/").text
    board.release(actor=who("approver"), answer=board.confirm(actor=who("editor"), answer=row, how="念过"))
    page = browser("anonymous").get(f"/talks/{talk.pk}/").text
    assert all(word in page for word in ("从东头修起。", "从西头修起。", "说反了"))
    assert Answer.objects.count() == 2


def test_what_was_not_answered_stays_until_it_is(town: Town, who: Who, browser: Browser) -> None:
    """R098: 会后答 with the declared day; archived only when nothing is open."""
    talk = town.talk("live")
    asked = [town.ask(talk, f"问题{n}") for n in range(3)]
    town.out(talk, asked[0])
    talk = town.do("finish", talk)
    assert str(talk.answer_by) == "2026-03-06", "three working days after Tuesday the third"
    assert [line.lane for line in boards.board(talk)] == ["later", "later", "answered"]
    assert "没有答到的 2 个问题，3月6日以前公开答复" in browser("anonymous").get(f"/talks/{talk.pk}/").text
    talk = town.do("record", talk)
    assert "访谈还有 2 个问题会后答" in [item.title for item in provide(who("editor"), NOW).items]
    refused("open_questions", talks.archive, actor=who("approver"), talk=talk, revision=talk.revision)
    board.point(actor=who("editor"), talk=talk, said=asked[1].pk)
    town.out(talk, asked[2])
    assert provide(who("editor"), NOW).items == []
    assert [item.title for item in provide(who("approver"), NOW).items] == ["访谈都答完了，可以归档"]
    assert town.do("archive", talk).state == "archived"


def test_a_matter_of_one_person_goes_to_the_letters_with_every_word(town: Town, who: Who, browser: Browser) -> None:
    """The text is never lost: a face joins the two rooms, and the form of a letter comes filled in."""
    talk = town.talk("live")
    said = town.ask(talk, "我家墙裂了一道缝")
    board.point(actor=who("editor"), talk=talk, said=said.pk)
    assert Notice.objects.filter(code="interview.pointed", person=town.cast.people["author"]).count() == 1
    page = browser("author").get("/me/talks/").text
    form = re.search(r'<form method="post" action="(/letters/new/)">(.*?)</form>', page, re.DOTALL)
    assert form is not None
    fields = dict(re.findall(r'name="(kind|title|body|step|go)"(?: value="([^"]*)")?', form[2]))
    assert (fields["body"], fields["kind"]) == ("我家墙裂了一道缝", "consult")
    letter = browser("author").post(form[1], {**fields, "go": "back"}).text
    assert letter.count("我家墙裂了一道缝") >= 2, "in the title and in the text of the form"
    assert "处需要改" not in letter, "nobody is told off before having written anything"


@pytest.mark.parametrize("event", ["postpone", "cancel"])
def test_those_who_asked_are_told_why_it_does_not_happen(event: str, town: Town, browser: Browser, who: Who) -> None:
    talk = town.talk()
    said = town.ask(talk)
    board.same(actor=who("neighbour"), talk=talk, said=said.pk, wanted=True)
    refused("empty", town.do, event=event, talk=talk, reason=" ")
    talk = town.do(event, talk)
    told = set(Notice.objects.filter(code=f"interview.{event}").values_list("person__nickname", flat=True))
    assert told == {"author", "neighbour"}
    page = browser("anonymous").get(f"/talks/{talk.pk}/").text
    assert talk.reason in page
    assert "从哪头修起？" in page, "what was asked stays"
    if event == "postpone":
        moved = talks.reschedule(actor=who("approver"), talk=talk, starts_at=HOUR + timedelta(days=7), ends_at=HOUR + timedelta(days=7, hours=1),
                                 reason="定了新时间", revision=talk.revision)  # fmt: skip
        assert moved.state == "announced"


def test_asking_again_and_again_costs_one_statement(town: Town, who: Who, browser: Browser) -> None:
    """The budget of the live page: 304 at two statements at most, and a new tag with everything that happens."""
    talk = town.talk("live")
    route = f"/talks/{talk.pk}/board/"
    seen: set[str] = set()

    def tag() -> str:
        found = browser("anonymous").get(route).headers["ETag"]
        assert found not in seen, "nothing happened unseen"
        seen.add(found)
        return str(found)

    tag()
    said = town.ask(talk)
    tag()
    board.same(actor=who("neighbour"), talk=talk, said=said.pk, wanted=True)
    tag()
    town.out(talk, said)
    tag()
    speaking.hide(
        actor=who("reviewer2"),
        contribution=fresh(said),
        reason="privacy",
        text="写了邻居",
        revision=fresh(said).revision,
    )
    last = tag()
    assert last in browser("anonymous").get(f"/talks/{talk.pk}/").text.replace("&quot;", '"'), (
        "the page begins with its own tag"
    )
    assert _cost_of_nothing_new(browser("anonymous"), route, last) == 1
    assert _cost_of_nothing_new(browser("author"), route, last) == 1


def test_what_is_for_members_costs_no_more(town: Town, browser: Browser) -> None:
    """The reader is looked at once a minute; those who may not read are told so each time."""
    route = f"/talks/{town.talk('live', audience='members').pk}/board/"
    cache.clear()
    client = browser("editor")
    assert _cost_of_nothing_new(client, route, client.get(route).headers["ETag"]) <= 2
    assert browser("anonymous").get(route).status_code == 404


def _cost_of_nothing_new(client: Client, route: str, tag: str) -> int:
    with CaptureQueriesContext(connection) as taken:
        assert client.get(route, headers={"If-None-Match": tag}).status_code == 304
    return len(taken)


def test_statements_do_not_grow_with_the_questions(town: Town, browser: Browser, who: Who) -> None:
    talk = town.talk("live")

    def cost(route: str, name: str) -> int:
        client = browser(name)
        client.get(route)
        with CaptureQueriesContext(connection) as taken:
            assert client.get(route).status_code == 200
        return len(taken)

    routes = [
        (f"/talks/{talk.pk}/", "anonymous"),
        (f"/talks/{talk.pk}/board/", "anonymous"),
        (f"/workbench/talks/{talk.pk}/board/", "editor"),
        ("/talks/", "anonymous"),
        ("/workbench/talks/", "editor"),
    ]
    town.talk()
    for n in range(2):
        town.out(talk, town.ask(talk, f"甲{n}"))
    few = [cost(*route) for route in routes]
    for n in range(6):
        town.out(talk, town.ask(talk, f"乙{n}", by=("author", "neighbour")[n % 2]))
        town.talk()
    assert [cost(*route) for route in routes] == few


def test_a_board_with_five_hundred_questions_and_with_none(town: Town, browser: Browser) -> None:
    """Lists at 0 and 500."""
    from lianxin.democracy.speaking.models import Contribution

    talk = town.talk("live")
    assert "还没有人问" in browser("anonymous").get(f"/talks/{talk.pk}/board/").text
    one = town.ask(talk)
    columns = {
        f.attname: getattr(one, f.attname)
        for f in one._meta.concrete_fields
        if f.attname not in ("id", "key", "text", "number")
    }
    Contribution.objects.bulk_create([Contribution(**columns, key=f"many{n}", text=f"问题{n}") for n in range(500)])
    assert "共 501 个问题" in browser("anonymous").get(f"/talks/{talk.pk}/board/").text


def test_own_data_leaves_with_its_owner(town: Town, who: Who) -> None:
    """P03."""
    talk = town.talk("live")
    said = town.ask(talk)
    board.same(actor=who("neighbour"), talk=talk, said=said.pk, wanted=True)
    assert own(town.cast.people["neighbour"].pk)["访谈同问"] == [{"访谈": "老街怎么改", "问题": "从哪头修起？"}]
    assert SameAsk.objects.count() == 1
    assert Interview.objects.unscoped("test").count() == 1
