"""评议 in words, reviewed before everybody reads it; 推荐 with a reason; no likes, no counts, no ranking (R040, M01, M02, M04)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields

import pytest
from django.test import Client
from django.utils import timezone

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.notices.models import Notice
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Refused
from lianxin.learning.notes import commenting, recommending
from lianxin.learning.notes.due import provide
from lianxin.learning.notes.models import Comment, Note, Recommendation
from lianxin.learning.notes.queries import Wanted
from lianxin.membership.dossiers.models import Member
from tests.factories import County, appoint
from tests.learning.notes.conftest import fresh

pytestmark = pytest.mark.django_db
Who, Browser, Write = Callable[[str], Actor], Callable[[str], Client], Callable[..., Note]
SAID = "谁来办要写在第一行"


@pytest.fixture
def asked(write: Write, who: Who) -> Comment:
    """A citizen's word under the copy for everybody."""
    return commenting.comment(
        actor=who("citizen"), note=write("out"), text=f"{SAID}，电话 13900000000", key="o", openly=True
    )


def seen(browser: Browser, word: str, note: Note) -> bool:
    return SAID in browser(word).get(f"/learning/notes/{note.pk}/").text


def test_nobody_reads_it_before_it_was_looked_at(asked: Comment, browser: Browser) -> None:
    note = asked.note
    assert asked.text == f"{SAID}，电话 〔手机号已隐去〕"
    assert {word for word in ("citizen", "same", "author", "superior", "anonymous") if seen(browser, word, note)} == {
        "citizen"
    }
    assert SAID not in browser("author").get(f"/me/notes/{note.pk}/").text
    page = browser("superior").get(f"/workbench/notes/comments/{asked.pk}/")
    assert SAID in page.text
    assert browser("superior").post(f"/workbench/notes/comments/{asked.pk}/", {"act": "show"}).status_code == 303
    assert all(seen(browser, word, note) for word in ("citizen", "same", "anonymous"))
    assert "〔手机号已隐去〕" in browser("author").get(f"/me/notes/{note.pk}/").text
    told = Notice.objects.filter(code="notes.comment").values_list("person_id", flat=True)
    assert set(told) == {note.member.person_id}


def test_what_members_say_among_themselves_stays_there(write: Write, who: Who, browser: Browser) -> None:
    note = write("out")
    commenting.comment(actor=who("same"), note=note, text=SAID, key="k")
    commenting.comment(actor=who("worker_here"), note=note, text="支部看法", key="k")
    page = browser("far").get(f"/me/notes/{note.pk}/").text
    assert SAID in page
    assert "吴春秋" in page
    assert "组织意见" in page
    assert not seen(browser, "anonymous", note)


@pytest.mark.parametrize(
    "word", ["same", "worker_here", "secretary_there", "foreign", "handler", "citizen", "anonymous"]
)
def test_who_has_no_right_to_review_finds_nothing(word: str, asked: Comment, browser: Browser) -> None:
    answer = browser(word).post(f"/workbench/notes/comments/{asked.pk}/", {"act": "show"})
    assert answer.status_code in (302, 403, 404)
    asked.refresh_from_db()
    assert asked.state == "waiting"


def test_neither_writer_nor_author_reviews(
    asked: Comment, who: Who, cast: County, member: Callable[[str], Member], browser: Browser
) -> None:
    """M04."""
    for person in (member("author").person, cast.people["neighbour"]):
        appoint(person, "secretary", cast.organisations["QS01-B1"])
    for word in ("author", "citizen"):
        with pytest.raises(Refused, match="请由另一位同志审核"):
            commenting.show(actor=who(word), comment=asked)
        assert browser(word).get(f"/workbench/notes/comments/{asked.pk}/").status_code == 404


def test_a_refusal_has_a_reason_and_another_pair_of_eyes(asked: Comment, who: Who, browser: Browser) -> None:
    """M02: once, and never the same reviewer."""
    desk, mine = f"/workbench/notes/comments/{asked.pk}/", f"/learning/notes/{asked.note_id}/comments/{asked.pk}/"
    empty = browser("superior").post(desk, {"act": "refuse", "comment": ""})
    assert empty.status_code == 422
    assert "请填写“原因”" in empty.text
    assert browser("superior").post(desk, {"act": "refuse", "comment": "像是广告"}).status_code == 303
    assert "原因：像是广告" in browser("citizen").get(f"/learning/notes/{asked.note_id}/").text
    assert not seen(browser, "anonymous", asked.note)
    assert browser("same").post(f"{mine}again/").status_code == 404
    assert browser("citizen").post(f"{mine}again/").status_code == 303
    assert browser("superior").get(desk).status_code == 404
    with pytest.raises(Refused, match="请另一位同志再看"):
        commenting.show(actor=who("superior"), comment=asked)
    assert "像是广告" in browser("organiser").get(desk).text
    commenting.refuse(actor=who("organiser"), comment=asked, reason="还是广告")
    with pytest.raises(Refused, match="已经请另一位同志看过了"):
        commenting.ask_again(actor=who("citizen"), comment=asked)


def test_taken_away_the_words_are_gone_and_the_place_says_by_whom(asked: Comment, who: Who, browser: Browser) -> None:
    commenting.show(actor=who("superior"), comment=asked)
    mine = f"/learning/notes/{asked.note_id}/comments/{asked.pk}/drop/"
    assert browser("anonymous").post(mine).status_code == 302
    assert browser("same").post(mine, follow=True).status_code == 200
    assert seen(browser, "anonymous", asked.note), "only writer and author"
    browser("author").post(mine)
    assert "这条已由作者删除" in browser("anonymous").get(f"/learning/notes/{asked.note_id}/").text
    assert not seen(browser, "anonymous", asked.note)


def test_who_may_speak_in_public(write: Write, browser: Browser, who: Who, cast: County) -> None:
    """CMT-01: known in the background; typed words are kept when a bound stands in the way."""
    note = write("out")
    path = f"/learning/notes/{note.pk}/comments/"
    assert browser("anonymous").post(path, {"comment": SAID, "key": "a"}).status_code == 302
    assert "登录以后可以评论" in browser("anonymous").get(f"/learning/notes/{note.pk}/").text
    Person.objects.filter(pk=cast.people["neighbour"].pk).update(phone_verified_at=None)
    unknown = browser("citizen").post(path, {"comment": SAID, "key": "a"})
    assert (unknown.status_code, SAID in unknown.text, "核验手机号" in unknown.text) == (422, True, True)
    Person.objects.filter(pk=cast.people["neighbour"].pk).update(phone_verified_at=timezone.now())
    for bad, words in (("", "请填写“想说的话”"), ("长" * 1001, "最多 1000 个字")):
        answer = browser("citizen").post(path, {"comment": bad, "key": "a"})
        assert (answer.status_code, words in answer.text) == (422, True)
    for n in range(5):
        assert browser("citizen").post(path, {"comment": f"第{n}句", "key": f"n{n}"}).status_code == 303
    assert browser("citizen").post(path, {"comment": "第0句", "key": "n0"}).status_code == 422
    many = browser("citizen").post(path, {"comment": SAID, "key": "n9"})
    assert "5 条评论还在等审核" in many.text
    assert SAID in many.text
    browser("author").post(f"/me/notes/{note.pk}/silent/")
    assert (
        "作者暂时不接受评论" in browser("far").post(f"/me/notes/{note.pk}/comments/", {"comment": "x", "key": "z"}).text
    )


def test_the_same_words_sent_twice_are_said_once(write: Write, browser: Browser) -> None:
    note = write("sent")
    for _ in range(2):
        browser("same").post(f"/me/notes/{note.pk}/comments/", {"comment": SAID, "key": "once"})
    assert note.comments.count() == 1


def test_a_branch_recommends_with_a_reason(write: Write, browser: Browser, who: Who) -> None:
    note = write("out")
    path = f"/me/notes/{note.pk}/recommend/"
    for word, status in (
        ("same", 404),
        ("far", 404),
        ("organiser", 404),
        ("foreign", 404),
        ("citizen", 404),
        ("anonymous", 302),
    ):
        assert browser(word).post(path, {"reason": "好"}).status_code == status, word
    client = browser("worker_here")
    assert "推荐这一篇" in client.get(f"/me/notes/{note.pk}/").text
    for bad, words in (("", "请填写“推荐理由”"), ("长" * 201, "最多 200 个字"), ("请打 13700000000", "理由里有手机号")):
        answer = client.post(path, {"reason": bad})
        assert (answer.status_code, words in answer.text, bad in answer.text) == (422, True, True)
    assert client.post(path, {"reason": "照着就能做", "office": "999999"}).status_code == 422
    assert client.post(path, {"reason": "照着就能做"}).status_code == 303
    made = Recommendation.objects.get()
    assert made.organisation_id == note.organisation_id
    assert client.post(path, {"reason": "再说一遍"}).status_code == 404, "once by each organisation"
    everybody = browser("anonymous")
    assert "照着就能做" in everybody.get(f"/learning/notes/{note.pk}/").text
    assert note.public_title in everybody.get("/learning/notes/?recommended=1").text
    assert Notice.objects.filter(code="notes.recommend", person_id=note.member.person_id).count() == 1
    drop = f"/me/notes/{note.pk}/recommend/{made.pk}/drop/"
    assert browser("same").post(drop).status_code == 404
    browser("author").post(drop)
    assert not Recommendation.objects.exists(), "its author does not want it"


def test_nobody_recommends_their_own(
    write: Write, who: Who, member: Callable[[str], Member], cast: County, browser: Browser
) -> None:
    note = write("sent")
    appoint(member("author").person, "committee_member", cast.organisations["QS01-B1"])
    with pytest.raises(Refused, match="由另一位同志推荐"):
        recommending.recommend(actor=who("author"), note=note, organisation=note.organisation, reason="好")
    assert "推荐这一篇" not in browser("author").get(f"/me/notes/{note.pk}/").text


def test_what_was_recommended_goes_with_the_wording(write: Write, who: Who, browser: Browser) -> None:
    note = write("sent", audience="members")
    recommending.recommend(actor=who("secretary_here"), note=note, organisation=note.organisation, reason="好")
    browser("author").post(f"/me/notes/{note.pk}/withdraw/")
    assert not Recommendation.objects.exists()


def test_the_list_stays_in_the_order_of_time(write: Write, who: Who, browser: Browser) -> None:
    """Nothing is ranked: neither comments nor a recommendation move a note, and no number stands beside it."""
    first, second = write("out", key="a", title="先写的一篇"), write("out", key="b", title="后写的一篇")
    recommending.recommend(actor=who("secretary_here"), note=first, organisation=first.organisation, reason="好")
    commenting.comment(actor=who("same"), note=first, text=SAID, key="k")
    for word, address in (("same", "/me/notes/opened/"), ("anonymous", "/learning/notes/")):
        page = browser(word).get(address).text
        assert page.index("后写的一篇") < page.index("先写的一篇")
        assert not re.search(r"\d+\s*(条评论|个赞|次阅读|人看过|个推荐)", page)
    assert {f.name for f in fields(Wanted)} == {"kind", "about", "recommended"}
    assert fresh(second).copy == "out"


def test_what_waits_stands_in_todays_work_of_those_who_may(asked: Comment, write: Write, who: Who) -> None:
    now = timezone.now()
    write("asked", key="k2")
    titles = ["公开稿等待放行", "评论等待审核"]
    assert [item.title for item in provide(who("organiser"), now).items] == titles
    assert list(provide(who("foreign"), now).items) == []
    assert list(provide(who("worker_here"), now).items) == []
