"""One document as an engine stores it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

#: marks of what stands among the tokens of an entry beside its words (private use: no token begins with them)
OF_AUDIENCE, OF_KIND = "\ue002", "\ue003"


def kind_token(kind: str) -> str:
    """A kind as the tokenizer of FTS5 leaves it whole: it would split at an underscore."""
    return OF_KIND + kind.replace("_", "\ue007")


class Row(NamedTuple):
    """The columns of `SearchDocument` in plain values; a model instance for each would cost an import seconds."""

    id: int
    kind: str
    object_id: int
    audience: str
    org_path: str
    when: datetime
    url: str
    title: str
    facets: dict[str, Any]
    text: str
