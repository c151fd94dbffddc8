"""A02, R032, R033: a thought report that was handed in on paper stands beside the others, and is its author's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from lianxin.foundation.notices.models import Notice
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Refused
from lianxin.membership.dossiers.models import Member
from lianxin.membership.reports import entering, queries
from lianxin.membership.reports.models import Report
from tests.membership.reports.conftest import BODY, TITLE
from tests.membership.reports.test_report_visibility import scan

pytestmark = pytest.mark.django_db
Who, Browser, Find = Callable[[str], Actor], Callable[[str], Client], Callable[[str], Member]
PATH = "/workbench/reports/enter/"


@pytest.fixture
def said(member: Find) -> dict[str, Any]:
    return {
        "member": member("author").pk,
        "on": "2026-11-20",
        "title": TITLE,
        "body": BODY,
        "audience": "branch",
        "key": "f1",
    }


def test_entered_as_of_its_day_and_read_like_any_other(
    said: dict[str, Any], browser: Browser, who: Who, member: Find
) -> None:
    for _ in range(2):
        page = browser("worker_here").post(PATH, said)
        assert page.status_code == 303
    report = Report.objects.unscoped("test").get()
    assert (report.state, str(timezone.localdate(report.sent_at)), report.entered_by_id) == (
        "sent",
        "2026-11-20",
        who("worker_here").person_id,
    )
    assert BODY in browser("same").get(f"/me/reports/{report.pk}/").text
    assert browser("superior").get(f"/me/reports/{report.pk}/").status_code == 404, "opened to the branch alone"
    assert Notice.objects.get(code="reports.enter").person_id == member("author").person_id
    assert who("secretary_here").person_id in Notice.objects.filter(code="reports.send").values_list(
        "person_id", flat=True
    )


def test_its_author_takes_it_back(said: dict[str, Any], browser: Browser) -> None:
    """What somebody else put in one's mouth is gone at one's word, also for who entered it."""
    browser("worker_here").post(PATH, said)
    pk = Report.objects.unscoped("test").get().pk
    page = browser("author").get(f"/me/reports/{pk}/").text
    assert "纸上交来" in page
    assert "不是您写的" in page
    assert browser("author").post(f"/me/reports/{pk}/withdraw/").status_code == 303
    assert browser("worker_here").get(f"/me/reports/{pk}/").status_code == 404


@pytest.mark.parametrize(
    ("word", "status"),
    [("secretary_here", 303), ("secretary_there", 422), ("superior", 422), ("organiser", 422), ("handler", 403), ("same", 403), ("anonymous", 302)],
)  # fmt: skip
def test_entered_at_exactly_the_branch(
    word: str, status: int, said: dict[str, Any], browser: Browser, who: Who
) -> None:
    """P05: neither those above nor those beside; the action asks it too."""
    assert browser(word).post(PATH, said).status_code == status
    assert Report.objects.unscoped("test").count() == (status == 303)
    if status != 303 and word != "anonymous":
        member = Member.objects.unscoped("test").get(pk=said["member"])
        with pytest.raises(Refused):
            entering.enter(actor=who(word), member=member, on=timezone.localdate(), title=TITLE, body=BODY, audience="branch",
                           scans=[], key="x")  # fmt: skip


@pytest.mark.parametrize(
    ("change", "word"),
    [({"audience": "public"}, "谁能看"), ({"on": "2026-11-28"}, "还没有到"), ({"body": " "}, "请填写“正文”"), ({"member": ""}, "谁交来的")],
)  # fmt: skip
def test_every_refusal_in_words(change: dict[str, str], word: str, said: dict[str, Any], browser: Browser) -> None:
    """R034: nobody but the author opens it to everybody. What was typed is kept."""
    page = browser("worker_here").post(PATH, said | change)
    assert page.status_code == 422
    assert word in page.text
    assert TITLE in page.text
    assert not Report.objects.unscoped("test").exists()


def test_a_scan_is_enough(said: dict[str, Any], browser: Browser) -> None:
    assert browser("worker_here").post(PATH, said | {"body": "", "scans": [scan()]}).status_code == 303
    assert len(queries.attached(Report.objects.unscoped("test").get())) == 1
