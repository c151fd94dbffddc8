"""The same line the other way round, and who is told that a receipt was undone."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Denied, Refused

from .models import Posting
from .posting import TEXT_MOST, Entry

#: called with (actor, number of the receipt) inside the action that undid it
_TOLD: list[Callable[[Actor, str], None]] = []
#: asked with (actor, lines) inside that action before anything is undone
_ASKED: list[Callable[[Actor, Sequence[Posting]], Denied | None]] = []


def turned(row: Posting, text: str) -> Entry:
    """The reversal of a line."""
    return Entry(row.credit, row.debit, row.fen, text[:TEXT_MOST], f"undo:{row.pk}", row.member, row.month, receipt=row.receipt,
                 reverses=row, organisation=row.organisation)  # fmt: skip


def on_undone(tell: Callable[[Actor, str], None]) -> None:
    """Have a part of the room told of undone receipts: the line of a bill waits again."""
    if tell not in _TOLD:
        _TOLD.append(tell)


def told(actor: Actor, number: str) -> None:
    for tell in _TOLD:
        tell(actor, number)


def object_with(objection: Callable[[Actor, Sequence[Posting]], Denied | None]) -> None:
    """Have a part of the room asked before a number is undone."""
    if objection not in _ASKED:
        _ASKED.append(objection)


def nobody_objects(actor: Actor, rows: Sequence[Posting]) -> None:
    """Raise `Refused` with the first objection to undoing these lines."""
    for ask in _ASKED:
        found = ask(actor, rows)
        if found is not None:
            raise Refused(found)
