"""A roster too large for a request: looked through and imported by the worker, with progress; nothing twice."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from lianxin.foundation.audit.models import AuditLine
from lianxin.foundation.jobs.models import Job
from lianxin.membership.dossiers.importing import background, running, writing
from lianxin.membership.dossiers.models import Member, MemberEvent, RosterRun
from tests.factories import County
from tests.membership.dossiers.rosters import book, person

pytestmark = pytest.mark.django_db
ROOT = "/workbench/members/"
Desk = Callable[[str], Client]
BASIS = {"basis": "全国系统 6 月导出"}
ROWS = [*(person(n, name=f"周{chr(0x4E00 + n)}") for n in range(1, 20)), person(21, name="钱远", organisation="没有的支部"),
        person(23, name="")]  # fmt: skip


@pytest.fixture(autouse=True)
def _small_is_large(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.FILES_ROOT = tmp_path / "files"
    monkeypatch.setattr(background, "LARGE_BYTES", 1000)
    monkeypatch.setattr(writing, "BATCH", 5)


def bring(client: Client, data: bytes) -> Any:
    return client.post(f"{ROOT}import/", {"file": SimpleUploadedFile("m.xlsx", data)})


def files() -> int:
    return Member.objects.unscoped("test").count()


def test_a_large_one_is_looked_through_by_the_worker_and_the_preview_is_the_same(
    keepers: County, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, data = desk("organiser"), book(ROWS)
    answer = bring(client, data)
    assert answer.status_code == 303
    assert Job.objects.filter(key__startswith="dossiers.roster:").count() == 1
    waits = client.get(answer.url).text
    assert "排队等待" in waits
    assert "dossiers/progress" in waits
    one = RosterRun.objects.get()
    assert background.work(one.pk) == "done"
    slow = client.get(answer.url).text
    monkeypatch.setattr(background, "LARGE_BYTES", 10**9)
    small = bring(client, data).text

    def without(text: str) -> str:
        """What is told, without the keys of the form and of the file."""
        told = text[text.index("<dl") : text.index("</main>")]
        return re.sub(r'[0-9a-f]{32}|value="[A-Za-z0-9]{64}"', "", told)

    assert without(slow) == without(small)
    assert "“没有的支部”" in slow
    assert files() == 0, "nothing is written"


def test_it_is_imported_by_the_worker_with_counts_and_refusals(keepers: County, desk: Desk) -> None:
    client = desk("organiser")
    url = bring(client, book(ROWS)).url
    background.work(RosterRun.objects.get().pk)
    assert client.post(url, BASIS).status_code == 303
    assert client.post(url, BASIS).status_code == 303, "pressed twice it is one run"
    assert RosterRun.objects.count() == 2
    assert "正在导入" in client.get(url).text
    background.work(RosterRun.objects.get(dry=False).pk)
    text = client.get(url).text
    assert "导入结果" in text
    assert files() == 19
    one = RosterRun.objects.get(dry=False)
    assert (one.fresh, one.done, one.total) == (19, 21, 21)
    assert client.get(f"{url}rejects.xlsx").status_code == 200
    assert background.work(one.pk) == "done", "a job that runs again does nothing"
    assert files() == 19


def test_a_killed_worker_is_followed_by_another_that_goes_on(
    keepers: County, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = desk("organiser")
    url = bring(client, book(ROWS)).url
    background.work(RosterRun.objects.get().pk)
    client.post(url, BASIS)
    one, write, calls = RosterRun.objects.get(dry=False), running.write, []

    def dies(**said: Any) -> Any:
        calls.append(1)
        if len(calls) == 3:
            raise SystemExit("killed")
        return write(**said)

    monkeypatch.setattr(running, "write", dies)
    with pytest.raises(SystemExit):
        background.work(one.pk)
    one.refresh_from_db()
    assert (one.state, one.done, one.fresh, files()) == ("running", 10, 10, 10), "whole batches or nothing"
    RosterRun.objects.filter(pk=one.pk).update(beat_at=timezone.now() - timedelta(seconds=background.SILENT + 1))
    assert "没有动静" in client.get(url).text
    again = []
    monkeypatch.setattr(running, "write", lambda **said: again.append(1) or write(**said))
    background.work(one.pk)
    one.refresh_from_db()
    assert (one.state, one.fresh, one.unchanged, files(), len(again)) == ("done", 19, 0, 19, 3)
    text = client.get(url).text
    assert "“没有的支部”" in text
    assert "缺少姓名" in text


def test_a_worker_killed_between_a_batch_and_its_mark_leaves_neither(
    keepers: County, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is written and how far it came are one transaction: the next worker doubles nothing and leaves nothing out."""
    client = desk("organiser")
    url = bring(client, book(ROWS)).url
    background.work(RosterRun.objects.get().pk)
    client.post(url, BASIS)
    one, run, marks = RosterRun.objects.get(dry=False), background.run, []

    def dying(*said: Any, progress: running.Progress, **more: Any) -> Any:
        def mark(done: int, total: int) -> None:
            marks.append(done)
            if len(marks) == 2:
                assert files() == 10, "the second batch is written, its mark is not"
                raise SystemExit("killed")
            progress(done, total)

        return run(*said, progress=mark, **more)

    monkeypatch.setattr(background, "run", dying)
    with pytest.raises(SystemExit):
        background.work(one.pk)
    one.refresh_from_db()
    assert (one.done, one.fresh, files()) == (5, 5, 5), "the batch went with its mark"
    monkeypatch.setattr(background, "run", run)
    background.work(one.pk)
    one.refresh_from_db()
    assert (one.state, one.done, one.fresh, one.changed, one.unchanged) == ("done", 21, 19, 0, 0)
    assert files() == 19
    assert MemberEvent.objects.filter(kind="imported").count() == 19
    assert AuditLine.objects.unscoped("test").filter(code="dossiers.import").count() == 5
    found = background.outcome_of(one)
    assert found is not None
    assert sorted(row.number for row in found.refused) == sorted({row.number for row in found.refused})
    assert len(found.refused) == 2


def test_just_before_the_silence_nothing_is_said(keepers: County, desk: Desk) -> None:
    client = desk("organiser")
    url = bring(client, book(ROWS)).url
    RosterRun.objects.update(
        state="running", done=5, total=20, begun_at=timezone.now() - timedelta(seconds=10), beat_at=timezone.now()
    )
    text = client.get(url).text
    assert "没有动静" not in text
    assert "大约还要 30 秒" in text


def test_given_up_it_says_so(keepers: County, desk: Desk) -> None:
    client = desk("organiser")
    url = bring(client, book(ROWS)).url
    Job.objects.filter(key__startswith="dossiers.roster:").update(dead_at=timezone.now())
    answer = client.get(url)
    assert (answer.status_code, "请重新上传" in answer.text) == (422, True)


def test_what_is_no_roster_is_said_on_the_page(keepers: County, desk: Desk) -> None:
    client = desk("organiser")
    url = bring(client, b"<html>" + b"x" * 2000).url
    background.work(RosterRun.objects.get().pk)
    assert "没有找到表头" in client.get(url).text


def test_nobody_else_sees_it_and_the_small_one_stays_in_the_request(
    keepers: County, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """P05."""
    url = bring(desk("organiser"), book(ROWS)).url
    for who, status in (("secretary", 404), ("other_organiser", 404), ("leader", 403)):
        assert desk(who).get(url).status_code == status
    data = book(ROWS[:2])
    monkeypatch.setattr(background, "LARGE_BYTES", len(data) + 1)
    assert bring(desk("organiser"), data).status_code == 200
    monkeypatch.setattr(background, "LARGE_BYTES", len(data))
    assert bring(desk("organiser"), data).status_code == 303


def test_what_was_found_is_sealed_and_goes_after_a_day(keepers: County, desk: Desk, settings: Any) -> None:
    bring(desk("organiser"), book(ROWS))
    one = RosterRun.objects.get()
    background.work(one.pk)
    kept = list((Path(settings.FILES_ROOT) / "rosterresults").iterdir())
    assert len(kept) == 1
    assert "没有的支部" not in kept[0].read_text()
    RosterRun.objects.update(asked_at=timezone.now() - timedelta(hours=23, minutes=59))
    assert background.sweep() == 0
    RosterRun.objects.update(asked_at=timezone.now() - timedelta(hours=24, minutes=1))
    assert background.sweep() == 1
