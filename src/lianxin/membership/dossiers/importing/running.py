"""A whole file from its bytes to the outcome, for the page and for the command."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from lianxin.kernel.actor import Actor
from lianxin.kernel.sheets import read

from .judging import HEADINGS, NEEDED, Bad, Row, judge
from .writing import Offices, Plan, batches, plan, write

Progress = Callable[[int, int], None]


@dataclass
class Outcome:
    """What became of a file, or would become of it."""

    fresh: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: list[Bad] = field(default_factory=list)
    #: some of the new rows, for the eye
    shown: list[tuple[Row, str]] = field(default_factory=list)

    @property
    def total(self) -> int:
        return self.fresh + self.changed + self.unchanged + len(self.refused)

    def add(self, made: Plan) -> None:
        self.fresh += len(made.fresh)
        self.changed += len(made.changed)
        self.unchanged += made.unchanged
        self.refused += made.refused
        room = 8 - len(self.shown)
        self.shown += [(row, office.short_name) for row, office, _ in made.fresh[: max(room, 0)]]


def run(
    data: bytes, *, actor: Actor, dry: bool, progress: Progress = lambda done, total: None, begun: int = 0,
    outcome: Outcome | None = None, basis: str = "",
) -> Outcome:  # fmt: skip
    """Judge every row and, unless dry, write the good ones. Raises `sheet.SheetError` before anything is written.

    progress: called after each batch, inside the transaction that wrote it. begun, outcome: rows that an earlier run
    wrote and what it counted; basis: what the roster rests on, kept with each new file and in the ledger; of those only the refusals are looked up again.
    """
    sheet = read(data, HEADINGS, NEEDED)
    offices, outcome, done = Offices(actor), outcome or Outcome(), 0
    for part in batches(judge(sheet, today=timezone.localdate())):
        known, done = done < begun, done + len(part)
        with nullcontext() if dry or known else transaction.atomic():
            made = plan(part, offices) if dry or known else write(actor=actor, rows=part, offices=offices, basis=basis)
            if known:
                outcome.refused += made.refused
                continue
            outcome.add(made)
            progress(done, len(sheet.rows))
    outcome.refused.sort(key=lambda row: row.number)
    return outcome
