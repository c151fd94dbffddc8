"""Writing lines of the ledger, and numbering receipts. Only actions call it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from lianxin.foundation.organisations.models import Organisation
from lianxin.kernel.actor import Actor
from lianxin.membership.dossiers.models import Member

from .models import Posting, Series

_PLAIN = re.compile(r"[A-Za-z0-9-]+")
TEXT_MOST = 80


@dataclass(frozen=True, slots=True)
class Entry:
    """One amount from one account to another. organisation: whose ledger, by default the member's branch."""

    debit: str
    credit: str
    fen: int
    text: str
    key: str
    member: Member | None = None
    month: date | None = None
    on: date | None = None
    receipt: str = ""
    note: str = ""
    reverses: Posting | None = None
    organisation: Organisation | None = None


def post(actor: Actor, entry: Entry) -> Posting:
    """Write one line."""
    made = _row(actor, entry)
    made.save(force_insert=True)
    return made


def post_all(actor: Actor, entries: Sequence[Entry]) -> None:
    """Write many lines in few statements."""
    Posting.objects.bulk_create([_row(actor, entry) for entry in entries], batch_size=500)


def _row(actor: Actor, entry: Entry) -> Posting:
    where = entry.organisation or (entry.member.organisation if entry.member else None)
    if where is None:
        raise ValueError("a line stands in the ledger of an organisation")
    return Posting(
        organisation=where, on=entry.on or timezone.localdate(), debit=entry.debit, credit=entry.credit,
        fen=entry.fen, member=entry.member, month=entry.month, text=entry.text[:TEXT_MOST], key=entry.key, receipt=entry.receipt,
        note=entry.note, reverses=entry.reverses, by_id=actor.person_id,
    )  # fmt: skip


def next_number(organisation: Organisation, year: int, sign: str = "DF") -> str:
    """The next receipt of an organisation in a year: ``DF2026-QS01-B1-00012``, without gaps.

    The row of the series is held until the action ends, so two receipts never get one number.
    """
    Series.objects.get_or_create(organisation=organisation, year=year)
    series = Series.objects.select_for_update().get(organisation=organisation, year=year)
    series.last += 1
    series.save(update_fields=["last"])
    code = organisation.code if _PLAIN.fullmatch(organisation.code) else f"N{organisation.pk}"
    return f"{sign}{year}-{code}-{series.last:05d}"
