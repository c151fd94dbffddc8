"""One verdict for each row of a table of organisations, with the reasons in Chinese; no database is asked here."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from lianxin.kernel.sheet_days import day_of
from lianxin.kernel.sheets import Cell, Sheet, plain

from ..models import KINDS, Organisation
from .words import HEADINGS, KIND_WORDS, kind_of_name, short_of, truth

#: how much fits, as the columns of the table have it
_MOST = {
    name: int(getattr(Organisation._meta.get_field(name), "max_length", 0) or 0)
    for name in ("name", "code", "short_name", "contact_phone", "address")
}
_CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]*")
_REGION = re.compile(r"\d{6}(\d{3})?(\d{3})?")


@dataclass(frozen=True, slots=True)
class Row:
    """A good row. parent: a code, empty for the topmost; said: columns with something in them, by field name."""

    number: int
    code: str
    name: str
    parent: str
    kind: str
    founded: date | None
    said: dict[str, Any]
    cells: dict[str, str]

    @property
    def short_name(self) -> str:
        """As written, else made of the name."""
        return str(self.said.get("short_name") or short_of(self.name))


@dataclass(frozen=True, slots=True)
class Bad:
    """A refused row: every reason at once, so that it is mended in one go."""

    number: int
    reasons: tuple[str, ...]
    cells: dict[str, str]


def judge(sheet: Sheet, *, today: date) -> Iterator[Row | Bad]:
    """The rows in their order. The same code in two rows is refused from the second on."""
    seen: dict[str, int] = {}
    for number, cells in sheet.cells():
        said = {name: plain(cell) for name, cell in cells.items()}
        faults: list[str] = []
        row = _row(number, cells, said, faults.append, today)
        if row.code in seen:
            faults.append(f"与第 {seen[row.code]} 行的组织代码相同")
        if faults:
            yield Bad(number, tuple(faults), said)
        else:
            seen[row.code] = number
            yield row


def _row(number: int, cells: dict[str, Cell], said: dict[str, str], blame: Callable[[str], None], today: date) -> Row:
    get = said.get
    name, code, parent = ("".join(get(key, "").split()) for key in ("name", "code", "parent"))
    for key, value in (("name", name), ("code", code)):
        if not value:
            blame(f"缺少{HEADINGS[key][0]}")
    if code and not _CODE.fullmatch(code):
        blame(f"组织代码只能用字母、数字、点和短横线：{code[:20]}")
    if code and parent == code:
        blame("上级组织代码就是它自己的代码")
    for key, most in _MOST.items():
        if len(get(key, "")) > most:
            blame(f"{HEADINGS[key][0]}超过 {most} 个字")
    kind = _kind(get("kind", ""), name, blame)
    days = {key: _day(key, cells.get(key), blame) for key in ("founded", "term_from", "term_until")}
    if days["founded"] and days["founded"] > today:
        blame(f"成立日期 {days['founded']} 还没有到")
    if days["term_from"] and days["term_until"] and days["term_until"] <= days["term_from"]:
        blame("届满日期不在本届开始以后")
    values: dict[str, Any] = {key: get(key) for key in ("short_name", "contact_phone", "address", "region_code")}
    if get("region_code") and not _REGION.fullmatch(get("region_code", "")):
        blame(f"行政区划代码应为 6、9 或 12 位数字：{get('region_code', '')[:20]}")
    values |= {key: _truth(key, get(key, ""), blame) for key in ("takes_letters", "approves_members")}
    values |= {"term_from": days["term_from"], "term_until": days["term_until"]}
    filled = {key: value for key, value in values.items() if value not in (None, "")}
    return Row(number, code, name, parent, kind, days["founded"], filled, said)


def _kind(word: str, name: str, blame: Callable[[str], None]) -> str:
    kind = KIND_WORDS.get(word, "") if word else kind_of_name(name)
    if word and not kind:
        blame(f"组织类别看不懂：{word[:20]}（应是{'、'.join(KINDS.values())}）")
    elif not kind and name:
        blame("缺少组织类别，从名称也看不出来")
    return kind


def _day(key: str, cell: Cell, blame: Callable[[str], None]) -> date | None:
    if plain(cell) == "":
        return None
    day = day_of(cell)
    if day is None:
        blame(f"{HEADINGS[key][0]}看不懂：{plain(cell)[:20]}")
    return day


def _truth(key: str, text: str, blame: Callable[[str], None]) -> bool | None:
    found = truth(text) if text else None
    if text and found is None:
        blame(f"{HEADINGS[key][0]}请填“是”或“否”：{text[:20]}")
    return found
