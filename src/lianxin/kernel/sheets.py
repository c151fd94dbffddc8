"""A spreadsheet of any make as rows of plain cells: .xlsx, .xls, .ods and CSV, headings wherever they stand.

Cells keep the type that the file gives them (text, number, day), because a day that was typed as a number is
only known as one by its column.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

Cell = str | int | float | bool | date | None
#: rows above the headings that may hold a title, a unit, a note on how to fill in
TITLE_ROWS = 12
MOST_ROWS = 200_000
MOST_BYTES = 64_000_000
_INFLATED = 600_000_000
_ASIDE = re.compile(r"[(（\[【].*?[)）\]】]|[*＊:：\s]")
_BETWEEN = re.compile(r"[\u200b\ufeff\x00]")
_EDGES = " \t\r\n\xa0\u3000'`"


class SheetError(ValueError):
    """The file as a whole cannot be used; the text says why in plain Chinese."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """headings: our name -> column; rows: (number of the row in the file, counted from 1, its cells);
    doubled: our names that the row of headings has more than once."""

    headings: dict[str, int]
    rows: list[tuple[int, list[Cell]]]
    doubled: frozenset[str] = frozenset()

    def cells(self) -> Iterator[tuple[int, dict[str, Cell]]]:
        """(number of the row, our name -> cell)."""
        for number, cells in self.rows:
            yield number, {name: cells[at] if at < len(cells) else None for name, at in self.headings.items()}


def read(
    data: bytes, known: Mapping[str, tuple[str, ...]], needed: tuple[str, ...], *, title_rows: int = TITLE_ROWS
) -> Sheet:
    """Take a file apart. known: our name -> headings that mean it; needed: names without which it is of no use;
    title_rows: how far down the headings may stand.

    Raises SheetError.
    """
    if not data:
        raise SheetError("文件是空的。")
    if len(data) > MOST_BYTES:
        raise SheetError(f"文件超过 {MOST_BYTES // 1_000_000} MB，请分成几个文件。")
    found = None
    missing: list[str] = list(needed)
    for rows in _tables(data):
        at, headings = _find_headings(rows[:title_rows], known)
        lacking = [name for name in needed if name not in headings]
        if len(lacking) < len(missing) or (found is None and not lacking):
            missing = lacking
            if not lacking:
                lines = [(n, row) for n, row in enumerate(rows[at + 1 :], at + 2) if any(_filled(row))]
                found = Sheet(headings, lines, _doubled(rows[at], known))
                break
    if found is None:
        words = "、".join(known[name][0] for name in missing)
        raise SheetError(f"没有找到表头：{words}。表头要写在前 {title_rows} 行里的同一行。")
    if len(found.rows) > MOST_ROWS:
        raise SheetError(f"表里超过 {MOST_ROWS} 行，请分成几个文件。")
    return found


def plain(cell: Cell) -> str:
    """A cell as text: half width, without marks that nobody sees; whole numbers without a decimal point."""
    return unicodedata.normalize("NFKC", prose(cell)).strip(_EDGES)


def prose(cell: Cell) -> str:
    """A cell as text that people will read: as `plain`, but Chinese punctuation keeps its width."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if isinstance(cell, datetime):
        cell = cell.date()
    text = cell.isoformat() if isinstance(cell, date) else str(cell)
    return _BETWEEN.sub("", text).strip(_EDGES)


def _filled(row: list[Cell]) -> Iterator[bool]:
    return (plain(cell) != "" for cell in row)


def _find_headings(rows: list[list[Cell]], known: Mapping[str, tuple[str, ...]]) -> tuple[int, dict[str, int]]:
    """The row that names most columns. A heading that stands twice counts where it stands first."""
    words = {_heading(word): name for name, group in known.items() for word in group}
    best: tuple[int, dict[str, int]] = (0, {})
    for at, row in enumerate(rows):
        named: dict[str, int] = {}
        for column, cell in enumerate(row):
            name = words.get(_heading(plain(cell)))
            if name:
                named.setdefault(name, column)
        if len(named) > len(best[1]):
            best = at, named
    return best


def _doubled(row: list[Cell], known: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    """Which of our names stand in more than one column, as where two lists are printed side by side."""
    words = [_heading(plain(cell)) for cell in row]
    return frozenset(
        name for name, group in known.items() if sum(word in {_heading(w) for w in group} for word in words) > 1
    )


def _heading(text: str) -> str:
    return _ASIDE.sub("", unicodedata.normalize("NFKC", text))


def _tables(data: bytes) -> Iterator[list[list[Cell]]]:
    """Every sheet of the file as rows of cells."""
    if data[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        yield from _workbook(data)
    else:
        text = _decoded(data)
        head = text[:4000]
        # cells padded with tabs can outnumber the commas between them, so the headings decide
        for comma in sorted((",", "\t", ";"), key=head.count, reverse=True):
            yield _delimited(text, comma)


def _workbook(data: bytes) -> Iterator[list[list[Cell]]]:
    _no_bomb(data)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for name in book.sheet_names:
            yield book.get_sheet_by_name(name).to_python(skip_empty_area=False)  # type: ignore[misc]  # times are no cells of a roster
    except (CalamineError, OSError, ValueError) as error:
        if isinstance(error, SheetError):
            raise
        raise SheetError("这个表格打不开：可能已经损坏，或者设了密码。请另存为 .xlsx 后再上传。") from error


def _no_bomb(data: bytes) -> None:
    if not data.startswith(b"PK"):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            total = sum(part.file_size for part in archive.infolist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:  # a torn or foreign archive
        raise SheetError("这个表格已经损坏，打不开。请重新保存后再上传。") from error
    if total > _INFLATED:
        raise SheetError("这个表格展开后太大，可能是压缩炸弹。")


def _delimited(text: str, comma: str) -> list[list[Any]]:
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=comma))
    except csv.Error as error:
        raise SheetError("不是完整的 CSV，请检查引号，或另存为 .xlsx。") from error


def _decoded(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise SheetError("看不懂这个文件。请上传 Excel 表格（.xlsx、.xls）或 CSV。")
