"""What a recording says beside its film is reviewed, compared and corrected like a sentence of the item (M01, M06)."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction
from wagtail.rich_text import RichText

from lianxin.foundation.files.models import StoredFile
from lianxin.foundation.search.queries import find
from lianxin.kernel.actor import SYSTEM
from lianxin.kernel.decision import Refused
from lianxin.publicity.media import actions
from lianxin.publicity.media.models import Recording, ShownRecording
from lianxin.publicity.media.queries import shown
from lianxin.publicity.portal import scheduling
from lianxin.publicity.portal.desk import hints
from lianxin.publicity.portal.desk.difference import compare
from lianxin.publicity.portal.models import ArticlePage
from tests.factories import County
from tests.publicity.portal.walking import OURS, account, fresh, press, publish, send_in

pytestmark = pytest.mark.django_db
TITLE, SAID, NEWER = "医保怎么交", "每年九月开始缴费", "每年十月开始缴费"


@pytest.fixture
def film(county: County, sites: Any) -> Callable[..., Recording]:
    """A recording of the town that is ready, without its files, which nobody asks for here."""

    def make(title: str = TITLE, transcript: str = SAID) -> Recording:
        many = StoredFile.objects.unscoped("test").count()
        original = StoredFile.objects.unscoped("test").create(
            kind="mp4", name="a.mp4", size=1, sha256=f"{many:064}", org_path=county.town.path
        )
        return Recording.objects.unscoped("test").create(
            organisation=county.town, org_path=county.town.path, kind="video", original=original, title=title,
            transcript=transcript, state="ready", folder="x", seconds=5,
        )  # fmt: skip

    return make


def edit(row: Recording, **words: Any) -> Recording:
    row = Recording.objects.unscoped("test").get(pk=row.pk)
    return actions.edit(actor=SYSTEM, recording=row, revision=row.revision, **words)


def showing(row: Recording) -> list[Any]:
    return [("text", "<p>看录像。</p>"), ("video", {"recording": row})]


def test_m01_words_are_held_while_they_are_reviewed_and_until_their_day(desk: Any, draft: Any, film: Any) -> None:
    """What three people have read goes out, also when it waits days for its moment."""
    row = film()
    page = send_in(desk, draft, body=showing(row))
    with pytest.raises(Refused, match="正在审核"):
        edit(row, transcript=NEWER)
    assert press(desk("writer"), page, "take-back").status_code == 303
    assert edit(row, transcript=SAID + "。").transcript
    page = fresh(page)
    page.go_live_at = timezone.now() + timedelta(days=2)
    page.save_revision(user=account("writer"))
    page.get_workflow().start(fresh(page), account("writer"))
    page = publish(desk, page)
    assert not page.live
    with pytest.raises(Refused, match="等着定时发布"):
        edit(row, transcript=NEWER)
    with time_machine.travel(timezone.now() + timedelta(days=3), tick=False):
        assert scheduling.publish_due() == 1
        assert edit(row, transcript=NEWER).transcript == NEWER
    assert ShownRecording.objects.get().transcript == SAID + "。"


def test_m06_edited_words_are_compared_and_need_a_note(desk: Any, draft: Any, film: Any) -> None:
    row = film()
    page = publish(desk, send_in(desk, draft, body=showing(row)))
    edit(row, transcript=NEWER)
    page.save_revision(user=account("writer"))
    with pytest.raises(Refused, match="更正说明"):
        page.get_workflow().start(fresh(page), account("writer"))
    page.workflow_states.all().delete()
    page = fresh(page)
    page.correction = "缴费的月份原来写错了"
    page.save_revision(user=account("writer"))
    page.get_workflow().start(fresh(page), account("writer"))
    told = desk("second").get(f"{OURS}/{page.pk}/").text
    assert "删去：</span>九</del>" in told
    assert "加上：</span>十</ins>" in told


def test_m06_another_recording_of_the_same_title_is_another_one(desk: Any, draft: Any, film: Any) -> None:
    one, other = film(), film()
    page = publish(desk, send_in(desk, draft, body=showing(one)))
    page.body = showing(other)
    page.save_revision(user=account("writer"))
    with pytest.raises(Refused, match="更正说明"):
        page.get_workflow().start(fresh(page), account("writer"))
    old, new = ArticlePage(title="夜校", body=showing(one)), ArticlePage(title="夜校", body=showing(other))
    assert "changed" in {r.state for r in compare(old, new) if r.label == "录像"}


def test_m01_an_old_version_tells_nothing_that_nobody_has_reviewed(
    desk: Any, draft: Any, film: Any, client: Client
) -> None:
    """Neither the new title of a recording that was taken out, nor the title of a draft that a time line names."""
    row, hidden = film(), draft(title="还没有审过的下文")
    event = {
        "day": date(2026, 3, 1), "time": None, "title": "停水", "text": RichText("<p>检修。</p>"), "knowledge": "known",
        "source": "水务站", "source_url": "", "changed": None, "change": "", "items": [Page.objects.get(pk=hidden.pk)],
    }  # fmt: skip
    page = publish(desk, send_in(desk, draft, body=[*showing(row), ("event", event)]))
    page.body, page.correction = [("text", "<p>看录像。</p>")], "录像和时间线移到专题"
    page.save_revision(user=account("writer"))
    page.get_workflow().start(fresh(page), account("writer"))
    publish(desk, page)
    edit(row, title="没有审过的题目")
    told = client.get(f"/portal/versions/{page.pk}/1/").text
    assert "停水" in told, "the difference is told"
    for words in ("没有审过的题目", hidden.title):
        assert words not in told
    hidden.get_latest_revision().publish()
    assert hidden.title in client.get(f"/portal/versions/{page.pk}/1/").text


def test_m01_the_search_filled_anew_knows_the_words_of_the_publication(desk: Any, draft: Any, film: Any) -> None:
    """Moving house, a document that was read, an operator's command: none of them brings out what nobody has reviewed."""
    row = film()
    page = publish(desk, send_in(desk, draft, body=showing(row)))
    assert find(SAID).ids == (page.pk,)
    edit(row, transcript=NEWER)
    call_command("search_reindex", "--kind", "article", "--json", stdout=io.StringIO())
    assert (find(SAID).total, find(NEWER).total) == (1, 0)


def test_m01_what_stands_again_after_an_appeal_says_what_it_said(
    desk: Any, draft: Any, film: Any, client: Client
) -> None:
    """While it is down its recording may be written on; the one who decides alone does not let that out."""
    row = film()
    page = publish(desk, send_in(desk, draft, body=showing(row)))
    assert press(desk("leader"), page, "withdraw", reason="order", text="上级要求核对").status_code == 303
    assert shown(row.pk) is None, "readers get nothing of it"
    edit(row, transcript=NEWER)
    assert press(desk("writer"), page, "appeal", text="内容没有问题").status_code == 303
    refused = press(desk("issuer"), page, "decide", outcome="overturn", text="核对无误")
    assert (refused.status_code, "照原样恢复" in refused.text, "核对无误" in refused.text) == (422, True, True)
    assert not fresh(page).live
    edit(row, transcript=SAID)
    assert press(desk("issuer"), page, "decide", outcome="overturn", text="核对无误").status_code == 303
    assert SAID in client.get(page.get_url()).text
    assert shown(row.pk) is not None


def test_m01_a_branch_of_the_tree_that_is_closed_closes_its_recordings(desk: Any, draft: Any, film: Any) -> None:
    """Nobody's post may set a restriction; should there be one, files follow their page."""
    row = film()
    page = publish(desk, send_in(desk, draft, body=showing(row)))
    assert shown(row.pk) is not None
    PageViewRestriction.objects.create(page=page.page_ptr, restriction_type="login")
    assert shown(row.pk) is None


@pytest.mark.parametrize(
    ("code", "more"),
    [("private", {"transcript": "有事打 13800138000"}), ("word_spelling", {"title": "再接再励"})],
)
def test_hints_read_what_a_recording_says(film: Any, code: str, more: dict[str, str]) -> None:
    page = ArticlePage(title="录像", form="article", body=showing(film(**more)))
    assert code in {h.code for h in hints.check(page)}


def test_the_length_of_a_transcript_is_no_length_of_the_item(film: Any) -> None:
    page = ArticlePage(title="录像", form="short", body=showing(film(transcript="长" * 2000)))
    assert not {h.code for h in hints.check(page)} & {"short", "paragraph", "read"}


@pytest.mark.parametrize(("name", "where"), [("source", "来源"), ("cover_alt", "封面图描述")])
def test_hints_read_source_and_description_of_the_cover(name: str, where: str) -> None:
    page = ArticlePage(title="夜校", body=[("text", "<p>开课了。</p>")], **{name: "镇党委 13800138000"})
    assert [h.where for h in hints.check(page) if h.code == "private"] == [where]
