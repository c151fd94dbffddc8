"""Rows of a roll that is brought in a table: what each says, as plain values; no database is asked here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lianxin.kernel.sheets import Sheet, plain
from lianxin.membership.dossiers.words import STAGE_WORDS

from . import namesakes

#: our name -> headings that mean it, the usual one first
HEADINGS = {
    "name": ("姓名", "党员姓名", "选举人", "选举人姓名", "名字"),
    "sex": ("性别",),
    "kind": ("身份", "党员类别", "人员类别", "类别", "党员身份", "身份类别"),
    "stopped": ("停止权利", "停止党员权利", "停止选举权", "停止表决权", "是否停止权利"),
    "vote": ("选举权", "有无选举权", "是否有选举权", "表决权", "有无表决权"),
    "note": ("备注", "说明"),
}
NEEDED = ("name",)
NAME_MOST = 40
_SEX = {"男": "男", "女": "女", "男性": "男", "女性": "女", "1": "男", "2": "女"}
_YES, _NO = {"是", "有", "√", "✓", "对"}, {"否", "无", "没有", "不是", "×", "不"}
#: lines of a printed roll that are nobody's
_SUMS = {"合计", "总计", "小计", "共计", "人数"}
_STOPPED = re.compile(r"停止|暂停|中止|(没有|无|不享有)(选举|表决|党员)权|留党察看")
#: words that may take it back, so that a person has to say it
_AGAIN = re.compile(r"恢复|解除|期满|撤销|取消|没有停|未停|不停|未受|没有受")


@dataclass
class Row:
    """What a row says. plain: the name; word: what stands behind it in brackets; sex: 男, 女 or empty; without: a key of
    `words.WITHOUT`; full: it says 正式党员; faults: why it cannot be taken; notes: what one should look at."""

    number: int
    plain: str = ""
    word: str = ""
    sex: str = ""
    without: str = ""
    full: bool = False
    skipped: str = ""
    faults: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read_rows(sheet: Sheet) -> Iterator[Row]:
    """The rows in their order; those that are nobody's say so in `skipped`."""
    for (number, cells), (_, whole) in zip(sheet.cells(), sheet.rows, strict=True):
        first = next(filter(None, map(plain, whole)), "")
        yield _row(number, {name: plain(cell) for name, cell in cells.items()}, first)


def _row(number: int, said: dict[str, str], first: str) -> Row:
    """first: what stands first in the row, also where its column has no name of ours, as that of the running numbers."""
    row, name = Row(number), "".join(said.get("name", "").split())
    if not any(said.values()):
        row.skipped = "没有姓名，也没有别的内容"
    elif _SUMS & {"".join(word.split()).rstrip(":") for word in (name, first)}:
        row.skipped = "合计行"
    if row.skipped:
        return row
    _name(row, name)
    _sex(row, said.get("sex", ""))
    _kind(row, said.get("kind", ""))
    _stopped(row, said.get("stopped", ""), said.get("vote", ""))
    _note(row, said.get("note", ""))
    return row


def _name(row: Row, name: str) -> None:
    """The name, and what stands behind it: 男, 女 and 预备 are taken for what they say."""
    row.plain, _, word = namesakes.tidy(name).partition("（")
    word = word.rstrip("）")
    if word in _SEX:
        row.sex = _SEX[word]
    elif STAGE_WORDS.get(word) == "probationary":
        row.without = "probation"
    else:
        row.word = word
    if not row.plain:
        row.faults.append("缺少姓名")
    elif not all(sign.isalpha() or sign in "·•・‧-." for sign in row.plain):
        row.faults.append(f"姓名看不懂：{row.plain[:20]}")
    elif len(row.plain) + len(word) > NAME_MOST:
        row.faults.append(f"姓名超过 {NAME_MOST} 个字")


def _sex(row: Row, text: str) -> None:
    found = _SEX.get(text, "")
    if text and not found:
        row.faults.append(f"性别看不懂：{text[:20]}（应是男、女）")
    elif found and row.sex and found != row.sex:
        row.faults.append("姓名后面写的性别和性别列不一样")
    row.sex = found or row.sex


def _kind(row: Row, text: str) -> None:
    """正式党员 votes, 预备党员 is listed without a vote (ELE-14); nobody else stands on a roll."""
    stage = STAGE_WORDS.get(text, "")
    if stage == "probationary":
        row.without = "probation"
    elif stage == "member" and row.without:
        row.faults.append("姓名后面写着预备，身份列写着正式党员")
    elif stage == "member":
        row.full = True
    elif stage:
        row.faults.append(f"{text}不是党员，不列入选举名册")
    elif text:
        row.faults.append(f"身份看不懂：{text[:20]}（应是正式党员、预备党员）")


def _stopped(row: Row, stopped: str, vote: str) -> None:
    """The columns that are answered with 是 or 否; a reason in the first one is one too."""
    if stopped and stopped not in _NO:
        if "留党察看" in stopped or stopped in _YES or _STOPPED.search(stopped):
            _take_away(row, stopped)
        else:
            row.faults.append(f"停止权利看不懂：{stopped[:20]}（请写是或者否）")
    if vote in _NO and not row.without:
        row.without = "other"
    elif vote in _YES and row.without:
        row.faults.append("写着有选举权，又写着预备党员或者停止权利")
    elif vote and vote not in _NO | _YES:
        row.faults.append(f"选举权看不懂：{vote[:20]}（请写有或者无）")


def _note(row: Row, text: str) -> None:
    """A remark counts only where it speaks of rights; one that can be read both ways is asked back."""
    if not _STOPPED.search(text):
        return
    if _AGAIN.search(text):
        row.faults.append(f"备注写“{text[:20]}”，说不清现在有没有选举权，请在“停止权利”一列写是或者否，备注里去掉")
    else:
        _take_away(row, text)


def _take_away(row: Row, text: str) -> None:
    if row.without != "probation":
        row.without = "sanction" if "留党察看" in text else "other"
