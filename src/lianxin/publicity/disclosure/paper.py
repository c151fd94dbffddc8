"""One item as an official paper in the layout of GB/T 9704 (DOC-01), for .docx and PDF."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.utils import timezone

from lianxin.publicity.documents.paper import Line, Paper

from .lifecycle import SHOWN
from .models import Item

#: how the four levels of headings begin
_LEVELS = (
    (1, re.compile(r"^[一二三四五六七八九十百]+、")),
    (2, re.compile(r"^[（(][一二三四五六七八九十百]+[）)]")),
    (3, re.compile(r"^\d{1,2}[.．]\s?\D")),
    (4, re.compile(r"^[（(]\d{1,2}[）)]")),
)
#: a longer line is text, even when it begins like a heading
_HEADING = 30
INSIDE = "（党内公开，请不要向外转发）"
DRAFT = "（送审稿，尚未公开）"
WITHDRAWN = "（已撤回）"


def paper_of(item: Item, attachments: Sequence[str] = ()) -> Paper:
    """The text that counts now; what is not for everybody says so in its first line."""
    lines = [Line(text, _level(text)) for text in (part.strip() for part in item.body.splitlines()) if text]
    mark = _mark(item)
    shown = item.public_at or item.inner_at or item.opened_at
    return Paper(
        title=item.title, body=tuple([Line(mark), *lines] if mark else lines), signer=item.organisation.name,
        on=timezone.localdate(shown), issuer=item.organisation.name, number=item.number or "",
        attachments=tuple(attachments), sealed=False,
    )  # fmt: skip


def _mark(item: Item) -> str:
    if item.state == "withdrawn":
        return WITHDRAWN
    if item.state not in SHOWN:
        return DRAFT
    return "" if item.is_public else INSIDE


def _level(text: str) -> int:
    if len(text) > _HEADING or text.endswith(("。", "；", "，")):
        return 0
    return next((level for level, begins in _LEVELS if begins.match(text)), 0)
