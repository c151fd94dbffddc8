"""The file with the keys of the sealed fields. Written so that a crash leaves the old file whole."""

from __future__ import annotations

import json
import os
import re
import tempfile
from pathlib import Path

from django.conf import settings

from lianxin.foundation.spine.actions import action, record
from lianxin.kernel.actor import Actor
from lianxin.kernel.sealing import new_key


def path() -> Path:
    return Path(settings.DATA) / "secrets.json"


@action("privacy.add_key")
def add_key(*, actor: Actor) -> str:
    """Append a fresh key; it seals from now on, in this process at once. Gives its id (``k2``)."""
    held = json.loads(path().read_text())
    key_id = _next_id(held["fields"])
    held["fields"][key_id] = new_key()
    _write(held)
    settings.FIELD_KEYS[key_id] = held["fields"][key_id]
    record("privacy.add_key", actor=actor, subject=f"field_key:{key_id}")
    return key_id


def _next_id(keys: dict[str, str]) -> str:
    numbers = [int(m[1]) for m in (re.fullmatch(r"k(\d+)", key) for key in keys) if m]
    return f"k{max(numbers, default=0) + 1}"


def _write(held: dict[str, object]) -> None:
    handle, temporary = tempfile.mkstemp(prefix="secrets-", dir=path().parent)  # made with mode 0600
    try:
        with os.fdopen(handle, "w") as file:
            json.dump(held, file)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path())
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
