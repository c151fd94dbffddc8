"""Which recordings an editor sees, and where one is used."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.db.models import Q, QuerySet
from wagtail.models import Page, Revision, TaskState

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine.scope import subtree
from lianxin.kernel.actor import Actor

from .models import Recording, ShownDocument, ShownRecording, Words
from .tools import available

BLOCKS = frozenset({"video", "audio"})


def recordings(actor: Actor, verb: str = "media.read") -> QuerySet[Recording]:
    """Those of the organisations of one's duty, the newest first."""
    rows: QuerySet[Recording] = Recording.objects.visible_to(actor, verb).select_related("organisation", "poster")
    return rows.order_by("-pk")


def recording_of(actor: Actor, pk: int) -> Recording | None:
    """One of them, or None."""
    return recordings(actor).filter(pk=pk).first()


def by_pk(pk: int) -> Recording | None:
    """For the transcoder and for blocks, which hold the key of a row that somebody was allowed to choose."""
    rows = Recording.objects.unscoped("named by a block or a job; readers come by ShownRecording")
    return rows.select_related("original", "poster").filter(pk=pk).first()


def organisations(actor: Actor) -> QuerySet[Organisation]:
    """Organisations for which one may bring a recording."""
    rows = Organisation.objects.filter(closed_on=None).order_by("path")
    return rows if actor.kind == "system" else rows.filter(subtree("path", actor.paths_for("media.write")))


def _open() -> Any:
    """Pages that everybody may read now."""
    return Page.objects.live().public()


def shown(recording_id: int, page_id: int | None = None) -> ShownRecording | None:
    """What readers see of a recording: on one page, or as it was published last."""
    rows = ShownRecording.objects.filter(recording_id=recording_id, page__in=_open()).select_related("poster")
    if page_id is not None:
        rows = rows.filter(page_id=page_id)
    return rows.order_by("-pk").first()


def words_shown(page_id: int) -> dict[int, ShownRecording]:
    """Recording -> its words as a page told them to everybody last; a withdrawn page keeps them as evidence."""
    return {row.recording_id: row for row in ShownRecording.objects.filter(page_id=page_id)}


def changed_since(page_id: int) -> bool:
    """Whether a recording of a page says something else than the page told readers last."""
    rows = ShownRecording.objects.filter(page_id=page_id).select_related("recording")
    told = [field.attname for field in Words._meta.get_fields() if hasattr(field, "attname")]
    return any(getattr(row, name) != getattr(row.recording, name) for row in rows for name in told)


def pages_showing(recording: Recording) -> list[Page]:
    """Published pages with this recording."""
    return list(Page.objects.live().filter(pk__in=ShownRecording.objects.filter(recording=recording).values("page")))


def document_is_shown(document_id: int) -> bool:
    """Whether a page that everybody may read links it now."""
    return ShownDocument.objects.filter(document_id=document_id, page__in=_open()).exists()


def in_review(recording: Recording) -> bool:
    """Whether an item uses it that is under review, or was reviewed and waits for its day (M01: what goes out was read)."""
    running = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS).values("revision")
    held = Revision.objects.filter(Q(pk__in=running) | Q(approved_go_live_at__isnull=False))
    return any(recording.pk in _named(revision) for revision in held.iterator(50))


def used(recording: Recording) -> bool:
    """Whether a published page or the newest draft of any page uses it."""
    if ShownRecording.objects.filter(recording=recording).exists():
        return True
    newest = Page.objects.filter(latest_revision__isnull=False).values("latest_revision")
    drafts = Revision.objects.filter(pk__in=newest, created_at__gte=recording.created_at)
    return any(recording.pk in _named(revision) for revision in drafts.iterator(50))


def _named(revision: Revision) -> Iterator[int]:
    body = revision.content.get("body") or "[]"
    for block in json.loads(body) if isinstance(body, str) else body:
        if isinstance(block, dict) and block.get("type") in BLOCKS:
            value: Any = block.get("value") or {}
            if isinstance(value.get("recording"), int):
                yield value["recording"]


def transcoder_missing() -> bool:
    """Whether uploads will have to wait."""
    return not available()
