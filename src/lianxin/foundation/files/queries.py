"""Questions about stored files. Who may see them is decided by the room of their subject."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from .models import StoredFile


def files_of(subject: str, *, public_only: bool = False) -> list[StoredFile]:
    """Files of one subject in the order of their coming."""
    return files_of_all([subject], public_only=public_only).get(subject, [])


def files_of_all(subjects: Iterable[str], *, public_only: bool = False) -> dict[str, list[StoredFile]]:
    """Files by subject, one statement. The caller has decided who sees the subjects."""
    rows = StoredFile.objects.unscoped("the room of the subject decides").filter(subject__in=set(subjects))
    if public_only:
        rows = rows.filter(public=True)
    found: defaultdict[str, list[StoredFile]] = defaultdict(list)
    for row in rows.order_by("id"):
        found[row.subject].append(row)
    return dict(found)


def by_uuid(key: UUID) -> StoredFile | None:
    return StoredFile.objects.unscoped("served only after the guard of the subject").filter(uuid=key).first()
