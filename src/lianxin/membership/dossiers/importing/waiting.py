"""An uploaded roster between its preview and its import: sealed, for the one who brought it, a day at most."""

from __future__ import annotations

import base64
import re
import secrets
import time
from pathlib import Path

from django.conf import settings

from lianxin.foundation.spine.sealed import open_text, seal_text

KEPT_SECONDS = 24 * 3600
_TOKEN = re.compile(r"[0-9a-f]{32}")


def keep(data: bytes, person: int) -> str:
    """Put a file aside; answers the token under which the same person finds it again."""
    sweep()
    token = secrets.token_hex(16)
    folder = _folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"{person}-{token}"
    path.touch(mode=0o600)
    path.write_text(str(seal_text(base64.b64encode(data).decode())))
    return token


def fetch(token: str, person: int) -> bytes | None:
    """The bytes again, or None when they are gone or somebody else's."""
    path = _path(token, person)
    return base64.b64decode(open_text(path.read_text())) if path is not None and path.exists() else None


def drop(token: str, person: int) -> None:
    path = _path(token, person)
    if path is not None:
        path.unlink(missing_ok=True)


def sweep(now: float | None = None) -> int:
    """Throw away what nobody came back for; answers how many."""
    old = [path for path in _folder().glob("*-*") if (now or time.time()) - path.stat().st_mtime > KEPT_SECONDS]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def _folder() -> Path:
    return Path(settings.FILES_ROOT) / "rosters"


def _path(token: str, person: int) -> Path | None:
    return _folder() / f"{person}-{token}" if _TOKEN.fullmatch(token) else None
