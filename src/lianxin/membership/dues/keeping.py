"""SQL by which the database itself keeps `Total` true with every line of the ledger (decision 0023).

Every way of writing is met: actions, imports, a statement typed by hand. On PostgreSQL a statement writes each row of
`Total` that it touches once, in one order, however many lines it writes.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction

from lianxin.foundation.spine import triggers

LINES, TOTALS = "dues_posting", "dues_total"
NAMES = ("dues_total_insert", "dues_total_update", "dues_total_delete")
_KEY = ("organisation_id", "on_year", "of_year", "debit", "credit", "own", "back")
_COLUMNS = ", ".join(_KEY)
#: columns of a line that its total is made of
_FACTS = ("organisation_id", '"on"', "month", "debit", "credit", "fen", "member_id", "reverses_id")


def _key_of(row: str, vendor: str) -> tuple[str, ...]:
    """The values of `_KEY` of a line; row: its name in the statement, with a dot."""
    if vendor == "postgresql":
        on = f'EXTRACT(YEAR FROM {row}"on")::smallint'
        of = f"COALESCE(EXTRACT(YEAR FROM {row}month), 0)::smallint"
    else:
        on, of = (f"COALESCE(CAST(SUBSTR({row}{column}, 1, 4) AS INTEGER), 0)" for column in ('"on"', "month"))
    return (f"{row}organisation_id", on, of, f"{row}debit", f"{row}credit", f"({row}member_id IS NOT NULL)",
            f"({row}reverses_id IS NOT NULL)")  # fmt: skip


def _added(side: str, sign: str) -> str:
    """SQLite: the row of the total, made where it is not there yet, takes a line in (``+``) or gives it back (``-``)."""
    values = _key_of(f"{side}.", "sqlite")
    here = " AND ".join(f"{column} = {value}" for column, value in zip(_KEY, values, strict=True))
    return (
        f"INSERT INTO {TOTALS} ({_COLUMNS}, fen, lines) SELECT {', '.join(values)}, 0, 0"  # noqa: S608 - constants
        f" WHERE NOT EXISTS (SELECT 1 FROM {TOTALS} WHERE {here});"
        f" UPDATE {TOTALS} SET fen = fen {sign} {side}.fen, lines = lines {sign} 1 WHERE {here};"
    )


def _sqlite() -> list[str]:
    changed = " OR ".join(f"OLD.{fact} IS NOT NEW.{fact}" for fact in _FACTS)
    taken, given = _added("NEW", "+"), _added("OLD", "-")
    return [
        triggers.each_row(NAMES[0], "INSERT", LINES, taken),
        triggers.each_row(NAMES[1], "UPDATE", LINES, f"{given} {taken}", changed),
        triggers.each_row(NAMES[2], "DELETE", LINES, given),
    ]


def _signed(table: str, sign: str, vendor: str) -> str:
    """Each line of a table with its key, its amount and itself as one, given back where the sign is ``-``."""
    key = ", ".join(f"{value} AS {column}" for column, value in zip(_KEY, _key_of("", vendor), strict=True))
    return f"SELECT {key}, {sign}fen AS fen, {sign}1 AS n FROM {table}"  # noqa: S608 - constants


def _summed(source: str) -> str:
    """What `_signed` gives, added to the totals in the order of the key; what comes to nothing is left out."""
    return (
        f"INSERT INTO {TOTALS} ({_COLUMNS}, fen, lines) SELECT {_COLUMNS}, SUM(fen), SUM(n) "  # noqa: S608 - constants
        f"FROM ({source}) AS written GROUP BY {_COLUMNS} HAVING SUM(n) <> 0 OR SUM(fen) <> 0 "
        f"ORDER BY {_COLUMNS} ON CONFLICT ({_COLUMNS}) DO UPDATE "
        f"SET fen = {TOTALS}.fen + EXCLUDED.fen, lines = {TOTALS}.lines + EXCLUDED.lines"
    )


def _postgresql() -> list[str]:
    fresh, gone = _signed("fresh", "", "postgresql"), _signed("gone", "-", "postgresql")
    sources = (("INSERT", fresh), ("UPDATE", f"{fresh} UNION ALL {gone}"), ("DELETE", gone))
    return [
        statement
        for name, (event, source) in zip(NAMES, sources, strict=True)
        for statement in triggers.each_statement(name, event, LINES, _summed(source))
    ]


def install(connection: Any) -> None:
    """Put the triggers in place. Where one was missing, lines may have been written that nobody added: all are added anew."""
    lost = missing(connection)
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for statement in _postgresql() if connection.vendor == "postgresql" else _sqlite():
            cursor.execute(statement)
        if lost:
            refill(connection)


def missing(connection: Any) -> list[str]:
    """Names of triggers that do not stand."""
    return triggers.missing(connection, NAMES)


def refill(connection: Any) -> None:
    """Add up every line anew; nobody writes a line meanwhile."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"LOCK TABLE {LINES} IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute(f"DELETE FROM {TOTALS}")  # noqa: S608 - constants
        cursor.execute(_summed(_signed(LINES, "", connection.vendor)))
