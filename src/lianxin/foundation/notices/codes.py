"""Words for the codes of notices, shown on the workbench instead of titles that may name a person."""

from __future__ import annotations

_LABELS: dict[str, str] = {"notices.digest": "每日汇总"}


def label_code(code: str, label: str) -> None:
    """Called by a room when it loads: ``label_code("letters.assigned", "来信分派")``."""
    _LABELS[code] = label


def label_of(code: str) -> str:
    """The word for a code, or the code itself."""
    return _LABELS.get(code, code)
