"""Triggers by which the database itself keeps what must never be forgotten (decisions 0020 and 0023).

Rooms put theirs in place after every migration, since SQLite loses triggers when it makes a table anew.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

#: tables of a statement on PostgreSQL, by the event: what was there before, what is there now
_SEEN = {
    "INSERT": "NEW TABLE AS fresh",
    "UPDATE": "OLD TABLE AS gone NEW TABLE AS fresh",
    "DELETE": "OLD TABLE AS gone",
}


def each_row(name: str, event: str, table: str, body: str, when: str = "") -> str:
    """SQLite: statements of `body` after every row, which they know as NEW and OLD."""
    condition = f" WHEN {when}" if when else ""
    return f"CREATE TRIGGER IF NOT EXISTS {name} AFTER {event} ON {table} FOR EACH ROW{condition} BEGIN {body} END"


def each_statement(name: str, event: str, table: str, body: str) -> list[str]:
    """PostgreSQL: `body` once for a statement, however many rows it wrote; it reads them from ``gone`` and ``fresh``."""
    function = (
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body}; RETURN NULL; END $$"
    )
    trigger = (
        f"CREATE OR REPLACE TRIGGER {name} AFTER {event} ON {table} REFERENCING {_SEEN[event]} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
    )
    return [function, trigger]


def missing(connection: Any, names: Iterable[str]) -> list[str]:
    """Those of the triggers that do not stand."""
    question = (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(question)
        there = {row[0] for row in cursor.fetchall()}
    return [name for name in names if name not in there]
