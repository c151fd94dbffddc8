"""The words of papers: read beside, sealed, found inside the opened file alone (P02)."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from lianxin.foundation.audit.models import AuditLine
from lianxin.foundation.files.intake import prepare
from lianxin.foundation.files.queries import files_of
from lianxin.foundation.jobs.models import Job
from lianxin.membership.dossiers import papers, reading, scans
from lianxin.membership.dossiers.importing.running import run
from lianxin.membership.dossiers.models import Member, Paper, PaperText
from tests.factories import County
from tests.membership.dossiers.pages import photo, picture, scan, typed
from tests.membership.dossiers.rosters import book, person

pytestmark = pytest.mark.django_db
ROOT = "/workbench/members/"
Desk = Callable[[str], Client]
needs_tesseract = pytest.mark.skipif(
    not scans.available(),
    reason="没有 tesseract（含 chi_sim），图片认字的测试跳过：apt-get install tesseract-ocr-chi-sim",
)


@pytest.fixture(autouse=True)
def _own_shelf(settings: Any, tmp_path: Path) -> None:
    settings.FILES_ROOT = tmp_path / "files"


@pytest.fixture
def paper_of(keepers: County) -> Callable[..., Paper]:
    run(book([person(1)]), actor=keepers.actor("organiser"), dry=False)
    member = Member.objects.unscoped("test").get()

    def make(upload: Any) -> Paper:
        return papers.add(
            actor=keepers.actor("organiser"), member=member, said=papers.Said("入党申请书"), files=[prepare(upload)]
        )

    return make


def read(paper: Paper) -> PaperText:
    reading.read(files_of(paper.subject)[0].uuid)
    return PaperText.objects.get(paper=paper)


def test_a_page_is_read_by_a_job_of_its_own(paper_of: Any) -> None:
    paper = paper_of(photo())
    key = files_of(paper.subject)[0].uuid
    assert Job.objects.filter(key__startswith=f"dossiers.read:{key}:").count() == 1
    assert not PaperText.objects.exists(), "not in the request"


def test_a_typed_pdf_has_its_own_words(paper_of: Any) -> None:
    assert "认真学习" in read(paper_of(typed())).text


@needs_tesseract
@pytest.mark.parametrize("make", [picture, scan])
def test_pictures_and_scans_are_read(make: Any, paper_of: Any) -> None:
    text = read(paper_of(make())).text
    assert "认真学习" in text, text


@pytest.mark.parametrize("made", ["missing", "no chinese"])
def test_without_the_program_the_page_says_so_and_is_read_later(
    made: str, paper_of: Any, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    which = shutil.which
    if made == "missing":
        monkeypatch.setattr(scans.shutil, "which", lambda name, *a, **k: None if name == "tesseract" else which(name))
    else:
        monkeypatch.setattr(scans, "LANGUAGE", "chi_nowhere")
    paper = paper_of(picture())
    assert read(paper).note == scans.MISSING
    assert "没有安装文字识别程序" in desk("organiser").get(f"{ROOT}papers/{paper.pk}/").text
    assert reading.queue_unread() == 0, "still not there"
    monkeypatch.undo()
    if scans.available():
        Job.objects.all().delete()
        assert reading.queue_unread() == 1


@needs_tesseract
def test_a_picture_that_takes_too_long_or_breaks_the_program_harms_nobody(
    paper_of: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scans, "PAGE_SECONDS", 0.05)
    assert "停下" in read(paper_of(picture())).note or "读不完" in PaperText.objects.get().note
    monkeypatch.undo()
    monkeypatch.setattr(scans, "MEMORY", 30_000_000)
    again = read(Paper.objects.get())
    assert (again.text, bool(again.note)) == ("", True)


def test_words_are_sealed_and_found_in_the_opened_file_with_a_line(paper_of: Any, desk: Desk) -> None:
    paper = paper_of(typed())
    read(paper)
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM dossiers_papertext")
        assert "学习" not in cursor.fetchone()[0]
    url, client = f"{ROOT}{paper.member_id}/papers/find/", desk("organiser")
    before = AuditLine.objects.unscoped("test").filter(code="dossiers.search_papers").count()
    found = client.post(url, {"words": "认真 学习"})
    assert f"papers/{paper.pk}/" in found.text
    assert "没有找到" in client.post(url, {"words": "团支部"}).text
    lines = AuditLine.objects.unscoped("test").filter(code="dossiers.search_papers")
    assert lines.count() == before + 2
    assert not any("学习" in str(line.facts) for line in lines), "what was sought stands in no ledger"
    assert desk("other_organiser").post(url, {"words": "学习"}).status_code == 404
    assert client.get(url).status_code == 405, "no address holds what was sought"


def test_words_stand_in_no_index_of_the_house(paper_of: Any) -> None:
    from lianxin.foundation.search.models import SearchDocument

    read(paper_of(typed()))
    assert not SearchDocument.objects.filter(text__contains="认真学习").exists()


def test_words_go_with_the_paper(paper_of: Any, keepers: County) -> None:
    paper = paper_of(typed())
    read(paper)
    key = files_of(paper.subject)[0].uuid
    papers.remove(actor=keepers.actor("organiser"), paper=paper, reason="放错了", revision=0)
    assert not PaperText.objects.exists()
    assert reading.read(key) == "文件不在了", "a job that comes late reads nothing"
