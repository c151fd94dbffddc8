"""Transcoding in the slow lane. Killed in the middle, it begins anew in a fresh folder; done twice, it does nothing."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from django.core.files.base import ContentFile
from django.utils import timezone

from lianxin.foundation.files import shelf
from lianxin.foundation.files.intake import Prepared, prepare
from lianxin.foundation.jobs import job, periodic
from lianxin.foundation.rules.registry import rule
from lianxin.kernel.actor import SYSTEM
from lianxin.kernel.decision import Refused

from . import actions, folders, queries, tools, transcoding
from .models import Recording

_TELL_EVERY = 1.0  # seconds
#: without a sign of life for so long, an attempt was given up by the queue
_GIVEN_UP = timedelta(hours=1)
INTERRUPTED = "转码几次都中断了。可以再试一次；还是不行，请告诉管理员。"


@job(tries=5, first_wait=20.0, lease=60.0, slow=True)
def transcode(recording: int, turn: int) -> None:
    """Make what readers get."""
    row = queries.by_pk(recording)
    if row is None or row.turn != turn or row.state in ("ready", "failed"):
        return
    if not tools.available():
        actions.stuck(recording=row, turn=turn, state="waiting", fault=tools.MISSING)
        return
    source = shelf.find(row.original.uuid)
    if source is None:
        actions.stuck(recording=row, turn=turn, state="failed", fault="原件不在了，请重新上传。")
        return
    tell = _teller(row)
    tell(0)
    folder = folders.begin(row.pk)
    limit = float(rule("LX-95").number("length") * 3600)
    try:
        made = transcoding.transcode(source, row.original.kind, folder, tell, limit=limit)
        poster = _poster(folder, made.facts) if made.facts.video else None
    except tools.ToolError as error:
        folders.keep_only(row.pk, row.folder)
        actions.stuck(recording=row, turn=turn, state="failed", fault=str(error))
        return
    name = folders.finish(row.pk, folder)
    used = actions.ready(recording=row, turn=turn, folder=name, facts=made.facts, rungs=made.rungs, poster=poster)
    folders.keep_only(row.pk, name if used else (queries.by_pk(row.pk) or row).folder)


def _poster(folder: Path, facts: tools.Facts) -> Prepared | None:
    """A first picture, a little way in, where a film is no longer black."""
    return frame_of(folder / transcoding.VIDEO, min(3.0, facts.seconds / 3))


def frame_of(video: Path, second: float) -> Prepared | None:
    """A picture of a finished film as a clean file; None when there is none at that second."""
    target = video.parent.parent / f"half-frame-{time.monotonic_ns()}.jpg"
    try:
        transcoding.frame(video, second, target)
        return prepare(ContentFile(target.read_bytes(), name="封面.jpg"))
    except (tools.ToolError, Refused):
        return None
    finally:
        target.unlink(missing_ok=True)


def _teller(row: Recording) -> Callable[[int], None]:
    """Writes the progress, at most once a second: a measurement, no change that the ledger would keep."""
    last = [float("-inf")]

    def tell(percent: int) -> None:
        now = time.monotonic()
        if now - last[0] < _TELL_EVERY and percent < 98:
            return
        last[0] = now
        mine = Recording.objects.unscoped("progress of a job").filter(pk=row.pk, turn=row.turn).exclude(state="ready")
        mine.update(state="working", progress=percent, fault="", touched_at=timezone.now())

    return tell


@periodic("media.again", "*/10 * * * *")
def again() -> None:
    """What waited for the program is queued once it is there; what the queue gave up is said to have failed."""
    rows = Recording.objects.unscoped("all organisations")
    if tools.available():
        for row in list(rows.filter(state="waiting").exclude(fault="")):
            actions.retry(actor=SYSTEM, recording=row)
    for row in list(rows.filter(state="working", touched_at__lt=timezone.now() - _GIVEN_UP)):
        actions.stuck(recording=row, turn=row.turn, state="failed", fault=INTERRUPTED)
