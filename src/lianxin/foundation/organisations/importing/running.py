"""A whole table from its bytes to the outcome, for the page and for the command."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, record
from lianxin.kernel.actor import Actor
from lianxin.kernel.sheet_books import WIDE, book
from lianxin.kernel.sheets import read

from .. import actions
from .judging import Bad, Row, judge
from .planning import Plan, Planner, basis_of
from .words import HEADINGS, NEEDED

_WIDTHS = {"name": 32, "code": 18, "parent": 18, "address": 28}
REASON, VERDICT = "退回原因", "结果"


@dataclass
class Outcome:
    """What became of a table, or would become of it. verdicts: (row, name, verdict, what about it), every row."""

    fresh: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: list[Bad] = field(default_factory=list)
    verdicts: list[tuple[int, str, str, str]] = field(default_factory=list)

    @property
    def total(self) -> int:
        return self.fresh + self.changed + self.unchanged + len(self.refused)


def run(data: bytes, *, actor: Actor, dry: bool, progress: Callable[[int, int], None] | None = None) -> Outcome:
    """Judge every row and, unless dry, write the good ones in one transaction. Raises `sheets.SheetError` before
    anything is written. progress: is told (rows judged, 0), and (all, all) when everything is done."""
    rows: list[Row | Bad] = []
    for row in judge(read(data, HEADINGS, NEEDED), today=moment.today()):
        rows.append(row)
        if progress:
            progress(len(rows), 0)
    made = Planner(actor, rows).run() if dry else write(actor=actor, rows=rows)
    if progress:
        progress(len(rows), len(rows))
    return _outcome(made, done=not dry)


@action("organisations.import")
def write(*, actor: Actor, rows: Sequence[Row | Bad]) -> Plan:
    """Write the good rows of a table. The plan is made anew inside the transaction: a preview of yesterday harms nobody."""
    made = Planner(actor, rows).run()
    today = moment.today()
    root = None
    if made.root is not None:
        row = made.root
        root = actions.found(actor=actor, parent=None, name=row.name, kind=row.kind, code=row.code, on=row.founded or today,
                             basis=basis_of(row), **{"short_name": row.short_name, **row.said})  # fmt: skip
    if made.fresh:
        actions.found_many(actor=actor, foundings=made.foundings(root, today))
    for _, there, values in made.changed:
        actions.edit(actor=actor, organisation=there, revision=there.revision, on=today, **values)
    record(
        "organisations.import",
        actor=actor,
        imported=made.imported,
        changed=len(made.changed),
        refused=len(made.refused),
    )
    return made


def refused(rows: Sequence[Bad]) -> bytes:
    """The refused rows with their reasons in a last column, to be mended and brought again."""
    headings = [(words[0], _WIDTHS.get(name, 14)) for name, words in HEADINGS.items()]
    lines = ([*(row.cells.get(name, "") for name in HEADINGS), "；".join(row.reasons)] for row in rows)
    return book("组织", [*headings, (REASON, WIDE)], lines)


def verdicts(outcome: Outcome) -> bytes:
    """What becomes of every row, for whoever wants to go through all of them."""
    lines = ([str(number), name, verdict, about] for number, name, verdict, about in outcome.verdicts)
    return book("逐行结果", [("行号", 8), ("组织名称", 32), (VERDICT, 12), ("说明", WIDE)], lines)


def template() -> bytes:
    """An empty table with the headings."""
    return book("组织", [(words[0], _WIDTHS.get(name, 14)) for name, words in HEADINGS.items()], [])


def _outcome(made: Plan, *, done: bool) -> Outcome:
    top = [(made.root, "最上级组织")] if made.root is not None else []
    named = [(row, above if isinstance(above, str) else above.short_name) for row, above in made.fresh]
    found = [
        *((row.number, row.name, "已成立" if done else "将成立", above) for row, above in top),
        *((row.number, row.name, "已成立" if done else "将成立", f"在{above}下面") for row, above in named),
        *((row.number, row.name, "已变更" if done else "将变更", _words(values)) for row, _, values in made.changed),
        *((row.number, row.name, "没有变化", "") for row in made.unchanged),
        *((bad.number, bad.cells.get("name", ""), "退回", "；".join(bad.reasons)) for bad in made.refused),
    ]
    return Outcome(made.imported, len(made.changed), len(made.unchanged), made.refused, sorted(found))


def _words(values: dict[str, object]) -> str:
    return "、".join(HEADINGS[key][0] for key in values)
