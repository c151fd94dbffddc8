"""Figures of a rule: amounts, shares, tables and lists. Immutable, each with a Chinese label.

In the data files a figure is an inline table that shows its kind by its keys::

    finish   = { label = "办结", amount = 60, unit = "day", bound = "at_most" }   # Amount
    quorum   = { label = "到会", ratio = "4/5", bound = "at_least" }               # Share
    brackets = { label = "分档", rows = [{ up_to = 3000, rate = 0.005 }] }         # Rows
    steps    = { label = "步骤", items = ["提出", "审核"] }                          # Items
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import Any

#: units that measure time, with the word that follows the number
TIME_UNITS = {
    "hour": "小时",
    "workhour": "个工作小时",
    "day": "日",
    "workday": "个工作日",
    "month": "个月",
    "year": "年",
}
#: units that count or measure something else
COUNT_UNITS = {
    "person": "人",
    "time": "次",
    "age": "周岁",
    "lesson": "学时",
    "point": "分",
    "yuan": "元",
    "percent": "%",
    "char": "字",
    "item": "项",
    "piece": "张",
    "megabyte": "MB",
    "level": "级",
    "minute": "分钟",
    "step": "步",
    "round": "轮",
    "fold": "倍",
    "to_one": ": 1",
    "digit": "位",
    "line": "行",
    "dp": "dp",
    "mm": "毫米",
    "pt": "磅",
}
UNITS = {**TIME_UNITS, **COUNT_UNITS}
BOUNDS = {"": "", "at_most": "不超过", "at_least": "不少于", "over": "超过", "under": "少于"}

Number = int | Decimal


class RuleError(ValueError):
    """The data files contradict themselves, or code asks for a figure that a rule does not have."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with a unit, e.g. 60 days; ``bound`` says which side of it the rule allows."""

    name: str
    label: str
    amount: Number
    unit: str
    bound: str = ""

    @property
    def text(self) -> str:
        """The figure in words, e.g. ``不超过 60 日``."""
        return " ".join(part for part in (BOUNDS[self.bound], f"{self.amount} {UNITS[self.unit]}") if part)


@dataclass(frozen=True, slots=True)
class Share:
    """A fraction of something, e.g. four fifths of those entitled."""

    name: str
    label: str
    ratio: Fraction
    bound: str = ""

    @property
    def text(self) -> str:
        """The figure in words, e.g. ``不少于 4/5``."""
        return " ".join(part for part in (BOUNDS[self.bound], str(self.ratio)) if part)


@dataclass(frozen=True, slots=True)
class Rows:
    """A table: brackets of the dues, or which kind of letter follows which clock."""

    name: str
    label: str
    columns: Mapping[str, str]
    rows: tuple[Mapping[str, Any], ...]

    @property
    def text(self) -> str:
        """How many rows; the page draws the table itself."""
        return f"共 {len(self.rows)} 行"

    @property
    def headings(self) -> list[str]:
        """Headings of the columns that people see; a column with an empty heading is for the code."""
        return [heading for heading in self.columns.values() if heading]

    @property
    def cells(self) -> list[list[Any]]:
        """The rows below those headings."""
        shown = [column for column, heading in self.columns.items() if heading]
        return [[row.get(column, "") for column in shown] for row in self.rows]


@dataclass(frozen=True, slots=True)
class Items:
    """An ordered list of words, e.g. the steps that may not be skipped."""

    name: str
    label: str
    items: tuple[str, ...]

    @property
    def text(self) -> str:
        """The words, joined."""
        return "、".join(self.items)


Figure = Amount | Share | Rows | Items


def make_figure(name: str, table: Any, where: str) -> Figure:
    """A figure from its inline table. Raises `RuleError` naming the place for anything unknown."""
    where = f"{where}.{name}"
    if not isinstance(table, dict) or not table.get("label"):
        raise RuleError(f"{where}: a figure is a table with a label")
    label = table["label"]
    bound = table.get("bound", "")
    if bound not in BOUNDS:
        raise RuleError(f"{where}: unknown bound {bound}")
    keys = set(table) - {"label"}
    if keys - {"bound"} == {"amount", "unit"}:
        return _amount(name, label, table, where)
    if keys - {"bound"} == {"ratio"}:
        return Share(name, label, _ratio(table["ratio"], where), bound)
    if keys == {"columns", "rows"}:
        return _rows(name, label, table, where)
    if keys == {"items"}:
        return Items(name, label, tuple(table["items"]))
    raise RuleError(f"{where}: no figure has the keys {sorted(keys)}")


def _amount(name: str, label: str, table: dict[str, Any], where: str) -> Amount:
    amount, unit = table["amount"], table["unit"]
    if unit not in UNITS:
        raise RuleError(f"{where}: unknown unit {unit}")
    if isinstance(amount, bool) or not isinstance(amount, int | Decimal) or amount < 0:
        raise RuleError(f"{where}: {amount!r} is not a number from nought upward")
    return Amount(name, label, amount, unit, table.get("bound", ""))


def _ratio(text: Any, where: str) -> Fraction:
    try:
        ratio = Fraction(text)
    except (ValueError, TypeError, ZeroDivisionError):
        raise RuleError(f"{where}: {text!r} is not a fraction") from None
    if not 0 <= ratio <= 1:
        raise RuleError(f"{where}: {text} is not between 0 and 1")
    return ratio


def _rows(name: str, label: str, table: dict[str, Any], where: str) -> Rows:
    columns: dict[str, str] = table["columns"]
    for row in table["rows"]:
        if set(row) - set(columns):
            raise RuleError(f"{where}: a row has columns without a heading")
    return Rows(name, label, MappingProxyType(columns), tuple(MappingProxyType(row) for row in table["rows"]))
