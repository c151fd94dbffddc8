"""Writing: nothing typed is lost, one of two tabs wins and the other is told, every refusal in words (R032, R033)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from lianxin.foundation.audit.models import AuditLine
from lianxin.foundation.files.models import StoredFile
from lianxin.foundation.notices.models import Notice
from lianxin.foundation.privacy.export import export_of
from lianxin.foundation.rules.registry import rule
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Refused
from lianxin.membership.dossiers.models import Member
from lianxin.membership.reports import actions, queries
from lianxin.membership.reports.models import Comment, Report
from tests.factories import County
from tests.membership.reports.conftest import BODY, TITLE, fresh
from tests.membership.reports.test_report_visibility import scan

pytestmark = pytest.mark.django_db
Who, Browser, Write = Callable[[str], Actor], Callable[[str], Client], Callable[..., Report]
ROOT = "/me/reports/"


def typed(**more: Any) -> dict[str, Any]:
    return {"title": TITLE, "body": BODY, "audience": "branch", "key": "k1", "revision": 0, **more}


def only() -> Report:
    return Report.objects.unscoped("test").get()


def lines() -> list[str]:
    return list(
        AuditLine.objects.unscoped("test")
        .filter(code__startswith="reports.")
        .order_by("pk")
        .values_list("code", flat=True)
    )


def test_without_scripts_a_draft_is_saved_and_sent(browser: Browser) -> None:
    client = browser("author")
    answer = client.post(f"{ROOT}new/", typed())
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"{ROOT}{only().pk}/edit/"
    page = client.get(answer.headers["Location"])
    assert BODY in page.text
    assert 'name="revision" value="1"' in page.text
    sent = client.post(answer.headers["Location"], typed(revision=1, act="send"))
    assert sent.headers["Location"] == f"{ROOT}{only().pk}/"
    assert (only().state, only().audience) == ("sent", "branch")
    assert "no-store" in page.headers["Cache-Control"]


def test_the_autosave_keeps_one_draft_and_leaves_one_line(browser: Browser) -> None:
    """A line for every pause would be a record of somebody's hours (B01)."""
    client, revision = browser("author"), 0
    for n in range(4):
        answer = client.post(f"{ROOT}save/", typed(body=f"{BODY}{n}", revision=revision))
        assert answer.status_code == 200
        revision = answer.json()["revision"]
    assert (revision, only().body, only().state) == (4, f"{BODY}3", "draft")
    assert lines() == ["reports.begin"]


def test_the_button_after_the_autosave_is_no_conflict(browser: Browser) -> None:
    client = browser("author")
    client.post(f"{ROOT}save/", typed(revision=0))
    client.post(f"{ROOT}save/", typed(revision=1, title="新题目"))
    assert client.post(f"{ROOT}new/", typed(revision=0, title="新题目")).status_code == 303
    assert Report.objects.unscoped("test").count() == 1


def test_a_stale_tab_loses_nothing_and_is_told(browser: Browser) -> None:
    """Two tabs: the first wins; the second gets both texts, and its next press wins on purpose."""
    client = browser("author")
    client.post(f"{ROOT}new/", typed())
    edit = f"{ROOT}{only().pk}/edit/"
    assert client.post(edit, typed(revision=1, body="第一页改的")).status_code == 303
    late = client.post(edit, typed(revision=1, body="第二页改的"))
    assert late.status_code == 422
    assert "在别的页面或别的设备上改过" in late.text
    assert "第二页改的" in late.text
    assert "第一页改的" in late.text
    assert only().body == "第一页改的"
    assert 'name="revision" value="2"' in late.text
    assert client.post(edit, typed(revision=2, body="第二页改的")).status_code == 303
    assert only().body == "第二页改的"


def test_the_autosave_of_a_stale_tab_stops(browser: Browser) -> None:
    client = browser("author")
    client.post(f"{ROOT}save/", typed())
    client.post(f"{ROOT}save/", typed(revision=1, body="另一台"))
    late = client.post(f"{ROOT}save/", typed(revision=1, body="这一台"))
    assert (late.status_code, late.json()["stale"]) == (409, True)
    assert only().body == "另一台"


@pytest.mark.parametrize(
    ("change", "words", "field"),
    [
        ({"title": ""}, "请填写“题目”", "title"),
        ({"body": " \n "}, "请填写“正文”", "body"),
        ({"title": "长" * 61}, "“题目”最多 60 个字，现在是 61 个字", "title"),
        ({"body": "长" * 10_001}, "“正文”最多 10000 个字，现在是 10001 个字", "body"),
        ({"audience": "world"}, "请从列出的选项里选择", "audience"),
        ({"title": "", "body": ""}, "还没有写什么", "body"),
    ],
)
def test_every_refusal_names_its_field_and_keeps_what_was_typed(
    change: dict[str, str], words: str, field: str, browser: Browser
) -> None:
    client = browser("author")
    answer = client.post(f"{ROOT}new/", typed(**change, act="send"))
    assert answer.status_code == 422
    assert words in answer.text
    assert f"#id_{field}" in answer.text
    kept = {**typed(), **change}
    assert kept["title"] in answer.text
    assert kept["body"].strip() in answer.text
    assert not Report.objects.unscoped("test").filter(state="sent").exists()


def test_lx_75_at_its_bounds(browser: Browser) -> None:
    most = rule("LX-75")
    client = browser("author")
    text = typed(title="题" * most.count("title"), body="文" * most.count("body"), act="send")
    assert client.post(f"{ROOT}new/", text).status_code == 303
    report, said = only(), "说" * most.count("comment")
    path = f"{ROOT}{report.pk}/comments/"
    assert client.post(path, {"comment": said, "key": "a"}).status_code == 303
    late = client.post(path, {"comment": said + "多", "key": "b"})
    assert late.status_code == 422
    assert "最多 1000 个字" in late.text
    assert said + "多" in late.text


def test_paper_alone_is_a_report_and_ten_pages_are_too_many(browser: Browser) -> None:
    """R033: at most nine scans (LX-75); the tenth is refused in words, and the nine stay."""
    client = browser("author")
    assert client.post(f"{ROOT}new/", typed(body="", scans=[scan()], act="send")).status_code == 303
    assert only().state == "sent"
    many = typed(key="k2", scans=[scan() for _ in range(9)])
    assert client.post(f"{ROOT}new/", many).status_code == 303
    report = Report.objects.unscoped("test").get(key="k2")
    late = client.post(f"{ROOT}{report.pk}/edit/", typed(key="k2", revision=1, scans=[scan()]))
    assert late.status_code == 422
    assert "最多 9 个" in late.text
    gone = queries.attached(report)[0]
    assert (
        client.post(f"{ROOT}{report.pk}/edit/", typed(key="k2", revision=1, act=f"drop:{gone.uuid}")).status_code == 303
    )
    assert len(queries.attached(report)) == 8


def test_who_has_no_file_is_told_where_to_go(browser: Browser) -> None:
    client = browser("citizen")
    assert "请联系所在支部建立档案" in client.get(ROOT).text
    answer = client.get(f"{ROOT}new/")
    assert answer.status_code == 403
    assert "不知道汇报该交到哪个支部" in answer.text
    saved = client.post(f"{ROOT}save/", typed())
    assert (saved.status_code, Report.objects.unscoped("test").count()) == (422, 0)


def test_whose_file_is_not_kept_here_any_more_sends_nothing(
    write: Write, browser: Browser, member: Callable[[str], Member]
) -> None:
    report = write("draft")
    one = member("author")
    one.standing = "moved"
    one.save()
    late = browser("author").post(f"{ROOT}{report.pk}/edit/", typed(revision=1, act="send"))
    assert late.status_code == 422
    assert "您的档案已转出" in late.text


def test_a_draft_goes_to_the_branch_in_which_its_author_is_when_it_is_sent(
    write: Write, who: Who, member: Callable[[str], Member]
) -> None:
    report, one, other = write("draft"), member("author"), member("far")
    one.organisation, one.org_path = other.organisation, other.org_path
    one.save()
    sent = actions.send(actor=who("author"), report=report, revision=1)
    assert sent.organisation_id == other.organisation_id


def test_those_with_the_duty_at_the_branch_are_told_once_and_without_a_word_of_it(write: Write, cast: County) -> None:
    write("sent")
    told = Notice.objects.filter(code="reports.send")
    here = {cast.people[name].pk for name in ("secretary_here", "deputy_here", "worker_here")}
    assert set(told.values_list("person_id", flat=True)) == here
    assert not [n for n in told if TITLE in n.title + n.body or BODY in n.title + n.body]


def test_a_report_is_sent_once(write: Write, who: Who) -> None:
    report = write("draft")
    actions.send(actor=who("author"), report=report, revision=1)
    with pytest.raises(Refused, match="处理过"):
        actions.send(actor=who("author"), report=report, revision=1)
    with pytest.raises(Refused, match="已经交了，要改请先撤回"):
        actions.send(actor=who("author"), report=report, revision=2)


def test_withdrawn_reworked_and_sent_again(write: Write, who: Who, browser: Browser) -> None:
    report, client = write("sent"), browser("author")
    assert client.post(f"{ROOT}{report.pk}/withdraw/").status_code == 303
    assert "已经撤回" in client.get(f"{ROOT}{report.pk}/").text
    again = client.post(f"{ROOT}{report.pk}/withdraw/", follow=True)
    assert "这篇已经撤回" in again.text
    client.post(f"{ROOT}{report.pk}/rework/")
    assert client.get(f"{ROOT}{report.pk}/edit/").status_code == 200
    now = fresh(report)
    client.post(f"{ROOT}{report.pk}/edit/", typed(revision=now.revision, act="send"))
    assert fresh(report).state == "sent"
    assert client.get(f"{ROOT}{report.pk}/edit/").headers["Location"] == f"{ROOT}{report.pk}/"


def test_deleting_takes_words_comments_and_files(write: Write, who: Who, browser: Browser) -> None:
    """PIP-04: what is with others is withdrawn first."""
    report, client = write("draft"), browser("author")
    client.post(f"{ROOT}{report.pk}/edit/", typed(revision=1, scans=[scan()], act="send"))
    actions.comment(actor=who("same"), report=fresh(report), text="好", key="c")
    assert "要改请先撤回" in client.post(f"{ROOT}{report.pk}/discard/", follow=True).text
    client.post(f"{ROOT}{report.pk}/withdraw/")
    assert client.post(f"{ROOT}{report.pk}/discard/").headers["Location"] == ROOT
    assert not Report.objects.unscoped("test").exists()
    assert not Comment.objects.exists()
    assert not StoredFile.objects.unscoped("test").filter(subject=f"report:{report.pk}").exists()


def test_who_may_read_speaks_and_the_author_answers(write: Write, who: Who, cast: County) -> None:
    report = write("sent")
    for name, voice in (("same", "comment"), ("secretary_here", "opinion"), ("author", "reply")):
        made = actions.comment(actor=who(name), report=report, text="一句话", key="k")
        assert made.voice == voice
        assert actions.comment(actor=who(name), report=report, text="一句话", key="k").pk == made.pk, "sent twice"
    assert Comment.objects.count() == 3
    told = dict(Notice.objects.filter(code="reports.comment").values_list("person_id", "title"))
    assert told[who("author").person_id or 0] == "您的思想汇报有新的意见"
    assert set(told) == {who(name).person_id for name in ("author", "same", "secretary_here")}


def test_the_author_stops_listening_and_is_heard_all_the_same(write: Write, who: Who, browser: Browser) -> None:
    report = write("sent")
    browser("author").post(f"{ROOT}{report.pk}/silent/")
    late = browser("same").post(f"{ROOT}{report.pk}/comments/", {"comment": "想说一句", "key": "k"})
    assert late.status_code == 422
    assert "作者暂时不接受意见" in late.text
    assert (
        browser("author").post(f"{ROOT}{report.pk}/comments/", {"comment": "谢谢大家", "key": "k"}).status_code == 303
    )
    browser("author").post(f"{ROOT}{report.pk}/listen/")
    assert browser("same").post(f"{ROOT}{report.pk}/comments/", {"comment": "想说一句", "key": "k"}).status_code == 303


@pytest.mark.parametrize(("remover", "word"), [("same", "本人"), ("author", "作者"), ("secretary_here", "")])
def test_a_line_is_taken_away_by_its_writer_or_the_author_and_its_place_says_so(
    remover: str, word: str, write: Write, who: Who, browser: Browser
) -> None:
    """M06: a change is never silent."""
    report = write("sent")
    made = actions.comment(actor=who("same"), report=report, text="说错了的话", key="k")
    answer = browser(remover).post(f"{ROOT}{report.pk}/comments/{made.pk}/")
    page = browser("worker_here").get(f"{ROOT}{report.pk}/").text
    if word:
        assert answer.status_code == 303
        assert f"这条已由{word}删除" in page
        assert "说错了的话" not in page
        assert Comment.objects.get().text == ""
    else:
        assert answer.status_code == 403
        assert "说错了的话" in page


def test_ones_own_export_has_what_one_wrote_and_nothing_of_others(write: Write, who: Who) -> None:
    """P03."""
    report = write("sent")
    actions.comment(actor=who("same"), report=report, text="我的意见", key="k")
    mine = export_of(who("author").person_id or 0).as_json().decode()
    theirs = export_of(who("same").person_id or 0).as_json().decode()
    assert BODY in mine
    assert "我的意见" not in mine
    assert "我的意见" in theirs
    assert BODY not in theirs
