"""Files of the house as attachments."""

from __future__ import annotations

from uuid import UUID

from lianxin.foundation.files import shelf
from lianxin.foundation.files.queries import by_uuid

from .attachments import MOST_BYTES


def open_stored(key: str) -> bytes | None:
    """The bytes of a stored file (``file:<uuid>``); None when it is gone."""
    found = UUID(key.partition(":")[2])
    path = shelf.find(found) if by_uuid(found) is not None else None
    if path is None:
        return None
    with path.open("rb") as file:
        return file.read(MOST_BYTES + 1)
