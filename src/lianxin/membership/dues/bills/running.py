"""A whole file from its bytes to the outcome, for the page and for the command; and the refused rows as a table."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine.waiting import Shelf
from lianxin.kernel.actor import Actor
from lianxin.kernel.sheet_books import WIDE, book

from . import actions
from .actions import Outcome
from .reading import Bad, Format, parse

shelf = Shelf("bills")


def run(data: bytes, *, actor: Actor, organisation: Organisation, account: str = "", dry: bool) -> Outcome:
    """Read a bill and, unless dry, bring it in. Raises `SheetError` before anything is written."""
    reading = parse(data, today=timezone.localdate(), account=account.strip())
    if dry:
        return actions.compare(reading, organisation)
    return actions.bring_in(actor=actor, organisation=organisation, reading=reading, account=account)


def refused(chosen: Format, rows: Iterable[Bad]) -> bytes:
    """The refused rows as .xlsx under the headings of their bill, with the number of the row and the reasons."""
    names = list(chosen.headings)
    headings = [("行号", 8), *((chosen.headings[name][0], 20) for name in names), ("退回原因", WIDE)]
    lines = [[str(row.number), *(row.cells.get(name, "") for name in names), "；".join(row.reasons)] for row in rows]
    return book("退回的行", headings, lines)
