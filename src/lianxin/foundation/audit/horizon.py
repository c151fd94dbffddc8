"""How far the ledger is decided: up to which serial number no further line can appear.

SQLite has one writer at a time, so serial numbers become visible in their order.

PostgreSQL hands out a serial number before the transaction commits; line 11 can become visible while
line 10 is still open. Every transaction that could own a number up to the highest visible one holds a
RowExclusiveLock on the table, which it took *before* the number and lets go *after* it became visible.
So: read the highest visible number, note who holds that lock now, and wait (without any lock of our
own, nobody queues behind us) until all of those have ended. Numbers below that are still missing then
belong to rolled back transactions and will never appear. This needs no column in the lines and, unlike
comparing transaction ids, survives dump and restore into another server.
"""

from __future__ import annotations

import time

from django.db import connection
from django.db.models import Max

from .models import AuditLine

_HOLDERS = """
SELECT virtualtransaction FROM pg_locks
WHERE locktype = 'relation' AND mode = 'RowExclusiveLock' AND granted
  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
  AND relation = to_regclass(%s)::oid AND pid IS DISTINCT FROM pg_backend_pid()
"""


def highest() -> int:
    """The highest visible serial number, 0 when there is none."""
    newest = AuditLine.objects.unscoped("horizon of the chain").aggregate(top=Max("pk"))["top"]
    return int(newest or 0)


def decided_up_to(patience: float = 1.5) -> int | None:
    """The serial number up to which everything is decided, or None when a writer outlasts `patience`.

    patience: seconds to wait for writers that were under way (PostgreSQL only). Call it outside a
    transaction: each look must see what has been committed meanwhile.
    """
    top = highest()
    if connection.vendor != "postgresql" or top == 0:
        return top
    waiting_for = writers()
    deadline = time.monotonic() + patience
    while waiting_for:
        if time.monotonic() >= deadline:
            return None
        time.sleep(0.02)
        waiting_for &= writers()
    return top


def writers() -> set[str]:
    """Transactions that have written, or are about to write, lines and have not ended."""
    with connection.cursor() as cursor:
        cursor.execute(_HOLDERS, [AuditLine._meta.db_table])
        return {row[0] for row in cursor.fetchall()}
