"""Tables as bars: what the page needs beside the figures."""

from __future__ import annotations

from dataclasses import dataclass

from lianxin.ui import charts

from .reckoning import Line, Sheet, Table


@dataclass(frozen=True, slots=True)
class Drawn:
    """A table and the widths of its bars, in percent of the longest one."""

    table: Table
    rows: tuple[tuple[Line, str], ...]


def drawn(sheet: Sheet) -> list[Drawn]:
    """Every table that has anything to show."""
    return [Drawn(table, _rows(table)) for table in sheet.tables if table.n]


def _rows(table: Table) -> tuple[tuple[Line, str], ...]:
    bars = charts.bars([(line.label, line.n) for line in table.lines])
    return tuple((line, bar.width) for line, bar in zip(table.lines, bars, strict=True))
