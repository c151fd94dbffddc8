"""谈心谈话: between the two and the secretaries of that organisation; not searched, and exported to the two alone (R042, R043, LX-77)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from lianxin.foundation.audit.models import AuditLine
from lianxin.foundation.notices.models import Notice
from lianxin.foundation.privacy.export import export_of
from lianxin.foundation.search.models import SearchDocument
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Refused
from lianxin.membership.dossiers.models import Member
from lianxin.membership.reports import talking
from lianxin.membership.reports.models import Talk

pytestmark = pytest.mark.django_db
Who, Browser, Find = Callable[[str], Actor], Callable[[str], Client], Callable[[str], Member]
TEXT = "谈了家里的难处，愿意继续联系三户。"
MINE = "/me/reports/talks/"
DESK = "/workbench/reports/talks/"


@pytest.fixture
def talk(who: Who, member: Find) -> Talk:
    """The 委员 of the branch talked with 吴春秋."""
    return talking.write_down(actor=who("worker_here"), member=member("same"), kind="daily", on=timezone.localdate(),
                              text=TEXT, key="t1")  # fmt: skip


def form(**more: Any) -> dict[str, Any]:
    return {"kind": "guide", "on": timezone.localdate().isoformat(), "text": TEXT, "key": "t9", **more}


@pytest.mark.parametrize(
    ("word", "reads"),
    [("worker_here", True), ("same", True), ("secretary_here", True), ("deputy_here", True),
     ("author", False), ("far", False), ("applicant", False), ("secretary_there", False), ("superior", False),
     ("organiser", False), ("foreign", False), ("handler", False), ("admin", False), ("citizen", False),
     ("anonymous", False)],
)  # fmt: skip
def test_who_reads_it(word: str, reads: bool, talk: Talk, browser: Browser) -> None:
    """The two and the secretaries at exactly that organisation: nobody above them, nobody beside them."""
    client = browser(word)
    page = client.get(f"{MINE}{talk.pk}/")
    assert page.status_code == (200 if reads else 302 if word == "anonymous" else 404)
    assert (TEXT in page.text) is reads
    assert (f"{MINE}{talk.pk}/" in client.get(MINE).text) is (word in ("worker_here", "same"))
    assert (f"{MINE}{talk.pk}/" in client.get(DESK).text) is (reads and word != "same")


def test_it_is_exported_to_the_two_alone_and_in_no_search_and_sealed(talk: Talk, who: Who, browser: Browser) -> None:
    """P03, PIP-04: what somebody reads about themself they also take along; R042: nobody else does."""
    from django.db import connection

    talking.remark(actor=who("same"), talk=talk, text="我再补一句")
    for word, has in (("worker_here", True), ("same", True), ("secretary_here", False), ("superior", False)):
        own = export_of(who(word).person_id or 0).as_json().decode()
        assert (TEXT in own, "我再补一句" in own) == (has, has), f"P03, PIP-04: {word}"
    assert not SearchDocument.objects.filter(text__contains="难处").exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM reports_talk")
        stored = repr(cursor.fetchall())
    assert TEXT not in stored
    assert "我再补一句" not in stored


def test_a_third_one_reads_never_without_a_line(talk: Talk, browser: Browser) -> None:
    """P02: the two read as they like, a secretary leaves a line that names the record and no word of it."""
    for word, lines in (("worker_here", 0), ("same", 0), ("secretary_here", 1), ("superior", 1)):
        browser(word).get(f"{MINE}{talk.pk}/")
        found = AuditLine.objects.unscoped("test").filter(code="reports.talk_read", subject=f"talk:{talk.pk}")
        assert found.count() == lines, word
    assert "记入了操作记录" in browser("deputy_here").get(f"{MINE}{talk.pk}/").text


def test_a_form_that_is_refused_is_a_look_too(talk: Talk, browser: Browser) -> None:
    """P02: what a third one sends is refused, but the page that comes back shows the words."""
    answer = browser("secretary_here").post(f"{MINE}{talk.pk}/", {"remark": "替他补一句"})
    assert (answer.status_code, TEXT in answer.text) == (422, True)
    assert AuditLine.objects.unscoped("test").filter(code="reports.talk_read", subject=f"talk:{talk.pk}").count() == 1


def test_the_other_one_learns_that_it_exists_without_a_word_of_it(talk: Talk, who: Who) -> None:
    told = Notice.objects.get(code="reports.talk")
    assert told.person_id == who("same").person_id
    assert told.url == f"{MINE}{talk.pk}/"
    assert not [word for word in (TEXT, "日常") if word in told.title + told.body]


def test_the_other_one_adds_once_what_they_think(talk: Talk, browser: Browser, who: Who) -> None:
    client, path = browser("same"), f"{MINE}{talk.pk}/"
    empty = client.post(path, {"remark": ""})
    assert empty.status_code == 422
    assert "请填写“补充我的看法”" in empty.text
    long = client.post(path, {"remark": "长" * 1001})
    assert "最多 1000 个字" in long.text
    assert client.post(path, {"remark": "长" * 1000}).status_code == 303
    assert "已经补充过了" in client.post(path, {"remark": "再"}).text
    assert Notice.objects.filter(code="reports.remark").get().person_id == who("worker_here").person_id
    assert "长长长" in browser("secretary_here").get(path).text
    assert client.get(path).text.count("<textarea") == 0


@pytest.mark.parametrize("word", ["secretary_here", "worker_here"])
def test_nobody_adds_in_the_place_of_the_other(word: str, talk: Talk, who: Who) -> None:
    with pytest.raises(Refused, match="由谈话对象本人写"):
        talking.remark(actor=who(word), talk=talk, text="替他写")


def test_a_record_is_corrected_by_its_writer_until_it_was_answered(talk: Talk, browser: Browser, who: Who) -> None:
    client, path = browser("worker_here"), f"{MINE}{talk.pk}/"
    assert client.post(path, {"text": "改过的要点", "revision": 1}).status_code == 303
    late = client.post(path, {"text": "旧页面改的", "revision": 1})
    assert late.status_code == 422
    assert "旧页面改的" in late.text
    talking.remark(actor=who("same"), talk=talk, text="补充")
    closed = client.post(path, {"text": "又改", "revision": 3})
    assert "内容不再改动" in closed.text
    assert Talk.objects.unscoped("test").get().text == "改过的要点"
    refused = browser("secretary_here").post(path, {"text": "书记改", "remark": "书记补", "revision": 3})
    assert refused.status_code == 422
    with pytest.raises(Refused):
        talking.amend(actor=who("secretary_here"), talk=talk, text="书记改", revision=3)


def test_the_same_form_twice_is_one_record(browser: Browser, member: Find) -> None:
    path = f"{DESK}new/{member('same').pk}/"
    first, second = (browser("organiser").post(path, form()) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert Talk.objects.unscoped("test").count() == 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"on": "2027-01-01"}, "这一天还没有到"),
        ({"kind": ""}, "请填写“种类”"),
        ({"text": "长" * 3001}, "最多 3000 个字，现在是 3001 个字"),
        ({"on": "昨天"}, "看不懂"),
    ],
)
def test_every_refusal_in_words(change: dict[str, str], words: str, browser: Browser, member: Find) -> None:
    answer = browser("organiser").post(f"{DESK}new/{member('same').pk}/", form(**change))
    assert answer.status_code == 422
    assert words in answer.text
    assert form(**change)["text"] in answer.text
    assert not Talk.objects.unscoped("test").exists()


def test_the_day_itself_is_allowed_and_tomorrow_is_not(who: Who, member: Find) -> None:
    today = timezone.localdate()
    with pytest.raises(Refused, match="还没有到"):
        talking.write_down(
            actor=who("organiser"),
            member=member("same"),
            kind="daily",
            on=today + timedelta(days=1),
            text=TEXT,
            key="a",
        )
    assert talking.write_down(actor=who("organiser"), member=member("same"), kind="daily", on=today, text=TEXT, key="b")


@pytest.mark.parametrize(("word", "status"), [("organiser", 200), ("superior", 200), ("secretary_here", 200), ("worker_here", 200),
                                              ("foreign", 404), ("secretary_there", 404), ("handler", 403), ("same", 403),
                                              ("anonymous", 302)])  # fmt: skip
def test_who_writes_one_down(word: str, status: int, browser: Browser, member: Find) -> None:
    client = browser(word)
    assert client.get(f"{DESK}new/{member('same').pk}/").status_code == status
    chosen = client.get(f"{DESK}new/?q=wuchunqiu")
    assert ("吴春秋" in chosen.text) is (status == 200)


def test_nobody_talks_with_themselves(who: Who, member: Find, cast: Any) -> None:
    from tests.factories import appoint

    appoint(member("same").person, "secretary", cast.organisations["QS01-B1"])
    with pytest.raises(Refused, match="不能是自己"):
        talking.write_down(
            actor=who("same"), member=member("same"), kind="daily", on=timezone.localdate(), text=TEXT, key="a"
        )
