"""An uploaded file between its preview and its import: sealed, for the one who brought it, a day at most."""

from __future__ import annotations

import base64
import re
import secrets
import time
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from .sealed import open_text, seal_text

KEPT_SECONDS = 24 * 3600
_TOKEN = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where one importer puts its files aside. name: the folder below the store of files."""

    name: str

    def keep(self, data: bytes, person: int) -> str:
        """Put a file aside; answers the token under which the same person finds it again."""
        self.sweep()
        token = secrets.token_hex(16)
        folder = self._folder()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = folder / f"{person}-{token}"
        path.touch(mode=0o600)
        path.write_text(str(seal_text(base64.b64encode(data).decode())))
        return token

    def fetch(self, token: str, person: int) -> bytes | None:
        """The bytes again, or None when they are gone or somebody else's."""
        path = self._path(token, person)
        return base64.b64decode(open_text(path.read_text())) if path is not None and path.exists() else None

    def drop(self, token: str, person: int) -> None:
        """The file is not needed any more."""
        path = self._path(token, person)
        if path is not None:
            path.unlink(missing_ok=True)

    def sweep(self, now: float | None = None) -> int:
        """Throw away what nobody came back for; answers how many."""
        seconds = now or time.time()
        old = [path for path in self._folder().glob("*-*") if seconds - path.stat().st_mtime > KEPT_SECONDS]
        for path in old:
            path.unlink(missing_ok=True)
        return len(old)

    def _folder(self) -> Path:
        return Path(settings.FILES_ROOT) / self.name

    def _path(self, token: str, person: int) -> Path | None:
        return self._folder() / f"{person}-{token}" if _TOKEN.fullmatch(token) else None
