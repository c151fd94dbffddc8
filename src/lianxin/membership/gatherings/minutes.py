"""会议记录 as .docx in the usual form: a title, a table of the facts, what was said, what was decided, signatures."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import UTC
from typing import Any

from django.utils import timezone
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from .models import Attendance, Gathering
from .reckoning import quorum
from .words import HERE

SONG, HEI, FANG = "宋体", "黑体", "仿宋"
_SIZE = {"title": 22, "heading": 16, "body": 14}
_LABEL_MM, _VALUE_MM = 32, 124


def to_docx(gathering: Gathering) -> bytes:
    """The minutes of a filed gathering as the bytes of a Word file; the same gathering gives the same words."""
    rows = list(gathering.attendances.select_related("member").order_by("role", "member__name", "pk"))
    document = Document()
    _page(document, gathering)
    _line(document, f"{gathering.organisation.name}", face=SONG, size="heading", middle=True)
    _line(document, f"{gathering.get_kind_display()}记录", face=SONG, size="title", middle=True)
    _table(document, facts(gathering, rows))
    _part(document, "议程", gathering.agenda.splitlines())
    _part(document, "会议记录", gathering.minutes.splitlines())
    _part(document, "决议", _resolutions(gathering))
    _part(document, "会后任务", [
        f"{task.text}（{task.member.name}，最迟 {task.due_on:%Y年%m月%d日}）" for task in gathering.tasks.select_related("member")
    ])  # fmt: skip
    _line(document, "")
    _line(document, "主持人（签名）：　　　　　　　　记录人（签名）：", face=FANG)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def facts(gathering: Gathering, rows: list[Attendance]) -> list[tuple[str, str]]:
    """What stands in the table: reasons of leave are nobody's business beyond the desk and stay out."""
    start = timezone.localtime(gathering.starts_at)
    end = f"—{timezone.localtime(gathering.ends_at):%H:%M}" if gathering.ends_at else ""
    return [
        ("会议题目", gathering.title),
        ("时间", f"{start:%Y年%m月%d日 %H:%M}{end}"),
        ("地点", gathering.place or "线上"),
        ("主持人", gathering.host),
        ("记录人", gathering.recorder),
        ("人数", quorum(gathering.kind, rows, gathering.day).sentence),
        ("出席", _names(row for row in rows if row.role != "guest" and row.mark in HERE)),
        ("请假", _names(row for row in rows if row.role != "guest" and row.mark == "leave")),
        ("缺席", _names(row for row in rows if row.role != "guest" and row.mark == "absent")),
        ("列席", _names(row for row in rows if row.role == "guest" and row.mark in HERE)),
    ]


def _names(rows: Iterable[Attendance]) -> str:
    return "、".join(row.member.name for row in rows) or "无"


def _resolutions(gathering: Gathering) -> list[str]:
    found = []
    for number, row in enumerate(gathering.resolutions.all(), 1):
        said = f"{number}. {row.text}"
        if row.due is not None:
            word = "通过" if row.passed else "没有通过"
            said += (
                f"（应到有表决权 {row.due} 人，赞成 {row.yes} 人，不赞成 {row.no} 人，弃权 {row.abstained} 人，{word}）"
            )
        found.append(said)
    return found


def _page(document: Any, gathering: Gathering) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(30), Mm(25)
    section.left_margin = section.right_margin = Mm(27)
    facts_of_file = document.core_properties
    facts_of_file.title, facts_of_file.author = gathering.title, gathering.organisation.name
    facts_of_file.language = "zh-CN"
    # the moment of the paper, not of the machine
    facts_of_file.created = facts_of_file.modified = (gathering.closed_at or gathering.starts_at).astimezone(UTC)


def _table(document: Any, lines: list[tuple[str, str]]) -> None:
    table = document.add_table(rows=0, cols=2)
    table.style = "Table Grid"
    table.autofit = False
    for label, value in lines:
        cells = table.add_row().cells
        for cell, text, face, width in ((cells[0], label, HEI, _LABEL_MM), (cells[1], value, FANG, _VALUE_MM)):
            cell.width = Mm(width)
            _run(cell.paragraphs[0], text, face, "body")


def _part(document: Any, heading: str, lines: Iterable[str]) -> None:
    said = [line.strip() for line in lines if line.strip()]
    if said:
        _line(document, heading, face=HEI, size="heading")
        for line in said:
            _line(document, line, first=True)


def _line(
    document: Any, text: str, *, face: str = FANG, size: str = "body", middle: bool = False, first: bool = False
) -> None:
    line = document.add_paragraph()
    line.paragraph_format.space_after = Pt(6)
    if middle:
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if first:
        line.paragraph_format.first_line_indent = Pt(2 * _SIZE["body"])
    _run(line, text, face, size)


def _run(line: Any, text: str, face: str, size: str) -> None:
    run = line.add_run(text)
    run.font.size = Pt(_SIZE[size])
    fonts = run._r.get_or_add_rPr().get_or_add_rFonts()
    for slot in ("w:ascii", "w:hAnsi", "w:eastAsia"):
        fonts.set(qn(slot), face)
