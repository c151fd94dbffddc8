"""A workbook as Excel 97 to 2003 writes it: BIFF8 records ([MS-XLS]) in a compound file ([MS-CFB]); what a roll needs and no more.

Strings stand in one shared table that is cut in the middle of a word where a record is full, some with the marks of a coloured
sign behind them; whole numbers are packed into four bytes (RK).
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass

Value = str | int | float
_SECTOR, _LEAST, _FULL = 512, 4096, 8224
_END, _FREE, _FAT, _NONE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD, 0xFFFFFFFF


@dataclass(frozen=True)
class Coloured:
    """Text of which one sign has another font."""

    text: str


def old_book(
    rows: Sequence[Sequence[Value | Coloured]], *, merged: int = 0, locked: bool = False, cut: int = _FULL
) -> bytes:
    """One sheet. merged: columns over which the second row, a title, is merged; locked: with a password; cut: bytes after which the table of strings goes on
    in another record."""
    texts: list[str | Coloured] = []
    cells = b""
    for y, row in enumerate(rows):
        for x, value in enumerate(row):
            if value == "":
                continue
            if isinstance(value, int):
                cells += _record(0x027E, struct.pack("<HHHI", y, x, 0, value << 2 | 2))
            elif isinstance(value, float):
                cells += _record(0x0203, struct.pack("<HHHd", y, x, 0, value))
            else:
                texts.append(value)
                cells += _record(0x00FD, struct.pack("<HHHI", y, x, 0, len(texts) - 1))
    size = struct.pack("<IIHHH", 0, len(rows), 0, max(map(len, rows)), 0)
    merge = _record(0x00E5, struct.pack("<HHHHH", 1, 1, 1, 0, merged - 1)) if merged else b""
    sheet = _begin(0x0010) + _record(0x0200, size) + cells + merge + _record(0x000A)
    before = _begin(0x0005) + (_record(0x002F, struct.pack("<HHH", 1, 1, 1) + bytes(48)) if locked else b"")
    before += _record(0x0042, struct.pack("<H", 1200)) + _record(0x0022, b"\0\0")
    name = "名册".encode("utf-16-le")
    after = _strings(texts, cut) + _record(0x000A)
    at = len(before) + 4 + 8 + len(name) + len(after)
    bound = _record(0x0085, struct.pack("<IHBB", at, 0, len(name) // 2, 1) + name)
    return _compound(before + bound + after + sheet)


def _record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _begin(kind: int) -> bytes:
    return _record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0x0DBB, 0x07CC, 0x41, 0x06))


def _strings(texts: Sequence[str | Coloured], cut: int) -> bytes:
    """The shared table (SST) and the records that go on with it; where a word is cut, its width is said anew."""
    records, body = [], struct.pack("<II", len(texts), len(texts))
    for one in texts:
        text, marks = (one.text, struct.pack("<HH", 0, 1)) if isinstance(one, Coloured) else (one, b"")
        head = struct.pack("<HB", len(text), 0x09 if marks else 0x01) + (struct.pack("<H", 1) if marks else b"")
        if len(body) + len(head) + 2 > cut:
            records.append(body)
            body = b""
        body += head
        for sign in text:
            if len(body) + 2 > cut:
                records.append(body)
                body = b"\x01"
            body += sign.encode("utf-16-le")
        if len(body) + len(marks) > cut:
            records.append(body)
            body = b""
        body += marks
    first, *more = [*records, body]
    return _record(0x00FC, first) + b"".join(_record(0x003C, one) for one in more)


def _compound(stream: bytes) -> bytes:
    """Sector 0 says how sectors follow one another, sector 1 names the stream, which lies behind."""
    whole = stream.ljust(max(_LEAST, -(-len(stream) // _SECTOR) * _SECTOR), b"\0")
    many = len(whole) // _SECTOR
    chain = [_FAT, _END, *range(3, many + 2), _END]
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<IIIIIIIIII", 0, 1, 1, 0, _LEAST, _END, 0, _END, 0, 0) + struct.pack("<I", _FREE) * 108
    table = b"".join(struct.pack("<I", one) for one in chain).ljust(_SECTOR, b"\xff")
    names = _entry("Root Entry", 5, 1, _END, 0) + _entry("Workbook", 2, _NONE, 2, len(whole))
    return head + table + names.ljust(_SECTOR, b"\0") + whole


def _entry(name: str, kind: int, child: int, first: int, size: int) -> bytes:
    raw = name.encode("utf-16-le")
    return (
        raw.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(raw) + 2, kind, 1, _NONE, _NONE, child)
        + bytes(36)
        + struct.pack("<IQ", first, size)
    )
