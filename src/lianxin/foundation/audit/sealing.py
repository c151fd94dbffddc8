"""The sealer: chains committed lines. Run every few seconds by the ticker, one at a time.

Between its commit and the next seal a line is protected only by the triggers and by its own digest:
whoever owns the database could remove it without a trace in that window. The window is the interval
of the sealer plus, on PostgreSQL, the longest writing transaction that is open meanwhile.
"""

from __future__ import annotations

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from . import hashing
from .horizon import decided_up_to
from .models import AuditLine, Seal

#: lines per seal; keeps one seal's member list near 130 kB
BATCH = 5000
_LOCK = 0x6C78_6175  # one sealer at a time on PostgreSQL; SQLite's single writer does it by itself


def seal(*, patience: float = 1.5) -> int:
    """Seal every decided line. Returns how many lines were sealed (0 when another sealer is at work)."""
    top = decided_up_to(patience)
    if top is None or top <= sealed_up_to():
        return 0
    total = 0
    while True:
        count = _seal_next(top)
        total += count
        if not count:
            return total


def sealed_up_to() -> int:
    """The highest serial number that a seal covers."""
    return int(Seal.objects.filter(kind=Seal.LINES).aggregate(top=Max("last_id"))["top"] or 0)


def newest() -> Seal | None:
    """The head of the chain."""
    return Seal.objects.order_by("-number").first()


def wait_for_turn() -> None:
    """Wait until no sealer is at work (PostgreSQL; in a transaction); used by the pruning command."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _mine() -> bool:
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        row = cursor.fetchone()
    return bool(row and row[0])


def _seal_next(top: int) -> int:
    """Read outside the transaction (lines never change), so that SQLite's write lock is held for a moment only."""
    done = sealed_up_to()
    rows = AuditLine.objects.unscoped("sealing").filter(pk__gt=done, pk__lte=top).order_by("pk")
    lines = list(rows.values_list("pk", "digest")[:BATCH])
    if not lines:
        return 0
    with transaction.atomic():
        if not _mine() or sealed_up_to() != done:
            return 0  # another sealer is at work, or was quicker
        append(Seal(kind=Seal.LINES, first_id=done + 1, last_id=lines[-1][0]), lines)
    return len(lines)


def append(seal: Seal, lines: list[tuple[int, str]]) -> Seal:
    """Fill in and save the next link. Two at once: the primary key lets only one through."""
    last = newest()
    seal.number = last.number + 1 if last else 1
    seal.moment = timezone.now()
    seal.count = len(lines)
    seal.root = hashing.root_of(lines)
    seal.members = hashing.members_of(lines)
    seal.previous = last.digest if last else hashing.GENESIS
    seal.digest = hashing.seal_digest(seal)
    seal.stamp = hashing.stamp_of(seal.digest)
    seal.save(force_insert=True)
    return seal
