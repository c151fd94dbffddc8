"""The hint that a text is like another: to the author alone, without showing what others wrote, kept nowhere (LX-76)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from lianxin.foundation.search.actions import put
from lianxin.foundation.search.models import SearchDocument
from lianxin.kernel.actor import Actor
from lianxin.membership.reports import alike
from lianxin.membership.reports.models import Report
from tests.membership.reports.conftest import BODY, TITLE

pytestmark = pytest.mark.django_db
Who, Browser, Write = Callable[[str], Actor], Callable[[str], Client], Callable[..., Report]
ELSE = "这个月联系五户，挨家挨户坐一坐，记下要修的三盏路灯。"


def test_ones_own_earlier_report_is_shown_with_its_share(write: Write, who: Who) -> None:
    earlier = write("sent")
    found = alike.hint(who("author"), TITLE, BODY)
    assert [(row.pk, share > 90) for row, share in found.own] == [(earlier.pk, True)]
    assert not alike.hint(who("author"), "另外一件事", ELSE)
    assert not alike.hint(who("author"), TITLE, BODY, but=earlier.pk), "a report is not like itself"


@pytest.mark.parametrize(
    ("audience", "word", "told"), [("branch", "same", True), ("branch", "far", False), ("members", "far", True)]
)
def test_of_others_only_that_there_is_one_and_only_of_what_may_be_read(
    audience: str, word: str, told: bool, write: Write, who: Who, browser: Browser
) -> None:
    write("sent", audience=audience, by="author", key="a")
    assert alike.hint(who(word), TITLE, BODY).others is told
    typed = {
        "title": "自己的题目",
        "body": f"{TITLE}{BODY}",
        "audience": "branch",
        "key": "b",
        "revision": 0,
        "act": "look",
    }
    page = browser(word).post("/me/reports/new/", typed)
    assert page.status_code == 200
    assert ("有别的同志写的一篇和这篇很像" in page.text) is told
    assert "周禾苗" not in page.text
    assert TITLE + "</a>" not in page.text


def test_a_draft_or_a_withdrawn_one_of_somebody_else_is_not_compared(write: Write, who: Who) -> None:
    write("draft", key="a")
    write("withdrawn", key="b")
    assert not alike.hint(who("same"), TITLE, BODY)


def test_a_published_text_of_the_house_is_compared(who: Who) -> None:
    put(
        kind="item", object_id=1, title=TITLE, body=BODY, url="/x/", when=timezone.now(), org_path="", audience="public"
    )
    assert alike.hint(who("author"), TITLE, BODY).published
    assert not alike.hint(who("author"), "另外一件事", ELSE).published


def test_looking_saves_the_draft_and_keeps_no_hint(write: Write, browser: Browser) -> None:
    write("sent", key="a")
    before = SearchDocument.objects.count()
    typed = {"title": TITLE, "body": BODY, "audience": "branch", "key": "b", "revision": 0, "act": "look"}
    page = browser("author").post("/me/reports/new/", typed)
    assert "要紧的字词约" in page.text
    assert 'name="revision" value="1"' in page.text
    assert SearchDocument.objects.count() == before
    draft = Report.objects.unscoped("test").get(key="b")
    assert "要紧的字词" not in browser("author").get(f"/me/reports/{draft.pk}/edit/").text
    assert not [name for name in (f.name for f in Report._meta.get_fields()) if "alike" in name or "like" in name]


def test_lx_76_at_its_bound(who: Who, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sixty per cent tell, fifty-nine do not."""
    write("sent")
    for share, told in ((0.60, True), (0.595, False)):
        monkeypatch.setattr(alike, "likeness", lambda weights, marked, share=share: share)
        assert bool(alike.hint(who("author"), TITLE, BODY).own) is told
