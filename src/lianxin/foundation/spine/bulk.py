"""Fast insertion of many plain rows for importers, where model instances would cost most of the time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection, models


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
    prepared = [_save(f, constant.get(name, f.get_default())) for name, f in same.items()]
    moving = [fields[name] for name in varying]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(f.column)) for f in [*same.values(), *moving])
    marks = ", ".join(["%s"] * (len(same) + len(moving)))
    statement = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({marks})"  # noqa: S608 - names of our own
    values = ([*prepared, *(_save(f, v) for f, v in zip(moving, row, strict=True))] for row in rows)
    with connection.cursor() as cursor:
        cursor.executemany(statement, list(values))


def _save(field: models.Field[Any, Any], value: Any) -> Any:
    return field.get_db_prep_save(value, connection)
