"""The text of a draft: typed, one paragraph a line, or out of a .docx."""

from __future__ import annotations

import re
from typing import Any

from lianxin.foundation.search.uploads import read_words

#: a number that somebody typed before the paragraph; the page numbers by itself
_NUMBER = re.compile(r"^\s*(?:\d{1,3}\s*[.、．)）]|[（(]\d{1,3}[)）])\s*")


def paragraphs_of(text: str) -> tuple[str, ...]:
    """One a line; empty lines and typed numbers fall away."""
    lines = (_NUMBER.sub("", line).strip() for line in text.replace("\x00", "").splitlines())
    return tuple(line for line in lines if line)


def read_docx(upload: Any) -> str:
    """The words of a Word file, one paragraph a line. Raises `Refused` at the field ``file``."""
    return read_words(upload)
