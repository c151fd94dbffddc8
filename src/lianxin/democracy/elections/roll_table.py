"""名册 from a table where membership has none: every row with a verdict, taken over whole or not at all.

A row is joined to a file where name, sex and word mean one; what the file says of the right to vote stands above the table.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lianxin.foundation.rules.registry import rule
from lianxin.foundation.spine.waiting import Shelf
from lianxin.kernel.sheet_books import book
from lianxin.kernel.sheets import SheetError, read
from lianxin.membership.dossiers.models import Member

from . import namesakes, rolls
from .models import Election
from .roll_rows import HEADINGS, NEEDED, Row, read_rows
from .words import WITHOUT

#: tables between their look and their import
TABLES = Shelf("electionrolls")
#: columns of the empty table, with their width
_SHOWN = (("name", 14), ("sex", 8), ("kind", 14), ("stopped", 14), ("note", 36))


@dataclass(frozen=True, slots=True)
class Verdict:
    """A row as it will be. line: on the roll, None for a refused or skipped one; told: reasons, or what to look at."""

    number: int
    name: str
    word: str
    line: rolls.Line | None
    told: str = ""


@dataclass(frozen=True)
class Outcome:
    """What a table would do. fresh, gone: how many lines the roll gets and loses against what stands there."""

    verdicts: Sequence[Verdict]
    fresh: int
    gone: int

    @property
    def lines(self) -> list[rolls.Line]:
        return [one.line for one in self.verdicts if one.line is not None]

    @property
    def refused(self) -> list[Verdict]:
        return [one for one in self.verdicts if one.word == "退回"]

    @property
    def voting(self) -> int:
        return sum(not line.without for line in self.lines)

    @property
    def listed(self) -> int:
        """Those without a vote."""
        return len(self.lines) - self.voting

    @property
    def sound(self) -> bool:
        """Whether it may be taken over: no row is refused and somebody votes (ELE-14)."""
        return not self.refused and self.voting > 0


def most_bytes() -> int:
    return int(rule("LX-241").number("roll") * 1024 * 1024)


def judge(case: Election, data: bytes) -> Outcome:
    """Look a table through; nothing is written. Raises `SheetError` for a file that is of no use as a whole."""
    if len(data) > most_bytes():
        raise SheetError(f"名册超过 {most_bytes() // 1024 // 1024} MB，请只留名册这一张表。")
    sheet, most = read(data, HEADINGS, NEEDED), rule("LX-241").count("lines")
    if "name" in sheet.doubled:
        raise SheetError("表头里有两列姓名：左右并排的名册，请改成一列，一行一个人。")
    if len(sheet.rows) > most:
        raise SheetError(f"名册超过 {most} 行。")
    rows = list(read_rows(sheet))
    joined = _joined(case, [row for row in rows if not row.skipped])
    _weigh(case, rows, joined)
    found = [_verdict(row, joined.get(row.number)) for row in rows]
    return _against(case, found)


@dataclass(frozen=True, slots=True)
class _Who:
    name: str
    person: int | None


def _joined(case: Election, rows: Sequence[Row]) -> dict[int, _Who]:
    """Number of a row -> how its person is written on the roll, and the file. Namesakes need what parts them."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row.plain:
            groups[row.plain].append(row)
    files = rolls.by_name(case.org_path, groups)
    return {n: who for name, group in groups.items() for n, who in _group(group, files.get(name, [])).items()}


def _group(rows: Sequence[Row], files: Sequence[Member]) -> dict[int, _Who]:
    """Those of one name. What is not told apart is a fault of the later row."""
    told, found = namesakes.told_apart(files), dict[int, _Who]()
    seen: dict[int | str, int] = {}
    for row in rows:
        fitting = namesakes.fitting(files, row.word or row.sex)
        if len(fitting) > 1:
            row.faults.append(
                f"叫{row.plain}的党员不止一位：{'、'.join(told[m.pk] for m in fitting)}，请照这样写清是哪一位"
            )
            continue
        member = fitting[0] if fitting else None
        if member is None and files:
            row.notes.append("和党员档案里同名的对不上，按没有档案的登记")
        if member is not None and len(files) > 1:
            name = told[member.pk]
        elif (word := row.word or row.sex) and (row.word or len(rows) > 1 or (files and member is None)):
            name = namesakes.with_word(row.plain, word)
        else:
            name = row.plain
        who = _Who(name, member.person_id if member else None)
        first = seen.setdefault(who.person or name, row.number)
        if first == row.number and who.person:
            first = seen.setdefault(name, row.number)
        if first != row.number:
            row.faults.append(
                f"和第 {first} 行是同一个人，或者两位同名的没有分开；是两个人的，写清性别，或者写成“{row.plain}（某组）”"
            )
        elif len(rows) > 1 and name == row.plain:
            row.faults.append(f"名册上叫{row.plain}的不止一行，请写清性别，或者写成“{row.plain}（某组）”")
        found[row.number] = who
    return found


def _weigh(case: Election, rows: Iterable[Row], joined: dict[int, _Who]) -> None:
    """The file stands above the table (ELE-14): what contradicts it is refused, or said."""
    barred = rolls.barred(case, [who.person for who in joined.values()])
    for row in rows:
        who = joined.get(row.number)
        if who is None or who.person is None:
            continue
        said = barred.get(who.person, "")
        if row.without == "probation" and not said:
            row.faults.append("表里写预备党员，党员档案里是正式党员，请核对后改正其中一处")
        elif said and row.without != said:
            row.notes.append(f"按党员档案：{WITHOUT[said]}" + ("，表里写的是正式党员" if row.full else ""))
        elif row.without and not said:
            row.notes.append("党员档案里没有停止权利的记录，请核对")
        row.without = said or row.without


def _verdict(row: Row, who: _Who | None) -> Verdict:
    if row.skipped:
        return Verdict(row.number, "", "跳过", None, row.skipped)
    name = who.name if who else row.plain
    if row.faults or who is None:
        return Verdict(row.number, name, "退回", None, "；".join(row.faults))
    line = rolls.Line(who.name, row.without, who.person)
    word = f"没有选举权（{WITHOUT[row.without]}）" if row.without else "有选举权"
    return Verdict(row.number, name, word, line, "；".join(row.notes))


def _against(case: Election, found: Sequence[Verdict]) -> Outcome:
    there = Counter(case.voters.values_list("name", "without"))
    coming = Counter((one.line.name, one.line.without) for one in found if one.line is not None)
    return Outcome(found, (coming - there).total(), (there - coming).total())


def template() -> bytes:
    """An empty table with lines of invented people."""
    lines = [
        ["王伟", "男", "正式党员", "否", ""], ["王伟", "女", "正式党员", "否", "和另一位同名，写性别"],
        ["李明", "男", "预备党员", "", ""], ["赵欣", "女", "正式党员", "是", "留党察看期间"],
    ]  # fmt: skip
    return book("名册", [(HEADINGS[name][0], width) for name, width in _SHOWN], lines)
