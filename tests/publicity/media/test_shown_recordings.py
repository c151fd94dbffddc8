"""What readers get of a recording: while a published page shows it, in the words that were reviewed (R004, M01, P05)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from lianxin.foundation.search.queries import find
from lianxin.kernel.actor import SYSTEM
from lianxin.kernel.decision import Refused
from lianxin.publicity.media import actions
from lianxin.publicity.media.models import Recording, ShownRecording
from lianxin.publicity.portal.models import ArticlePage
from lianxin.publicity.portal.outgoing import html_of
from tests.factories import County
from tests.foundation.files.file_makers import jpeg
from tests.publicity.media.clips import needs_ffmpeg
from tests.publicity.media.hostile import upload
from tests.publicity.media.recordings import CAPTIONS, DESK, only, read

pytestmark = [pytest.mark.django_db, needs_ffmpeg]


@pytest.fixture
def published(draft: Any, ready: Callable[..., Recording]) -> tuple[ArticlePage, Recording]:
    """A page that shows a recording with captions and a transcript."""
    row = ready()
    actions.edit(
        actor=SYSTEM, recording=row, revision=row.revision, title=row.title, description="三分钟说清",
        transcript="新农合每年九月开始缴费", captions=f"WEBVTT\n\n{CAPTIONS}\n",
    )  # fmt: skip
    page = draft(body=[("text", "<p>看录像。</p>"), ("video", {"recording": only()})])
    assert ShownRecording.objects.count() == 0
    page.get_latest_revision().publish()
    return ArticlePage.objects.get(pk=page.pk), only()


PIECES = ("master.m3u8", "240/index.m3u8", "240/0000.ts", "video.mp4", "poster.jpg", "captions.vtt")


def test_readers_get_a_recording_while_a_published_page_shows_it(
    client: Client, published: tuple[ArticlePage, Recording]
) -> None:
    """M01: page, every file and the search, from the publication to the withdrawal and not longer."""
    page, row = published
    base = f"/portal/recordings/{row.pk}/"
    text = client.get(page.get_url()).text
    for part in (f'src="{base}master.m3u8"', f'src="{base}video.mp4"', f'src="{base}captions.vtt"', "新农合每年九月"):
        assert part in text
    assert find("新农合每年九月").total == 1
    for piece in PIECES:
        assert read(client, base + piece)[0] == 200, piece
    for piece in ("half-x/video.mp4", "../1/video.mp4", "240/../video.mp4", "360.mp4", "", "audio.m4a"):
        assert client.get(base + piece).status_code == 404, piece
    page.unpublish()
    for piece in PIECES:
        assert client.get(base + piece).status_code == 404, piece
    assert find("新农合每年九月").total == 0


def test_a_draft_shows_its_recording_to_nobody(client: Client, draft: Any, ready: Callable[..., Recording]) -> None:
    row = ready()
    draft(body=[("video", {"recording": row})])
    for piece in PIECES:
        assert client.get(f"/portal/recordings/{row.pk}/{piece}").status_code == 404


def test_edited_captions_reach_readers_with_the_next_publication(
    client: Client, desk: Any, published: tuple[ArticlePage, Recording]
) -> None:
    """M01: what nobody has reviewed is not read, be it a subtitle, a transcript or a title."""
    page, row = published
    form = {
        "revision": row.revision,
        "title": "新标题",
        "transcript": "没有审过的话",
        "captions": CAPTIONS + "\n没有审过的话",
    }
    assert desk("writer").post(f"{DESK}{row.pk}/edit/", form).status_code == 302
    assert "没有审过的话" not in client.get(page.get_url()).text
    assert "没有审过的话" not in client.get(f"/portal/recordings/{row.pk}/captions.vtt").text
    assert "没有审过的话" in read(desk("writer"), f"{DESK}{row.pk}/file/captions.vtt")[1].decode()
    page.save_revision().publish()
    assert "没有审过的话" in client.get(page.get_url()).text
    assert "没有审过的话" in client.get(f"/portal/recordings/{row.pk}/captions.vtt").text


def test_captions_with_faults_are_shown_by_line_and_kept(desk: Any, ready: Callable[..., Recording]) -> None:
    row = ready()
    form = {"revision": row.revision, "title": row.title, "captions_file": upload(b"1\n00:00:01,000 -> x\nab", "a.srt")}
    answer = desk("writer").post(f"{DESK}{row.pk}/edit/", form)
    assert (answer.status_code, "第 1 行：这里应当有一行时间" in answer.text) == (422, True)
    assert "00:00:01,000 -&gt; x" in answer.text, "what was in the file can be put right in the box"
    for bad in (jpeg(), b"", b"MZ\0\0"):
        answer = desk("writer").post(f"{DESK}{row.pk}/edit/", form | {"captions_file": upload(bad, "a.vtt")})
        assert "这不是字幕文件" in answer.text
    assert only().captions == ""


def test_a_poster_is_a_picture_or_a_second_of_the_film(
    desk: Any, ready: Callable[..., Recording], folders: Any
) -> None:
    row = ready()
    first = row.poster
    form = {"revision": row.revision, "title": row.title}
    client = desk("writer")
    answer = client.post(f"{DESK}{row.pk}/edit/", form | {"poster": upload(b"<svg onload=x()>", "a.jpg")})
    assert (answer.status_code, "SVG" in answer.text) == (422, True)
    answer = client.post(f"{DESK}{row.pk}/edit/", form | {"second": "99"})
    assert (answer.status_code, "取不到第 99 秒" in answer.text) == (422, True)
    assert client.post(f"{DESK}{row.pk}/edit/", form | {"second": "1.5"}).status_code == 302
    second = only().poster
    assert second != first
    fresh = {"revision": only().revision, "title": row.title, "poster": upload(jpeg(), "a.jpg")}
    assert client.post(f"{DESK}{row.pk}/edit/", fresh).status_code == 302
    assert only().poster not in (first, second)
    stale = client.post(f"{DESK}{row.pk}/edit/", form)
    assert "已被别人处理过" in stale.text


def test_only_what_nothing_uses_is_deleted(
    desk: Any, draft: Any, ready: Callable[..., Recording], folders: Any
) -> None:
    row = ready()
    page = draft(body=[("video", {"recording": row})])
    client = desk("writer")
    assert client.post(f"{DESK}{row.pk}/delete/").status_code == 302
    assert only() == row, "a draft uses it"
    page.delete()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.db.transaction.on_commit", lambda call, **_: call())
        client.post(f"{DESK}{row.pk}/delete/")
    assert not Recording.objects.unscoped("test").exists()
    assert folders() == []


def test_a_range_is_answered_with_that_part(client: Client, published: tuple[ArticlePage, Recording]) -> None:
    """RFC 9110, 14: without it no iPhone plays the file and nobody can skip."""
    row = published[1]
    address = f"/portal/recordings/{row.pk}/video.mp4"
    whole = read(client, address)[1]
    for asked, part in (
        ("bytes=0-1", whole[:2]),
        ("bytes=100-", whole[100:]),
        ("bytes=-7", whole[-7:]),
        ("bytes=5-9999999", whole[5:]),
    ):
        answer = client.get(address, headers={"range": asked})
        assert (answer.status_code, answer.getvalue()) == (206, part), asked
        assert answer["Content-Range"].endswith(f"/{len(whole)}")
    assert client.get(address, headers={"range": f"bytes={len(whole)}-"}).status_code == 416
    assert read(client, address, range="pages=1-2") == (200, whole)


def test_nginx_hands_out_in_production(client: Client, published: tuple[ArticlePage, Recording], settings: Any) -> None:
    _page, row = published
    settings.FILES_ACCEL = "/protected-files/"
    answer = client.get(f"/portal/recordings/{row.pk}/video.mp4")
    assert answer["X-Accel-Redirect"] == f"/protected-files/recordings/{row.pk}/{row.folder}/video.mp4"
    assert answer["Content-Type"] == "video/mp4"


def test_a_page_cannot_show_the_recording_of_a_neighbour(
    client: Client, county: County, draft: Any, ready: Callable[..., Recording]
) -> None:
    """P05: whatever a forged form names, only recordings of the page's own line come out."""
    row = ready()
    other = county.organisations["QS02"]
    Recording.objects.unscoped("test").filter(pk=row.pk).update(organisation=other, org_path=other.org_path)
    page = draft(body=[("video", {"recording": only()})])
    page.get_latest_revision().publish()
    assert "医保怎么交" not in client.get(ArticlePage.objects.get(pk=page.pk).get_url()).text
    assert client.get(f"/portal/recordings/{row.pk}/video.mp4").status_code == 404


def test_under_review_nobody_changes_what_is_reviewed(
    desk: Any, county: County, draft: Any, ready: Callable[..., Recording]
) -> None:
    row = ready()
    page = draft(body=[("video", {"recording": row})])
    desk("writer")
    page.get_workflow().start(page, county.account_of("author"))
    with pytest.raises(Refused, match="正在审核"):
        actions.edit(actor=SYSTEM, recording=row, revision=row.revision, title="换个说法")


def test_a_stored_original_is_not_for_readers(client: Client, ready: Callable[..., Recording]) -> None:
    row = ready()
    assert client.get(f"/files/{row.original.uuid}/").status_code == 404


def test_letters_and_other_platforms_get_a_line_instead_of_a_player(published: tuple[ArticlePage, Recording]) -> None:
    html = html_of(published[0])
    assert "〔录像〕医保怎么交，请在原文里播放。" in html
    assert not re.search("<video|<script|<link", html)
    assert "看录像。" in html


def test_before_publication_reviewers_see_it_behind_the_desk(
    desk: Any, draft: Any, ready: Callable[..., Recording]
) -> None:
    """先审后发: whoever decides has to be able to watch; the address of readers is shut until then."""
    row = ready()
    page = draft(body=[("video", {"recording": row})])
    for address in (f"/workbench/portal/pages/{page.pk}/view_draft/", f"/workbench/portal-desk/{page.pk}/"):
        answer = desk("checker").get(address)
        assert answer.status_code == 200, address
        assert f'src="/workbench/media/{row.pk}/file/master.m3u8"' in answer.text, address
        assert "/portal/recordings/" not in answer.text
