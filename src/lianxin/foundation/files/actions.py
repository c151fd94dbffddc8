"""Every change of stored files."""

from __future__ import annotations

import uuid
from functools import partial
from typing import Any

from django.core.files.base import File
from django.db import transaction

from lianxin.foundation.spine.actions import action, lock, record
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Denied, Refused

from . import shelf
from .intake import Prepared, prepare
from .models import StoredFile

TAKEN = Denied("这个文件已经用在别的事项里。", code="file_taken", remedy="请重新选择文件上传。", field="files")
SWEPT = Denied("这个文件等得太久，已被清除。", code="file_swept", remedy="请重新选择文件上传。", field="files")


@action("files.store")
def store(
    *, actor: Actor, upload: File[Any] | Prepared, org_path: str, subject: str, public: bool = False
) -> StoredFile:
    """存入文件. Call it inside the action that the file belongs to; it commits and fails with it.

    Pass a `Prepared` (from `intake.prepare` or the form field) so that decoding happens before the
    transaction; a bare upload is prepared here. Storing the same prepared file twice for one subject
    gives the first row again. Raises `Refused` for an upload that is not acceptable.
    """
    prepared = upload if isinstance(upload, Prepared) else prepare(upload)
    key = uuid.UUID(prepared.uuid)
    if shelf.find(key) is None:
        raise Refused(SWEPT)
    stored, fresh = StoredFile.objects.unscoped("a prepared file is stored once").get_or_create(
        uuid=key,
        defaults={
            "subject": subject,
            "org_path": org_path,
            "kind": prepared.kind,
            "name": prepared.name,
            "size": prepared.size,
            "sha256": prepared.sha256,
            "width": prepared.width,
            "height": prepared.height,
            "public": public,
        },
    )
    if stored.subject != subject:
        raise Refused(TAKEN)
    # robust: a full disk at this moment must not hide the commit; the sweep moves the file later
    transaction.on_commit(partial(shelf.settle, key), robust=True)
    record("files.store", actor=actor, subject=subject, org_path=org_path, file=str(key), again=not fresh)
    return stored


@action("files.publish")
def set_public(*, actor: Actor, stored: StoredFile, public: bool) -> StoredFile:
    """更改公开意愿. The room that owns the subject asks its own policy first."""
    stored = lock(stored)
    stored.public = public
    stored.save(update_fields=["public"])
    record("files.publish", actor=actor, subject=stored.subject, org_path=stored.org_path, file=str(stored.uuid))
    return stored


@action("files.remove")
def remove(*, actor: Actor, stored: StoredFile, reason: str) -> None:
    """删除文件. The row goes with the transaction, the bytes after its commit (or with the next sweep)."""
    stored = lock(stored)
    key = stored.uuid
    shelf.mark_for_removal(key)
    record("files.remove", actor=actor, subject=stored.subject, org_path=stored.org_path, file=str(key), reason=reason)
    stored.delete()
    transaction.on_commit(partial(shelf.discard, key), robust=True)
