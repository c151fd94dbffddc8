"""How personal values look to somebody who may know that they exist, but not what they are (P02)."""

from __future__ import annotations

from lianxin.kernel.personal_data import partly

_EMPTY = "（未填）"
_STAR = "*"


def mask_phone(value: str) -> str:
    """``138****0000``: three in front, four at the end; shorter numbers keep only the last two."""
    digits = "".join(c for c in value if c.isdigit())
    if not digits:
        return _STAR * 4
    return partly(digits[-11:]) if len(digits) >= 9 else _STAR * 4 + digits[-2:]


def mask_identity(value: str) -> str:
    """First and last character only; birth and sex are not left readable."""
    return f"{value[0]}{_STAR * 16}{value[-1]}" if len(value) == 18 else _STAR * len(value)


def mask_name(value: str) -> str:
    """``张*``, ``欧阳**``: the surname as far as its length tells, never the whole name."""
    if len(value) < 2:
        return _STAR
    kept = 2 if len(value) >= 4 else 1
    return value[:kept] + _STAR * (len(value) - kept)


def mask_email(value: str) -> str:
    """``w***@example.org``."""
    head, at, host = value.partition("@")
    return f"{head[:1]}***{at}{host}" if at else _STAR * 4


def mask_text(value: str) -> str:
    """Nothing of the text, only that there is some."""
    return _STAR * 6


_BY_NAME = {
    "phone": mask_phone,
    "identity": mask_identity,
    "name": mask_name,
    "email": mask_email,
    "text": mask_text,
}


def mask(value: str | None, kind: str = "text") -> str:
    """Masked form of a value; kind is ``phone``, ``identity``, ``name``, ``email`` or ``text``."""
    return _BY_NAME[kind](str(value).strip()) if value else _EMPTY
