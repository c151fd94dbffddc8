"""What is sent: one signed object with the tables of a subtree on a day. No person in it, no free text of a file.

``{"v", "what", "organisation": {code, name}, "day", "version", "definitions", "total", "full", "tables": {key: {n, lines,
sums}}, "codes", "includes"}``. Only the sums of each table are sent, never two features of a person together; what people
wrote about their work goes as the groups of the bulletin. `codes` are five bytes of a digest for each organisation whose
members are counted, so that two instances can tell that they count the same one without sending its name.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from nacl.signing import SigningKey

from lianxin.foundation.exchange import messages
from lianxin.kernel.canonical import canonical_json
from lianxin.membership.statistics import bulletin, occupations, reckoning
from lianxin.membership.statistics.bulletin import Frame
from lianxin.membership.statistics.occupations import OTHER_TEXT, UNFILLED
from lianxin.membership.statistics.reckoning import Counts, Line, Sheet, Table

WHAT = "lianxin-rollup-1"
SIGNED = b"lianxin-rollup-1:document:"
#: tables in which every member stands once
PERSONAL = ("sex", "ethnicity", "education", "age", "joined", "occupation")
#: bytes of a digest; among 100,000 organisations a mistaken likeness is a matter of one in a hundred pairs of instances
MARK = 5
#: what stays below the largest message
MOST_ORGANISATIONS = 100_000
_BRANCHES = ("其中联合党支部", "其中临时党支部", "其中流动党员党支部")


@dataclass(frozen=True, slots=True)
class Report:
    """A document that was read. tables: in the order of the bulletin; marks: of the organisations counted in it."""

    code: str
    name: str
    day: date
    version: int
    total: int
    full: int
    tables: tuple[Table, ...]
    marks: frozenset[bytes]
    includes: tuple[Mapping[str, Any], ...]
    definitions: str

    def table(self, key: str) -> Table:
        return next(table for table in self.tables if table.key == key)


class Unfit(ValueError):  # noqa: N818 - an answer of the check, not a fault of ours
    """A document that does not add up; the text is shown to people on both sides."""


@lru_cache(64)
def blank(day: date) -> Sheet:
    """The tables of a day with nobody in them: their titles, lines and order."""
    return reckoning.tables(Counts((), {}, {}), bulletin.frame(day))


@lru_cache(64)
def definitions(day: date) -> str:
    """Sixteen signs that are the same where the same lines mean the same on a day: bands, periods, groups of work."""
    framed: Frame = bulletin.frame(day)
    spans = [[s.label, str(s.first), str(s.last)] for s in (*framed.ages, *framed.periods, framed.young)]
    lines = {table.key: [line.label for line in table.lines] for table in blank(day).tables}
    words = (Path(occupations.__file__).parent / "occupations.tsv").read_bytes()
    content = {"what": WHAT, "spans": spans, "lines": lines, "work": hashlib.sha256(words).hexdigest(),
               "kinds": bulletin.ORGANISATIONS, "education": bulletin.EDUCATION}  # fmt: skip
    return hashlib.sha256(canonical_json(content)).hexdigest()[:16]


def marks_of(codes: Iterable[str]) -> frozenset[bytes]:
    """What stands for organisations in a document."""
    return frozenset(
        hashlib.blake2b(code.encode(), digest_size=MARK, person=b"lianxin-rollup").digest() for code in codes
    )


def packed(tables: Iterable[Table]) -> dict[str, Any]:
    return {
        table.key: {
            "n": table.n, "lines": {line.label: line.n for line in table.lines}, "sums": {line.label: line.n for line in table.sums},
        }
        for table in tables
        if table.key != "way"
    }  # fmt: skip


def made(*, code: str, name: str, day: date, version: int, total: int, full: int, tables: Iterable[Table],
         marks: frozenset[bytes], includes: Iterable[Mapping[str, Any]] = ()) -> bytes:  # fmt: skip
    """The bytes that are signed."""
    return canonical_json({
        "v": messages.VERSION, "what": WHAT, "organisation": {"code": code, "name": name}, "day": day.isoformat(), "version": version,
        "definitions": definitions(day), "total": total, "full": full, "tables": packed(tables),
        "codes": base64.b64encode(b"".join(sorted(marks))).decode(), "includes": [dict(one) for one in includes],
    })  # fmt: skip


def read(raw: str) -> Report:
    """A document as tables. Raises Unfit for one that is not in the format; says nothing of who signed it."""
    try:
        found = json.loads(raw)
        day, tables = date.fromisoformat(found["day"]), found["tables"]
        if found["what"] != WHAT:
            raise Unfit("不是统计上报。")
        joined = base64.b64decode(found["codes"], validate=True)
        report = Report(
            code=str(found["organisation"]["code"])[:32], name=str(found["organisation"]["name"])[:120], day=day,
            version=_count(found["version"]), total=_count(found["total"]), full=_count(found["full"]),
            tables=tuple(_table(table, tables.get(table.key)) for table in blank(day).tables if table.key != "way"),
            marks=frozenset(joined[at : at + MARK] for at in range(0, len(joined), MARK)),
            includes=tuple(found["includes"]), definitions=str(found["definitions"]),
        )  # fmt: skip
    except Unfit:
        raise
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Unfit("上报的内容不完整。") from error
    if set(tables) != {table.key for table in report.tables}:
        raise Unfit("上报的表和本平台的不同。")
    return report


def _count(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**31:
        raise Unfit("上报的数不是人数。")
    return value


def _table(form: Table, found: Any) -> Table:
    """The counts of one table in the lines of the form, with what is missing or unknown in lines of its own."""
    if not isinstance(found, dict):
        raise Unfit(f"没有“{form.title}”表。")
    lines = {str(label): _count(n) for label, n in found["lines"].items()}
    known = [line.label for line in form.lines]
    more = [label for label in lines if label not in known]
    if any(label not in lines for label in known) or not {*more} <= {UNFILLED, OTHER_TEXT}:
        raise Unfit(f"“{form.title}”表的分组和本平台的不同。")
    sums = {str(label): _count(n) for label, n in found["sums"].items()}
    if not {*sums} <= {*(line.label for line in form.sums), *_BRANCHES}:
        raise Unfit(f"“{form.title}”表的合计和本平台的不同。")
    return filled(form, _count(found["n"]), {label: lines[label] for label in [*known, *more]}, sums)


def filled(form: Table, n: int, lines: Mapping[str, int], sums: Mapping[str, int]) -> Table:
    """A table of the form with other figures."""

    def drawn(figures: Mapping[str, int]) -> tuple[Line, ...]:
        return tuple(Line(label, value, value / n if n else None) for label, value in figures.items())

    return replace(
        form, n=n, lines=drawn(lines), sums=drawn(sums), note="" if form.key == "organisations" else form.note
    )


def signed(key: SigningKey, raw: bytes) -> str:
    """The signature of a document in base64."""
    return base64.b64encode(key.sign(SIGNED + raw).signature).decode()


def faults(report: Report, *, marked: bool = True) -> list[str]:
    """What does not add up inside a document, in plain words. A report with faults is not taken in.

    marked: False for a sum, which carries no marks.
    """
    found = []
    if report.definitions != definitions(report.day):
        found.append("两个平台的统计口径（年龄段、入党时间、职业分组）不是同一版，请先升级到同一版再报。")
    if report.full > report.total:
        found.append("正式党员比党员多。")
    for key in PERSONAL:
        table = report.table(key)
        if table.n != report.total or sum(line.n for line in table.lines) != report.total:
            found.append(f"“{table.title}”表各行相加不等于党员总数。")
    education, fresh, work = report.table("education"), report.table("developed"), report.table("developed_work")
    college = sum(education.value(bulletin.EDUCATION[digit]) for digit in bulletin.COLLEGE)
    if [line.n for line in education.sums] != [college]:
        found.append("“大专及以上”不等于它的各行相加。")
    if fresh.n > report.total or any(line.n > fresh.n for line in fresh.lines):
        found.append("本年发展党员的数比总数大。")
    if work.n != fresh.n or sum(line.n for line in work.lines) != fresh.n:
        found.append("“本年发展党员的职业”表各行相加不等于发展党员数。")
    kinds = report.table("organisations")
    if sum(line.n for line in kinds.lines) != kinds.n:
        found.append("“党组织”表各行相加不等于总数。")
    if marked and kinds.n > len(report.marks):
        found.append("党组织数和附上的组织标记对不上。")
    return found


def added(day: date, parts: Iterable[Report]) -> tuple[int, int, tuple[Table, ...]]:
    """(党员, 正式党员, tables) of several reports together."""
    parts = list(parts)
    tables = []
    for form in blank(day).tables:
        if form.key == "way":
            continue
        lines: Counter[str] = Counter({line.label: 0 for line in form.lines})
        sums: Counter[str] = Counter({line.label: 0 for line in form.sums})
        n = 0
        for part in parts:
            table = part.table(form.key)
            n += table.n
            for counted, figures in ((lines, table.lines), (sums, table.sums)):
                for line in figures:
                    counted[line.label] += line.n
        tables.append(filled(form, n, lines, sums))
    return sum(part.total for part in parts), sum(part.full for part in parts), tuple(tables)
