"""Lists taken away as a file: noted, complete, and harmless when a spreadsheet opens them."""

from __future__ import annotations

import csv
import io

from django.db.models import QuerySet
from django.utils import timezone

from lianxin.foundation.spine.actions import action, record
from lianxin.kernel.actor import Actor
from lianxin.kernel.cells import harmless

from ..lifecycle import LETTER
from ..models import Letter
from ..words import KINDS, PUBLICATION

HEAD = ("编号", "类型", "标题", "状态", "公开", "责任组织", "承办人", "收到时间", "最近期限", "第几轮", "催办次数")


@action("letters.export")
def export(*, actor: Actor, letters: QuerySet[Letter], query: str = "") -> str:
    """RFC 4180 text with a byte order mark, for the spreadsheets in offices. No personal column."""
    text = io.StringIO()
    text.write("\ufeff")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(HEAD)
    rows = 0
    for rows, letter in enumerate(letters.select_related("organisation", "handler").iterator(chunk_size=500), 1):  # noqa: B007 - the last number is the count
        writer.writerow([harmless(cell) for cell in _cells(letter)])
    record("letters.export", actor=actor, rows=rows, query=query)
    return text.getvalue()


def _cells(letter: Letter) -> tuple[object, ...]:
    due = timezone.localtime(letter.due_at) if letter.due_at else None
    return (
        letter.number, KINDS[letter.kind], letter.title, LETTER.by_state[letter.state].label,
        PUBLICATION[letter.publication], letter.organisation.short_name,
        letter.handler.nickname if letter.handler else "",
        f"{timezone.localtime(letter.opened_at):%Y-%m-%d %H:%M}", f"{due:%Y-%m-%d %H:%M}" if due else "",
        letter.round, letter.urges,
    )  # fmt: skip
