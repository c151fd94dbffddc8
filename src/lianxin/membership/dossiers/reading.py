"""The words of the pages of a paper: read by a slow job, sealed beside the page, found only inside the opened file.

Why sealed and without an index: the papers hold the political review, sanctions and the family, which P02 seals. A
person's file holds some tens of pages, so a search opens them one by one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from lianxin.foundation.files import shelf
from lianxin.foundation.files.models import StoredFile
from lianxin.foundation.files.queries import by_uuid, files_of_all
from lianxin.foundation.jobs import enqueue
from lianxin.foundation.search.attachments import words_of
from lianxin.kernel.chinese import fold

from . import scans
from .models import Member, Paper, PaperText

#: this many letters on a page of a PDF, and it was no picture of a page
_ENOUGH = 20
_AROUND = 24


def queue(key: UUID) -> None:
    """Have the words of a page read; asked again on another day it is tried again."""
    from .jobs import read_page

    enqueue(read_page, key=f"dossiers.read:{key}:{timezone.localdate()}", file=str(key))


def read(key: UUID) -> str:
    """Read one page file and keep its words; answers why there are none. Safe to repeat; never fails for a file."""
    stored = by_uuid(key)
    paper = _paper_of(stored)
    path = shelf.find(key)
    if stored is None or paper is None or path is None:
        return "文件不在了"
    data = path.read_bytes()
    text, why = words_of(data) if stored.kind == "pdf" else ("", "")
    if len("".join(text.split())) < _ENOUGH:
        seen, why = scans.words(data, stored.kind)
        text = seen or text
    PaperText.objects.update_or_create(
        file=key, defaults={"paper": paper, "text": text, "note": "" if text else why[:80], "read_at": timezone.now()}
    )
    return "" if text else why


def queue_unread() -> int:
    """Pages that wait for the program that reads pictures, once it is there."""
    if not scans.available():
        return 0
    waiting = list(PaperText.objects.filter(note=scans.MISSING).values_list("file", flat=True)[:200])
    for key in waiting:
        queue(key)
    return len(waiting)


def _paper_of(stored: StoredFile | None) -> Paper | None:
    room, _, pk = stored.subject.partition(":") if stored else ("", "", "")
    return Paper.objects.filter(pk=int(pk)).first() if room == "paper" else None


@dataclass(frozen=True, slots=True)
class Found:
    """A paper in which words were found, with what stands around them."""

    paper: Paper
    around: str


def find(member: Member, words: str) -> list[Found]:
    """Papers of one file that hold the words, in kind, note or pages."""
    sought = "".join(fold(words).split())
    rows = Paper.objects.filter(member=member).exclude(state__in=("removed", "declined")).prefetch_related("texts")
    return [Found(paper, around) for paper in rows if sought and (around := _around(paper, sought)) is not None]


def _around(paper: Paper, sought: str) -> str | None:
    for text in (paper.kind, paper.note, *(row.text for row in paper.texts.all())):
        flat = re.sub(r"\s+", "", text)
        at = "".join(fold(flat)).find(sought)
        if at >= 0:
            return flat[max(at - _AROUND, 0) : at + len(sought) + _AROUND]
    return None


def pages(papers: list[Paper]) -> Iterator[tuple[Paper, list[StoredFile]]]:
    """Papers with their page files; one statement."""
    files = files_of_all(paper.subject for paper in papers)
    for paper in papers:
        yield paper, files.get(paper.subject, [])
