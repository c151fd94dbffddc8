"""A whole table from its bytes to the outcome, for the page and for the command."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine.actions import action, record
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Refused
from lianxin.kernel.sheet_books import WIDE, book
from lianxin.kernel.sheets import read

from ..actions import hand_in, insert
from ..lifecycle import WRITE
from ..models import BankQuestion
from .judging import Bad, Row, answer_of, judge
from .words import HEADINGS, NEEDED

_WIDTHS = {"stem": 48, "explanation": 36, "source": 28, "kind": 10, "key": 10}
#: columns of the empty table; a cell with all options is understood besides
SHOWN = [name for name in HEADINGS if name != "options" and name not in ("optionG", "optionH")]
REASON = "退回原因"
_PART = 500


@dataclass
class Outcome:
    """What became of a table, or would become of it. verdicts: (row, stem, verdict, what about it), every row."""

    fresh: int = 0
    unchanged: int = 0
    refused: list[Bad] = field(default_factory=list)
    verdicts: list[tuple[int, str, str, str]] = field(default_factory=list)


@dataclass
class Plan:
    """Rows that are new here, rows that are here already, rows that cannot be."""

    fresh: list[Row] = field(default_factory=list)
    unchanged: list[Row] = field(default_factory=list)
    refused: list[Bad] = field(default_factory=list)


def run(data: bytes, *, actor: Actor, organisation: Organisation, dry: bool) -> Outcome:
    """Judge every row and, unless dry, write the good ones in one transaction; they wait for another person then.

    Raises `sheets.SheetError` before anything is written.
    """
    rows = list(judge(read(data, HEADINGS, NEEDED)))
    if dry:
        return _outcome(plan(organisation, rows), done=False)
    return _outcome(bring_in(actor=actor, organisation=organisation, rows=rows), done=True)


def plan(organisation: Organisation, rows: Sequence[Row | Bad]) -> Plan:
    """The rows against the bank that is there."""
    found = Plan(refused=[row for row in rows if isinstance(row, Bad)])
    good = [row for row in rows if isinstance(row, Row)]
    there = _there(organisation, [row.written.text.fingerprint for row in good])
    for row in good:
        known = there.get(row.written.text.fingerprint)
        if known is None:
            found.fresh.append(row)
        elif known.latest is not None and _same(row, known):
            found.unchanged.append(row)
        else:
            words = f"题库里已经有这一题（{known.number}），写得不一样；要改请在题库里打开那一题修改"
            found.refused.append(Bad(row.number, (words,), row.cells))
    found.refused.sort(key=lambda bad: bad.number)
    return found


def _same(row: Row, known: BankQuestion) -> bool:
    """The same answer, explanation and source as the version that is there."""
    assert known.latest is not None  # asked by the caller
    mine, text = row.written.text, known.latest.text(known.kind)
    return (answer_of(mine), mine.explanation, mine.source) == (answer_of(text), text.explanation, text.source)


def _there(organisation: Organisation, prints: Sequence[str]) -> dict[str, BankQuestion]:
    rows = BankQuestion.objects.unscoped("the bank that the table goes into").filter(organisation=organisation)
    return {
        row.fingerprint: row
        for part in _parts(sorted(set(prints)))
        for row in rows.filter(fingerprint__in=part).select_related("latest")
    }


def _parts(items: Sequence[str]) -> Iterator[Sequence[str]]:
    for at in range(0, len(items), _PART):
        yield items[at : at + _PART]


@action("bank.import")
def bring_in(*, actor: Actor, organisation: Organisation, rows: Sequence[Row | Bad]) -> Plan:
    """Write the good rows. The plan is made anew inside the transaction: a preview of yesterday harms nobody."""
    if not actor.may(WRITE, organisation.path):
        raise Refused(OUT_OF_SCOPE)
    # one import into one bank at a time, so that the same table twice at once is one
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    made = plan(organisation, rows)
    insert(actor, organisation, [(row.written, uuid.uuid4().hex) for row in made.fresh], state="waiting")
    if made.fresh:
        hand_in(organisation, actor)
    record("bank.import", actor=actor, subject=organisation, org_path=organisation.path, imported=len(made.fresh),
           unchanged=len(made.unchanged), refused=len(made.refused))  # fmt: skip
    return made


def refused(rows: Sequence[Bad]) -> bytes:
    """The refused rows with their reasons in a last column, to be mended and brought again."""
    names = [*SHOWN, *(name for name in HEADINGS if name not in SHOWN and any(row.cells.get(name) for row in rows))]
    headings = [(HEADINGS[name][0], _WIDTHS.get(name, 14)) for name in names]
    lines = ([*(row.cells.get(name, "") for name in names), "；".join(row.reasons)] for row in rows)
    return book("题目", [*headings, (REASON, WIDE)], lines)


def verdicts(outcome: Outcome) -> bytes:
    """What becomes of every row."""
    lines = ([str(number), stem, verdict, about] for number, stem, verdict, about in outcome.verdicts)
    return book("逐行结果", [("行号", 8), ("题干", 48), ("结果", 12), ("说明", WIDE)], lines)


def template() -> bytes:
    """A table with the headings and one line of each kind, written by us."""
    lines = [
        ["预备党员的预备期是多长？", "单选题", "半年", "一年", "两年", "三年", "", "", "B", "预备党员的预备期为一年。", "中国共产党章程第七条", "党章", "易", ""],
        ["“三会一课”包括哪些会？", "多选题", "支部党员大会", "支部委员会会议", "党小组会", "民主生活会", "", "", "ABC", "民主生活会不在“三会一课”里。",
         "中国共产党支部工作条例（试行）第十一、十二、十三条", "组织生活", "中", ""],
        ["预备党员有表决权。", "判断题", "", "", "", "", "", "", "错", "预备党员没有表决权、选举权和被选举权。",
         "中国共产党章程第七条", "党章", "易", ""],
        ["党的最高理想和最终目标是实现____。", "填空题", "", "", "", "", "", "", "共产主义", "这是党章总纲里的话。", "中国共产党章程总纲", "党章", "易", ""],
    ]  # fmt: skip
    return book("题目", [(HEADINGS[name][0], _WIDTHS.get(name, 14)) for name in SHOWN], lines)


def _outcome(made: Plan, *, done: bool) -> Outcome:
    found = [
        *(
            (row.number, row.written.text.stem, "已导入" if done else "将导入", "等另一位同志复核")
            for row in made.fresh
        ),
        *((row.number, row.written.text.stem, "没有变化", "") for row in made.unchanged),
        *((bad.number, bad.cells.get("stem", ""), "退回", "；".join(bad.reasons)) for bad in made.refused),
    ]
    return Outcome(len(made.fresh), len(made.unchanged), made.refused, sorted(found))
