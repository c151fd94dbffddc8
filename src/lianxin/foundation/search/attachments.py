"""The words of files that a published thing carries: found with the thing, seen by whoever sees it.

A room that indexes a thing names its files and gets the words that are known; for the others a job is queued, which
reads them and lets the room index the thing again. So a request never reads a file, and audience, place and withdrawal
are those of the thing: its entry holds the words.
"""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from django.utils import timezone

from lianxin.foundation.jobs import enqueue

from . import extracting
from .models import AttachmentText, SearchDocument

log = logging.getLogger(__name__)
#: larger files are not read
MOST_BYTES = 60 * 1024 * 1024
PATIENCE = extracting.SECONDS + 15
KINDS = ("pdf", "docx")


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file as a room names it. key: changes when the content does, e.g. ``"document:7:ab12"``; kind: pdf, docx or other."""

    key: str
    kind: str


Opener = Callable[[str], bytes | None]
OPENERS: dict[str, Opener] = {}
AGAIN: dict[str, Callable[[int], None]] = {}


def register_text_of(prefix: str, opener: Opener) -> None:
    """How the bytes behind keys that begin with ``prefix:`` are got; None when the file is gone."""
    OPENERS[prefix] = opener


def register_again(kind: str, index: Callable[[int], None]) -> None:
    """How a thing of a kind is put into the index once more; does nothing when it is no longer published."""
    AGAIN[kind] = index


def text_of(kind: str, object_id: int, files: Iterable[Attachment]) -> str:
    """The known words of a thing's files, one file below the other; what is not known yet is read by a job."""
    wanted = [file.key for file in files if file.kind in KINDS]
    if not wanted:
        return ""
    rows = AttachmentText.objects.filter(kind=kind, object_id=object_id, key__in=wanted)
    known = dict(rows.values_list("key", "text"))
    for key in wanted:
        if key not in known:
            _queue(kind, object_id, key)
    return "\n".join(known[key] for key in wanted if known.get(key))


def _queue(kind: str, object_id: int, key: str) -> None:
    from .jobs import read_attachment

    once = f"search.read:{kind}:{object_id}:{key}:{timezone.localdate()}"  # again another day, after it was forgotten
    enqueue(read_attachment, key=once, kind=kind, object_id=object_id, file=key)


def read(kind: str, object_id: int, key: str) -> bool:
    """Read one file and index its thing anew; True when there were words. Never fails for what stands in a file."""
    prefix, _, _ = key.partition(":")
    text, note = "", "文件不在了"
    data = OPENERS[prefix](key) if prefix in OPENERS else None
    if data is not None:
        text, note = words_of(data)
    if note:
        log.warning("no text of %s for %s:%s: %s", key, kind, object_id, note)
    AttachmentText.objects.update_or_create(
        kind=kind, object_id=object_id, key=key, defaults={"text": text, "note": note, "read_at": timezone.now()}
    )
    if text and kind in AGAIN:
        AGAIN[kind](object_id)
    return bool(text)


def words_of(data: bytes) -> tuple[str, str]:
    """(text, "" or why there is none)."""
    kind = "pdf" if data.startswith(b"%PDF-") else "docx" if data.startswith(b"PK\x03\x04") else ""
    if not kind:
        return "", "不是 PDF 或 docx 文件"
    if len(data) > MOST_BYTES:
        return "", f"文件超过 {MOST_BYTES // 1024 // 1024} MB"
    command = [sys.executable, "-I", str(Path(extracting.__file__)), kind]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=PATIENCE, check=False)  # noqa: S603 - our own program
        answer = json.loads(done.stdout)
    except subprocess.TimeoutExpired:
        return "", f"{PATIENCE} 秒内读不完"
    except ValueError:
        return "", "读取时用尽了内存或时间"
    return str(answer.get("text", "")), str(answer.get("note", ""))


def forget_unused() -> int:
    """Words of files of things that are not in the index any more go."""
    gone = 0
    for kind in AttachmentText.objects.values_list("kind", flat=True).distinct():
        kept = SearchDocument.objects.filter(kind=kind).values("object_id")
        gone += AttachmentText.objects.filter(kind=kind).exclude(object_id__in=kept).delete()[0]
    return gone
