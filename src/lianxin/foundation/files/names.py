"""Names for people to read. No given name ever becomes a path."""

from __future__ import annotations

import re
import unicodedata

_LONGEST = 80
#: file-system separators, wildcards and quotes
_AWKWARD = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
_EXTENSION = re.compile(r"\.[A-Za-z0-9]{1,5}$")
_PICTURES = ("jpeg", "png", "webp")
_SAME = ("png", "webp", "pdf", "docx", "xlsx", "mp4", "mkv", "avi", "wav", "mp3", "ogg", "flac", "aac")
EXTENSIONS = {"jpeg": "jpg"} | {kind: kind for kind in _SAME}


def display_name(given: str, kind: str) -> str:
    """A harmless name with the extension of the true kind; at most 80 characters before it.

    Folders, control and direction-changing characters go; a double extension keeps only the true one
    at the end. An empty name becomes 图片 or 文件.
    """
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", given or ""))[-1]
    shown = "".join(c for c in last if unicodedata.category(c)[0] != "C")
    shown = _EXTENSION.sub("", _AWKWARD.sub(" ", shown)).strip(" .")[:_LONGEST].strip(" .")
    return f"{shown or ('图片' if kind in _PICTURES else '文件')}.{EXTENSIONS[kind]}"
