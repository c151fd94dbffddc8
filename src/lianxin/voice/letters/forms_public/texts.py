"""What people type, made safe to show: no signs that hide, turn around or break other text."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django import forms

#: control signs (line break and tab apart), byte order mark, and signs that reverse the reading
#: direction of what follows; joiners stay, because emoji and some scripts are made with them
_UNSAFE = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufeff\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
_BLANK_LINES = re.compile(r"\n{4,}")


def tidy(text: str, *, lines: bool = True) -> str:
    """Clean text; "" when nothing in it can be seen. lines=False joins it into one line."""
    text = _UNSAFE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    if not any(_visible(sign) for sign in text):
        return ""
    if not lines:
        return " ".join(text.split())
    return _BLANK_LINES.sub("\n\n\n", "\n".join(line.rstrip() for line in text.split("\n"))).strip()


def _visible(sign: str) -> bool:
    return (
        unicodedata.category(sign) not in ("Cf", "Cc", "Zs", "Zl", "Zp", "Mn", "Me")
        and sign not in "\u3164\u115f\u1160"
    )


class CleanText(forms.CharField):
    """One line of text."""

    lines = False

    def to_python(self, value: Any) -> str:
        return tidy(str(value), lines=self.lines) if value not in self.empty_values else ""


class CleanLines(CleanText):
    """Several lines of text."""

    lines = True
    widget = forms.Textarea
