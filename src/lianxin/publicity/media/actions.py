"""Every change of recordings, and what pages show of recordings and documents."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.models import Page

from lianxin.foundation.files import actions as files
from lianxin.foundation.files.intake import Prepared
from lianxin.foundation.files.models import RECORDINGS
from lianxin.foundation.jobs import enqueue
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.kernel.actor import SYSTEM, Actor
from lianxin.kernel.decision import Denied, Refused

from . import folders, policies, queries
from .models import Recording, ShownDocument, ShownRecording
from .references import named_in
from .tools import Facts
from .words import SUBJECT

TEXTS = ("title", "description", "transcript", "captions")


@action("media.bring")
def bring(
    *,
    actor: Actor,
    organisation: Organisation,
    prepared: Prepared,
    facts: Facts | None,
    title: str,
    description: str = "",
) -> Recording:
    """收下一段录音录像. facts: what the look at it said; None when the program for looking is missing."""
    require(policies.may_bring(actor, organisation))
    video = facts.video if facts else RECORDINGS[prepared.kind] == "录像"
    subject = f"{SUBJECT}:new"
    original = files.store(actor=actor, upload=prepared, org_path=organisation.org_path, subject=subject)
    if Recording.objects.unscoped("a second click on the same form").filter(original=original).exists():
        raise Refused(Denied("这段录音录像已经收下了。", code="twice", remedy="请回到列表查看。"))
    row = Recording.objects.create(
        organisation=organisation, org_path=organisation.org_path, kind="video" if video else "audio", original=original,
        title=title, description=description, seconds=facts.seconds if facts else 0,
        width=facts.width if facts else 0, height=facts.height if facts else 0,
    )  # fmt: skip
    original.subject = f"{SUBJECT}:{row.pk}"
    original.save(update_fields=["subject"])
    _queue(row)
    record("media.bring", actor=actor, subject=row, title=title)
    return row


def _queue(row: Recording) -> None:
    from .jobs import transcode

    enqueue(transcode, key=f"media.transcode:{row.pk}:{row.turn}", recording=row.pk, turn=row.turn)


@action("media.edit")
def edit(
    *, actor: Actor, recording: Recording, revision: int, poster: Prepared | None = None, **texts: str
) -> Recording:
    """改标题、说明、文字稿、字幕和封面. Readers see it after the next publication of the page (M01)."""
    recording = lock(recording, revision=revision)
    require(policies.may_change(actor, recording, in_review=queries.in_review(recording)))
    changed = [key for key in TEXTS if key in texts and texts[key] != getattr(recording, key)]
    for key in changed:
        setattr(recording, key, texts[key])
    if poster is not None:
        recording.poster = files.store(
            actor=actor, upload=poster, org_path=recording.org_path, subject=f"{SUBJECT}:{recording.pk}"
        )
        changed.append("poster")
    recording.revision += 1
    recording.save()
    record("media.edit", actor=actor, subject=recording, fields=changed)
    return recording


@action("media.retry")
def retry(*, actor: Actor, recording: Recording) -> Recording:
    """重新转码."""
    recording = lock(recording)
    if actor.kind != "system":
        require(policies.may_retry(actor, recording))
    recording.turn += 1
    recording.state, recording.progress, recording.fault, recording.touched_at = "waiting", 0, "", timezone.now()
    recording.save()
    _queue(recording)
    record("media.retry", actor=actor, subject=recording, turn=recording.turn)
    return recording


@action("media.ready")
def ready(
    *, recording: Recording, turn: int, folder: str, facts: Facts, rungs: tuple[int, ...], poster: Prepared | None,
    actor: Actor = SYSTEM,
) -> bool:  # fmt: skip
    """转码完成. False when another attempt has been asked for meanwhile; its folder is then not used."""
    recording = lock(recording)
    wanted = recording.turn == turn and recording.state != "ready"
    if wanted:
        recording.state, recording.progress, recording.fault, recording.folder = "ready", 100, "", folder
        recording.seconds, recording.width, recording.height = facts.seconds, facts.width, facts.height
        recording.kind = "video" if facts.video else "audio"
        recording.rungs = ",".join(map(str, rungs))
        if poster is not None and recording.poster_id is None:
            recording.poster = files.store(
                actor=actor, upload=poster, org_path=recording.org_path, subject=f"{SUBJECT}:{recording.pk}"
            )
        recording.revision += 1
        recording.save()
    record("media.ready", actor=actor, subject=recording, turn=turn, used=wanted)
    return wanted


@action("media.stuck")
def stuck(*, recording: Recording, turn: int, state: str, fault: str, actor: Actor = SYSTEM) -> None:
    """转码没有成功 (failed), or has to wait (waiting): the reason for the person stands in the row."""
    recording = lock(recording)
    if recording.turn == turn and recording.state != "ready":
        recording.state, recording.fault, recording.touched_at = state, fault[:200], timezone.now()
        recording.save(update_fields=["state", "fault", "touched_at"])
    record("media.stuck", actor=actor, subject=recording, state=state, reason=fault[:200])


@action("media.delete")
def delete(*, actor: Actor, recording: Recording) -> None:
    """删除没有用到的录音录像, with everything that was made of it."""
    recording = lock(recording)
    require(policies.may_delete(actor, recording, used=queries.used(recording)))
    pk, original, poster = recording.pk, recording.original, recording.poster
    record("media.delete", actor=actor, subject=recording, title=recording.title)
    recording.delete()
    for stored in (original, poster):
        if stored is not None:
            files.remove(actor=actor, stored=stored, reason="录音录像已删除")
    transaction.on_commit(partial(folders.keep_only, pk, ""), robust=True)


@action("media.show")
def show(*, actor: Actor, page: Page, org_path: str, live: bool, keep: bool = False) -> None:
    """Note what a page shows to everybody from now on: recordings in the words of this moment, and documents.

    Call it inside the action that publishes or takes down. Recordings of organisations beside the page's own
    line are left out, whatever the page names (P05). keep: the words that a page told stay known to the desk although
    readers get nothing of them any more, because the page may have to stand again as it stood.
    """
    named = named_in(page) if live else {}
    if live or not keep:
        _show_recordings(page, org_path, named.get(Recording, set()))
    wanted = named.get(get_document_model(), set())
    known = set(get_document_model().objects.filter(pk__in=wanted).values_list("pk", flat=True))
    ShownDocument.objects.filter(page=page).exclude(document__in=known).delete()
    for pk in known:
        ShownDocument.objects.get_or_create(page=page, document_id=pk)
    record("media.show", actor=actor, subject=f"page:{page.pk}", org_path=org_path, documents=len(known))


def _show_recordings(page: Page, org_path: str, wanted: set[int]) -> None:
    rows = Recording.objects.unscoped("what a published page names").filter(pk__in=wanted) if wanted else []
    related = [r for r in rows if r.ready and (r.org_path.startswith(org_path) or org_path.startswith(r.org_path))]
    ShownRecording.objects.filter(page=page).exclude(recording__in=related).delete()
    for row in related:
        now: dict[str, Any] = {key: getattr(row, key) for key in (*TEXTS, "poster")}
        ShownRecording.objects.update_or_create(page=page, recording=row, defaults=now)
