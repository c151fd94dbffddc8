"""Fast insertion of many plain rows for importers, where model instances would cost most of the time."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db import connection, models

#: fields whose values (text, whole numbers, truth, None) the drivers take as they are, unless a subclass says otherwise
_AS_IS = (
    models.CharField,
    models.TextField,
    models.IntegerField,
    models.BigAutoField,
    models.BooleanField,
    models.ForeignKey,
)
#: what a subclass would have to say it with
_DETOURS = ("get_prep_value", "get_db_prep_value", "get_db_prep_save")
#: rows of one index that `look_again` reads at most
LOOKED_AT = 4000
#: texts that need no quoting in any engine
_PLAIN = re.compile(r"[\w /:.,+-]*")


def next_ids(model: type[models.Model], count: int) -> list[int]:
    """Primary keys for `count` new rows. Call it inside the transaction that inserts them.

    SQLite: the IMMEDIATE transaction already holds the only write lock, so the highest key is ours.
    PostgreSQL: drawn from the table's own sequence.
    """
    table, column = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)", [table, column, count]
            )
            return [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        row = cursor.fetchone()
        first = (row[0] if row else 0) + 1
    return list(range(first, first + count))


def look_again() -> None:
    """Let the database count its rows anew: which way it takes to an answer depends on what it believes of them.

    To be called after very much was brought in, outside a transaction, and once a night. SQLite looks at a bounded
    number of rows of each index; PostgreSQL has autovacuum, which comes a while later by itself.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"PRAGMA analysis_limit = {LOOKED_AT:d}")
        cursor.execute("ANALYZE")


def insert_rows(
    model: type[models.Model], constant: Mapping[str, Any], varying: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Insert rows whose columns are partly the same for all.

    constant: attribute name -> value of all rows; varying: attribute names; rows: values in that
    order. Columns named in neither take the field's default. Values are prepared by their fields as
    in `bulk_create`, the equal ones only once.
    """
    fields = {f.attname: f for f in model._meta.concrete_fields}
    unknown = (set(constant) | set(varying)) - set(fields)
    if unknown:
        raise ValueError(f"{model.__name__} has no columns {sorted(unknown)}")
    same = {name: f for name, f in fields.items() if name not in varying and not f.primary_key}
    shared = {name: _save(f, constant.get(name, f.get_default())) for name, f in same.items()}
    literals = {name: text for name, value in shared.items() if (text := _literal(value))}
    bound = [value for name, value in shared.items() if name not in literals]
    moving = [fields[name] for name in varying]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(f.column)) for f in [*same.values(), *moving])
    places = ", ".join([*(literals.get(name, "%s") for name in same), *["%s"] * len(moving)])
    statement = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({places})"  # noqa: S608 - names of our own, and literals
    savers = [_saver(f) for f in moving]
    values = [
        [*bound, *(value if save is None else save(value) for save, value in zip(savers, row, strict=True))]
        for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.executemany(statement, values)


def _literal(value: Any) -> str:
    """A plain value that all rows share, fit to stand in the statement instead of being handed over with each row.

    Empty for what is not plain (a moment, JSON, a text with signs that an engine might read differently).
    """
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int):
        return str(value)
    return f"'{value}'" if isinstance(value, str) and _PLAIN.fullmatch(value) else ""


def _saver(field: models.Field[Any, Any]) -> Callable[[Any], Any] | None:
    """`_save` for one field; None when its values go to the driver as they are."""
    kind = type(field)
    for plain in _AS_IS:
        if isinstance(field, plain) and all(getattr(kind, name) is getattr(plain, name) for name in _DETOURS):
            return None
    if kind is models.DateTimeField and connection.vendor == "sqlite":
        return _moment
    return lambda value: _save(field, value)


@lru_cache(8192)
def _moment(value: datetime | None) -> str | None:
    """A moment as SQLite stores it; the one of a matter stands in several rows."""
    stored: str | None = connection.ops.adapt_datetimefield_value(value)
    return stored


def _save(field: models.Field[Any, Any], value: Any) -> Any:
    return field.get_db_prep_save(value, connection)
