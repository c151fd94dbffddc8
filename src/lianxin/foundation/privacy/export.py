"""A person's own data from every room, as JSON, CSV and a page to print (P03, PIP-04)."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.utils import timezone

from lianxin.kernel.cells import harmless

Row = dict[str, Any]
Tables = dict[str, list[Row]]
Exporter = Callable[[int], Tables]

_EXPORTERS: dict[str, tuple[str, Exporter]] = {}
_SIDE_BY_SIDE = 3


def register_exporter(room: str, export: Exporter, *, label: str = "") -> None:
    """A room's part of the export: ``export(person_id)`` gives tables by Chinese name, each a list of rows
    with Chinese column names and plain values (text, numbers, booleans, dates, None), opened where sealed.
    label: the room's word; by default the ``verbose_name`` of the app of that label.
    """
    _EXPORTERS[room] = (label, export)


@dataclass(frozen=True)
class Table:
    """One table as text. `records` are its rows as (heading, value) pairs when that reads better:
    a single row, or more columns than a phone or a sheet of paper can show side by side.
    """

    room: str
    name: str
    headings: list[str]
    rows: list[list[str]]

    @property
    def records(self) -> list[list[tuple[str, str]]]:
        if len(self.rows) > 1 and len(self.headings) <= _SIDE_BY_SIDE:
            return []
        return [[pair for pair in zip(self.headings, row, strict=True) if pair[1]] for row in self.rows]


@dataclass(frozen=True)
class Export:
    """Everything about one person; rooms without anything are left out."""

    made_at: datetime
    rooms: dict[str, Tables]

    def as_json(self) -> bytes:
        """UTF-8, readable, stable order."""
        table = {"导出时间": self.made_at, "内容": self.rooms}
        return json.dumps(table, ensure_ascii=False, indent=2, default=_plain).encode()

    def as_csv_zip(self) -> bytes:
        """One CSV file per table (RFC 4180, UTF-8 with mark so that spreadsheets read it), in a ZIP."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for room, tables in self.rooms.items():
                for name, rows in tables.items():
                    archive.writestr(f"{room}/{name}.csv", _csv(rows))
        return out.getvalue()

    def tables(self) -> list[Table]:
        """Everything as text, for the page to print."""
        found = []
        for room, tables in self.rooms.items():
            for name, rows in tables.items():
                heads = _headings(rows)
                found.append(Table(room, name, heads, [[_text(row.get(h)) for h in heads] for row in rows]))
        return found


def export_of(person_id: int) -> Export:
    """Collect from every registered room, in the order of registration."""
    rooms: dict[str, Tables] = {}
    for room, (label, export) in _EXPORTERS.items():
        tables = {name: rows for name, rows in export(person_id).items() if rows}
        if tables:
            rooms[label or str(apps.get_app_config(room).verbose_name)] = tables
    return Export(timezone.localtime(), rooms)


def _csv(rows: list[Row]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    heads = _headings(rows)
    writer.writerow(heads)
    writer.writerows([harmless(_text(row.get(head))) for head in heads] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _headings(rows: list[Row]) -> list[str]:
    return list(dict.fromkeys(head for row in rows for head in row))


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M:%S")
    return str(value)


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, date) else str(value)
