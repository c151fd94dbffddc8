"""Who sees a report, in every state, by every way in (R032, R034, P05, M01): one answer everywhere."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from lianxin.foundation.files.intake import prepare
from lianxin.foundation.search.models import SearchDocument
from lianxin.foundation.search.sources import SOURCES
from lianxin.kernel.actor import Actor
from lianxin.membership.reports import actions, drafts, publishing, queries
from lianxin.membership.reports.drafts import Words
from lianxin.membership.reports.models import Report
from tests.membership.reports.conftest import BODY, TITLE, fresh

pytestmark = pytest.mark.django_db
Who, Browser, Write = Callable[[str], Actor], Callable[[str], Client], Callable[..., Report]
ALL = ("author", "same", "far", "applicant", "secretary_here", "deputy_here", "worker_here", "secretary_there", "superior",
       "organiser", "foreign", "handler", "admin", "citizen", "anonymous")  # fmt: skip
BRANCH = {"author", "same", "secretary_here", "deputy_here", "worker_here"}
#: members of the Party anywhere, and those above the branch who accompany; not those of another town
WIDE = BRANCH | {"far", "superior", "organiser"}
#: (state, audience) -> who reads the report itself
READERS = {
    ("draft", "branch"): {"author"},
    ("draft", "public"): {"author"},
    ("sent", "branch"): BRANCH,
    ("sent", "members"): WIDE,
    ("sent", "public"): WIDE,
    ("withdrawn", "branch"): {"author"},
    ("withdrawn", "public"): {"author"},
}
SAID = "写得实在"


def scan() -> SimpleUploadedFile:
    """A photo of paper with the place where it was taken hidden inside."""
    out, hidden = io.BytesIO(), Image.Exif()
    hidden.get_ifd(0x8825).update({1: "N", 2: (30.0, 1.0, 2.0), 3: "E", 4: (104.0, 3.0, 4.0)})
    Image.new("RGB", (400, 300), "white").save(out, "JPEG", exif=hidden)
    return SimpleUploadedFile("第一页.jpg", out.getvalue(), "image/jpeg")


@pytest.fixture
def made(write: Write, who: Who) -> Callable[[str, str], Report]:
    """A report in a state, with a scan and something said under it."""

    def go(state: str, audience: str) -> Report:
        author = who("author")
        report = write("draft", audience=audience)
        actions.attach(actor=author, report=report, uploads=[prepare(scan())])
        report = fresh(report)
        if state != "draft":
            report = actions.send(actor=author, report=report, revision=report.revision)
            actions.comment(actor=author, report=report, text=SAID, key="c")
        return actions.withdraw(actor=author, report=report) if state == "withdrawn" else report

    return go


@pytest.mark.parametrize("case", READERS, ids="-".join)
def test_one_answer_by_every_way_in(
    case: tuple[str, str], made: Callable[[str, str], Report], browser: Browser
) -> None:
    """Page, list, comments, attachment, small picture: the same people, and for all others it is not there."""
    report, readers = made(*case), READERS[case]
    file = queries.attached(report)[0]
    for word in ALL:
        client, reads = browser(word), word in readers
        strange = 302 if word == "anonymous" else 404
        page = client.get(f"/me/reports/{report.pk}/")
        assert page.status_code == (200 if reads else strange), word
        assert (BODY in page.text) is reads, word
        assert (SAID in page.text) is (reads and case[0] != "draft"), word
        for path in ("", "thumb/"):
            assert client.get(f"/files/{file.uuid}/{path}").status_code == (200 if reads else 404), word
        listed = client.get("/me/reports/" if word == "author" else "/me/reports/opened/")
        assert (TITLE in listed.text) is reads, word
        said = client.post(f"/me/reports/{report.pk}/comments/", {"comment": "我也这样想", "key": word})
        expected = strange if not reads else 303 if case[0] == "sent" else 422
        assert said.status_code == expected, word
        desk = client.get("/workbench/reports/")
        on_duty = reads and word in {"secretary_here", "deputy_here", "worker_here", "superior", "organiser"}
        assert (TITLE in desk.text) is on_duty, word
        assert TITLE not in client.get(f"/reports/{report.pk}/").text, "not without the author's confirmation"


@pytest.mark.parametrize("state", ["draft", "sent", "withdrawn"])
def test_what_is_the_authors_is_there_for_nobody_else(state: str, write: Write, browser: Browser) -> None:
    """Every address that changes something, by everybody else: 404, and nothing changed."""
    report = write(state, audience="public")
    before = fresh(report).revision
    verbs = ("withdraw", "rework", "discard", "silent", "listen", "close", "audience", "copy", "edit")
    for word in ALL[1:]:
        client = browser(word)
        for verb in verbs:
            answer = client.post(
                f"/me/reports/{report.pk}/{verb}/", {"audience": "public", "key": report.key, "revision": 1}
            )
            assert answer.status_code == (302 if word == "anonymous" else 404), (word, verb)
    now = fresh(report)
    assert (now.state, now.audience, now.revision) == (state, "public", before)


def test_the_key_of_somebody_elses_draft_begins_ones_own(write: Write, browser: Browser) -> None:
    """The autosave knows reports by the form's key and their author together."""
    report = write("draft")
    browser("same").post(
        "/me/reports/save/", {"title": "我的", "body": "别人的钥匙", "audience": "branch", "key": "k1", "revision": 0}
    )
    assert fresh(report).body == BODY
    assert Report.objects.unscoped("test").filter(key="k1").count() == 2


def test_the_mentor_of_somebody_on_the_way_reads_what_was_opened_to_the_branch(
    write: Write, who: Who, member: Callable[..., object], browser: Browser
) -> None:
    """培养联系人 (DEV-04) from another branch, as long as the way is open."""
    from lianxin.membership.development.models import Development

    report = write("sent", by="applicant")
    assert browser("far").get(f"/me/reports/{report.pk}/").status_code == 404
    far, applicant = member("far"), member("applicant")
    case = Development.objects.create(
        member=applicant, state="activist", organisation=applicant.organisation, org_path=applicant.org_path,  # type: ignore[attr-defined]  # a member
        opened_at=report.sent_at, dates={"mentors": "2024-03-20"}, facts={"mentors": {"people": ["999999", str(far.pk)]}},  # type: ignore[attr-defined]  # a member
    )  # fmt: skip
    assert browser("far").get(f"/me/reports/{report.pk}/").status_code == 200
    assert TITLE in browser("far").get("/me/reports/opened/").text
    Development.objects.unscoped("test").filter(pk=case.pk).update(closed_at=report.sent_at)
    assert browser("far").get(f"/me/reports/{report.pk}/").status_code == 404


def test_who_moved_to_another_branch_no_longer_reads_the_old_one(
    write: Write, browser: Browser, member: Callable[..., object]
) -> None:
    report = write("sent")
    one, other = member("same"), member("far")
    assert browser("same").get(f"/me/reports/{report.pk}/").status_code == 200
    one.organisation, one.org_path = other.organisation, other.org_path  # type: ignore[attr-defined]  # members
    one.save()  # type: ignore[attr-defined]  # a member
    assert browser("same").get(f"/me/reports/{report.pk}/").status_code == 404


@pytest.mark.parametrize("standing", ["left", "moved", "stopped"])
def test_who_is_no_member_any_more_reads_nothing_of_others(
    standing: str, write: Write, browser: Browser, member: Callable[..., object]
) -> None:
    report = write("sent", audience="members")
    one = member("far")
    one.standing = standing  # type: ignore[attr-defined]  # a member
    one.save()  # type: ignore[attr-defined]  # a member
    assert browser("far").get(f"/me/reports/{report.pk}/").status_code == 404


def test_nothing_of_a_report_is_found_by_the_search(write: Write, who: Who) -> None:
    report = write("sent", audience="public")
    publishing.ask_public(
        actor=who("author"), report=report, title=TITLE, body=BODY, signed=False, revision=report.revision
    )
    publishing.let_out(actor=who("superior"), report=fresh(report), revision=fresh(report).revision)
    assert not SearchDocument.objects.filter(text__contains="水渠").exists()
    assert not [kind for kind, source in SOURCES.items() if "membership.reports" in str(source.entries.__module__)]


def test_words_are_sealed_in_the_database(write: Write, who: Who) -> None:
    """P02: rows hold tokens, never what was written."""
    from django.db import connection

    report = write("sent", audience="public")
    actions.comment(actor=who("same"), report=report, text=SAID, key="c")
    publishing.ask_public(
        actor=who("author"), report=report, title=TITLE, body=BODY, signed=True, revision=report.revision
    )
    publishing.hold(actor=who("superior"), report=fresh(report), reason="有人名", revision=fresh(report).revision)
    with connection.cursor() as cursor:
        for table in ("reports_report", "reports_comment"):
            cursor.execute(f"SELECT * FROM {table}")
            stored = repr(cursor.fetchall())
            assert not [word for word in (TITLE, BODY, SAID, "有人名") if word in stored], table


def test_a_scan_comes_without_its_place_and_never_to_the_public(
    made: Callable[[str, str], Report], browser: Browser, who: Who
) -> None:
    """R033: the photo of paper is drawn anew; R034: no scan is let out, for nobody can mask one."""
    report = made("sent", "public")
    publishing.ask_public(
        actor=who("author"), report=report, title=TITLE, body=BODY, signed=False, revision=fresh(report).revision
    )
    publishing.let_out(actor=who("superior"), report=fresh(report), revision=fresh(report).revision)
    file = queries.attached(report)[0]
    with Image.open(io.BytesIO(browser("same").get(f"/files/{file.uuid}/").content)) as picture:
        assert not picture.getexif()
    page = browser("anonymous").get(f"/reports/{report.pk}/")
    assert page.status_code == 200
    assert str(file.uuid) not in page.text
    assert browser("anonymous").get(f"/files/{file.uuid}/").status_code == 404


def test_the_list_of_the_branch_costs_the_same_for_one_and_for_many(
    write: Write, who: Who, browser: Browser, django_assert_max_num_queries: Callable[..., object]
) -> None:
    for n in range(12):
        report = drafts.keep(actor=who("author"), key=f"n{n}", words=Words(f"第{n}篇", BODY, "branch"), revision=0)
        actions.send(actor=who("author"), report=report, revision=report.revision)
    client = browser("same")
    with django_assert_max_num_queries(14):  # type: ignore[attr-defined]  # a context manager
        assert client.get("/me/reports/opened/").text.count("修水渠") == 0
