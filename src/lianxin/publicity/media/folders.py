"""Where the finished recordings lie: ``recordings/<pk>/<name>/`` beside the files, never half filled.

The transcoder fills a folder whose name begins with ``half-``; when it is whole it gets its final name. Only the
final name is ever written into the row, and only what the row names is served.
"""

from __future__ import annotations

import re
import shutil
import uuid
from pathlib import Path

from lianxin.foundation.files import shelf

#: everything that a player may ask for
NAMES = re.compile(r"master\.m3u8|video\.mp4|audio\.m4a|(?:\d{2,4}|audio)/(?:index\.m3u8|\d{4,6}\.ts)")
TYPES = {
    ".m3u8": "application/vnd.apple.mpegurl",
    ".ts": "video/mp2t",
    ".mp4": "video/mp4",
    ".m4a": "audio/mp4",
}
_HALF = "half-"


def _home(pk: int) -> Path:
    home = shelf.room("recordings") / str(pk)
    home.mkdir(exist_ok=True)
    return home


def begin(pk: int) -> Path:
    """An empty folder for one attempt; what a killed one left goes."""
    home = _home(pk)
    for left in home.glob(f"{_HALF}*"):
        shutil.rmtree(left, ignore_errors=True)
    folder = home / f"{_HALF}{uuid.uuid4().hex[:12]}"
    folder.mkdir()
    return folder


def finish(pk: int, folder: Path) -> str:
    """Give a whole folder its name, durably."""
    name = folder.name.removeprefix(_HALF)
    shelf.open_up(folder)
    folder.rename(folder.parent / name)
    return name


def keep_only(pk: int, name: str) -> None:
    """Remove everything else of a recording; with an empty name all of it."""
    home = shelf.room("recordings") / str(pk)
    for folder in home.glob("*") if home.is_dir() else []:
        if folder.name != name:
            shutil.rmtree(folder, ignore_errors=True)
    if not name and home.is_dir():
        shutil.rmtree(home, ignore_errors=True)


def find(pk: int, name: str, piece: str) -> Path | None:
    """A file of a finished folder; None for whatever is not one."""
    if not name or name.startswith(_HALF) or not NAMES.fullmatch(piece):
        return None
    path = shelf.room("recordings") / str(pk) / name / piece
    return path if path.is_file() else None
