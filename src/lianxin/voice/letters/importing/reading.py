"""Reading a CSV of letters: encodings, headings, dates as people write them, one verdict for each row."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import unicodedata
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from lianxin.foundation.search.text import Prepared, prepare
from lianxin.kernel.workdays import SHANGHAI

#: our name -> headings that mean it
HEADINGS = {
    "number": ("留言编号", "编号", "来信编号"),
    "author": ("留言用户", "用户", "留言人", "昵称"),
    "title": ("留言主题", "主题", "标题"),
    "sent": ("留言时间", "提交时间", "来信时间"),
    "body": ("留言详情", "详情", "内容", "留言内容"),
    "reply": ("答复意见", "答复内容", "答复", "回复"),
    "replied": ("答复时间", "回复时间"),
    "topic": ("一级分类", "一级标签", "分类"),
    "votes": ("点赞数",),
}
NEEDED = ("number", "title", "sent", "body")
TITLE_MOST, BODY_MOST, NUMBER_MOST = 200, 20_000, 40

_DATE = re.compile(
    r"^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[\sT]+(\d{1,2})\s*[:时点]\s*(\d{1,2})\s*(?:[:分]\s*(\d{1,2})\s*秒?)?(?:\.\d+)?\s*分?)?$"
)
_COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?)?$")


class FileError(ValueError):
    """The file as a whole cannot be read; the text says why in plain Chinese."""


class Row(NamedTuple):
    """A good row. `line` is the line of the file on which it begins."""

    line: int
    number: str
    author: str
    title: str
    body: str
    sent: datetime
    reply: str
    replied: datetime | None
    topic: str
    digest: str
    #: the words for the search index, made beside the writing (`feeding`)
    prepared: Prepared


class Bad(NamedTuple):
    """A refused row with its reason and what stood in it."""

    line: int
    reason: str
    cells: tuple[str, ...]


def open_text(path: Path) -> str:
    """The text of the file: UTF-8 with or without BOM, UTF-16 with BOM, else GB18030. Raises FileError."""
    data = path.read_bytes()
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FileError("文件编码无法识别，请另存为 UTF-8 编码的 CSV。")


def headings(cells: list[str]) -> dict[str, int]:
    """Our names -> column. Raises FileError naming what is missing."""
    clean = [_clean(c) for c in cells]
    found = {name: clean.index(word) for name, words in HEADINGS.items() for word in words[::-1] if word in clean}
    missing = [HEADINGS[name][0] for name in NEEDED if name not in found]
    if missing:
        raise FileError(f"表头缺少：{'、'.join(missing)}。")
    return found


def read(path: Path) -> tuple[list[str], Iterator[Row | Bad]]:
    """(heading cells, rows one by one). Raises FileError before the first row when the file is unusable."""
    csv.field_size_limit(10_000_000)
    reader = csv.reader(io.StringIO(open_text(path), newline=""))
    first = next(reader, None)
    if first is None:
        raise FileError("文件是空的。")
    columns = headings(first)
    return first, _rows(reader, columns)


def _rows(reader: Iterator[list[str]], columns: dict[str, int]) -> Iterator[Row | Bad]:
    seen: dict[str, str] = {}
    line = 2
    for cells in reader:
        start, line = line, reader.line_num + 1  # type: ignore[attr-defined]  # csv readers count lines
        if any(c.strip() for c in cells):
            yield _judge(start, cells, columns, seen)


def _judge(line: int, cells: list[str], columns: dict[str, int], seen: dict[str, str]) -> Row | Bad:
    got = {name: _clean(cells[i]) if i < len(cells) else "" for name, i in columns.items()}
    kept = tuple(cells)
    reason = _fault(got)
    sent = parse_date(got["sent"])
    replied = parse_date(got.get("replied", ""))
    if not reason and sent is None:
        reason = f"留言时间看不懂：{got['sent'][:30] or '空'}"
    if not reason and got.get("reply") and replied is None:
        reason = f"有答复但答复时间看不懂：{got.get('replied', '')[:30] or '空'}"
    if not reason and sent and replied and got.get("reply") and replied < sent:
        reason = "答复时间早于留言时间"
    digest = _digest(got)
    if not reason and seen.setdefault(got["number"], digest) != digest:
        reason = f"编号 {got['number']} 在文件里出现两次，内容不同"
    if reason or sent is None:
        return Bad(line, reason, kept)
    return Row(
        line, got["number"], got.get("author", "") or "群众", got["title"], got["body"], sent,
        got.get("reply", ""), replied if got.get("reply") else None, got.get("topic", ""), digest,
        prepare(got["title"], f"{got['body']}\n{got.get('reply', '')}"),
    )  # fmt: skip


def _fault(got: dict[str, str]) -> str:
    if not got["number"]:
        return "没有留言编号"
    if len(got["number"]) > NUMBER_MOST:
        return f"留言编号超过 {NUMBER_MOST} 个字"
    if not got["title"]:
        return "没有主题"
    if not got["body"]:
        return "没有内容"
    if len(got["title"]) > TITLE_MOST:
        return f"主题超过 {TITLE_MOST} 个字"
    if len(got["body"]) > BODY_MOST or len(got.get("reply", "")) > BODY_MOST:
        return f"内容或答复超过 {BODY_MOST} 个字"
    return ""


def _clean(text: str) -> str:
    """Stray tabs, BOMs, zero-width marks and outer spaces go; the text itself is not changed."""
    text = text.replace("\ufeff", "").replace("\u200b", "").replace("\x00", "").replace("\t", " ")
    return text.replace("\r\n", "\n").replace("\r", "\n").strip(" \n\u3000\xa0")


def parse_date(text: str) -> datetime | None:
    """Aware local time of a date as people write it; None when it cannot be one."""
    text = unicodedata.normalize("NFKC", text).strip()
    match = _DATE.match(text) or _COMPACT.match(text)
    if not match:
        return None
    parts = [int(p) for p in match.groups(default="0")]
    try:
        return datetime(*parts, tzinfo=SHANGHAI)  # type: ignore[misc, arg-type]
    except ValueError:
        return None


def _digest(got: dict[str, str]) -> str:
    joined = "\x1f".join(got.get(name, "") for name in ("title", "body", "sent", "reply", "replied"))
    return hashlib.blake2b(joined.encode(), digest_size=16).hexdigest()
