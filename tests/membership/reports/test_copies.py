"""The copy for everybody: masked, seen and confirmed by the author, let out by somebody else, gone at once (R034, M01, M04)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.notices.models import Notice
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Refused
from lianxin.membership.dossiers.models import Member
from lianxin.membership.reports import actions, publishing
from lianxin.membership.reports.models import Report
from tests.factories import County, appoint
from tests.membership.reports.conftest import BODY, TITLE, fresh

pytestmark = pytest.mark.django_db
Who, Browser, Write = Callable[[str], Actor], Callable[[str], Client], Callable[..., Report]
PHONE = "13800000000"
CLEAR = f"{BODY}有事打 {PHONE}。"
RELEASERS = {"secretary_here", "deputy_here", "superior", "organiser"}


@pytest.fixture
def sent(write: Write) -> Report:
    return write("sent", audience="public", body=CLEAR)


@pytest.fixture
def asked(sent: Report, who: Who) -> Report:
    return publishing.ask_public(
        actor=who("author"), report=sent, title=TITLE, body=CLEAR, signed=False, revision=sent.revision
    )


def out(report: Report, who: Who) -> Report:
    return publishing.let_out(actor=who("superior"), report=report, revision=fresh(report).revision)


def public(browser: Browser, report: Report) -> int:
    return browser("anonymous").get(f"/reports/{report.pk}/").status_code


def test_the_author_sees_exactly_what_everybody_will_see(sent: Report, browser: Browser, who: Who) -> None:
    client, path = browser("author"), f"/me/reports/{sent.pk}/copy/"
    first = client.get(path).text
    assert "已经隐去：手机号" in first
    assert PHONE not in first
    typed = {"title": TITLE, "body": f"{CLEAR}新写的 {PHONE}", "revision": sent.revision}
    seen = client.post(path, {**typed, "act": "look"})
    assert "刚才又隐去了：手机号" in seen.text
    assert PHONE not in seen.text
    assert fresh(sent).copy == "none", "looking changes nothing"
    assert client.post(path, {**typed, "act": "confirm"}).status_code == 303
    now = fresh(sent)
    assert now.copy == "asked"
    assert now.public_body == f"{BODY}有事打 〔手机号已隐去〕。新写的 〔手机号已隐去〕"
    assert now.body == CLEAR, "members go on reading what was written"
    assert public(browser, sent) == 404, "not before a second person"


@pytest.mark.parametrize(
    "word", ["author", "same", "far", "worker_here", "secretary_there", "foreign", "handler", "citizen", "anonymous"]
)
def test_who_has_no_right_to_let_it_out_finds_nothing(word: str, asked: Report, browser: Browser) -> None:
    answer = browser(word).post(f"/workbench/reports/{asked.pk}/copy/", {"act": "out", "revision": asked.revision})
    assert answer.status_code in (302, 403, 404)
    assert fresh(asked).copy == "asked"


@pytest.mark.parametrize("word", sorted(RELEASERS))
def test_a_second_person_reads_the_copy_alone_and_lets_it_out(word: str, asked: Report, browser: Browser) -> None:
    client, path = browser(word), f"/workbench/reports/{asked.pk}/copy/"
    page = client.get(path).text
    assert "〔手机号已隐去〕" in page
    assert PHONE not in page
    assert TITLE in client.get("/workbench/reports/copies/").text
    assert client.post(path, {"act": "out", "revision": asked.revision}).status_code == 303
    seen = browser("anonymous").get(f"/reports/{asked.pk}/")
    assert seen.status_code == 200
    assert BODY in seen.text
    assert PHONE not in seen.text
    assert "周禾苗" not in seen.text, "not signed"
    assert "一位党员" in seen.text
    assert TITLE in browser("anonymous").get("/reports/").text
    assert "no-store" in seen.headers["Cache-Control"]
    assert not seen.cookies


def test_nobody_lets_their_own_copy_out(
    asked: Report, who: Who, member: Callable[[str], Member], cast: County, browser: Browser
) -> None:
    """M04: also a secretary needs somebody else."""
    person: Person = member("author").person
    appoint(person, "secretary", cast.organisations["QS01-B1"])
    with pytest.raises(Refused, match="由另一位同志放行"):
        publishing.let_out(actor=who("author"), report=asked, revision=asked.revision)
    assert browser("author").get(f"/workbench/reports/{asked.pk}/copy/").status_code == 404
    assert TITLE not in browser("author").get("/workbench/reports/copies/").text


def test_the_nearest_who_may_let_it_out_are_told_and_never_the_author(
    sent: Report, who: Who, member: Callable[[str], Member], cast: County
) -> None:
    appoint(member("author").person, "secretary", cast.organisations["QS01-B1"])
    publishing.ask_public(
        actor=who("author"), report=sent, title=TITLE, body=BODY, signed=False, revision=sent.revision
    )
    told = set(Notice.objects.filter(code="reports.ask_public").values_list("person_id", flat=True))
    assert told == {cast.people[name].pk for name in ("secretary_here", "deputy_here")}


@pytest.mark.parametrize("way", ["close", "withdraw", "narrow", "hold"])
def test_what_is_taken_back_is_gone_everywhere_at_once(way: str, asked: Report, who: Who, browser: Browser) -> None:
    out(asked, who)
    assert public(browser, asked) == 200
    author = browser("author")
    if way == "narrow":
        author.post(f"/me/reports/{asked.pk}/audience/", {"audience": "branch"})
    elif way == "hold":
        publishing.hold(actor=who("superior"), report=asked, reason="里面有人名", revision=fresh(asked).revision)
    else:
        author.post(f"/me/reports/{asked.pk}/{way}/")
    assert public(browser, asked) == 404
    assert TITLE not in browser("anonymous").get("/reports/").text
    now = fresh(asked)
    if way == "hold":
        assert "没有放行：里面有人名" in author.get(f"/me/reports/{asked.pk}/").text
    else:
        assert (now.copy, now.public_title, now.public_body, now.let_out_at) == ("none", "", "", None)


def test_a_copy_that_changed_meanwhile_is_not_let_out_unread(asked: Report, who: Who, browser: Browser) -> None:
    """The second person decides on what they read."""
    again = publishing.ask_public(
        actor=who("author"), report=asked, title=TITLE, body="另一个写法", signed=True, revision=asked.revision
    )
    late = browser("superior").post(f"/workbench/reports/{asked.pk}/copy/", {"act": "out", "revision": asked.revision})
    assert late.status_code == 422
    assert "已被别人处理过" in late.text
    assert fresh(asked).copy == "asked"
    out(again, who)
    assert "周禾苗" in browser("anonymous").get(f"/reports/{asked.pk}/").text, "signed as the author wished"


def test_every_refusal_in_words(sent: Report, asked: Report, who: Who, browser: Browser, write: Write) -> None:
    path = f"/workbench/reports/{asked.pk}/copy/"
    client = browser("superior")
    empty = client.post(path, {"act": "hold", "comment": "", "revision": asked.revision})
    assert empty.status_code == 422
    assert "请填写“原因”" in empty.text
    out(asked, who)
    twice = client.post(path, {"act": "out", "revision": fresh(asked).revision})
    assert "不在等待放行" in twice.text
    publishing.hold(actor=who("superior"), report=asked, reason="人名", revision=fresh(asked).revision)
    with pytest.raises(Refused, match="已经退回作者"):
        publishing.hold(actor=who("superior"), report=asked, reason="再", revision=fresh(asked).revision)
    narrow = write("sent", audience="members", key="k2")
    answer = browser("author").get(f"/me/reports/{narrow.pk}/copy/")
    assert answer.status_code == 403
    assert "要先选“群众也能看”" in answer.text
    with pytest.raises(Refused, match="没有公开稿"):
        publishing.close_public(actor=who("author"), report=narrow)
    blank = browser("author").post(
        f"/me/reports/{asked.pk}/copy/", {"title": "", "body": "留下的话", "act": "look", "revision": 1}
    )
    assert blank.status_code == 422
    assert "留下的话" in blank.text
    with pytest.raises(Refused, match="请选择谁能看"):
        actions.open_to(actor=who("author"), report=narrow, audience="world")


def test_what_waits_stands_in_todays_work_of_those_who_may(asked: Report, who: Who) -> None:
    from django.utils import timezone

    from lianxin.membership.reports.due import provide

    now = timezone.now()
    assert [item.title for item in provide(who("organiser"), now).items] == ["公开稿等待放行"]
    assert provide(who("foreign"), now).items == []
    assert list(provide(who("worker_here"), now).items) == []
