"""Statements whose SQL is made once. For the few pages that are read most.

Django spends about a millisecond on turning a query set into SQL, each time again; the page of one
letter needs eight of them. A `Prepared` remembers SQL and converters of a ``values_list`` query and
only puts the new keys in. What it asks for is still written as a query set, with its scope.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import DEFERRED, Model, QuerySet

#: stand in for keys while the SQL is made; no key has such a value
MOST_KEYS = 64
_NUMBERS = tuple(-(7_000_000_000_000_001 + i) for i in range(MOST_KEYS))
_TEXTS = tuple(f"{{key {i}}}" for i in range(MOST_KEYS))
Key = int | str
Converters = list[tuple[int, list[Callable[..., Any]], Any]]


@dataclass(frozen=True, slots=True)
class _Made:
    sql: str
    values: tuple[Any, ...]
    converters: Converters


class Prepared:
    """A ``values_list`` query with keys: ``Prepared(lambda pk: Step.objects.filter(case=pk).values_list(...))``.

    All keys of one call are numbers, or all are texts; at most `MOST_KEYS`, each number of keys is made once.
    """

    def __init__(self, make: Callable[..., QuerySet[Any, Any]]) -> None:
        self._make = make
        self._made: dict[tuple[str, int, type], _Made] = {}

    def __call__(self, *keys: Key) -> list[tuple[Any, ...]]:
        """The rows for these keys, converted as Django would."""
        marks: tuple[Key, ...] = _TEXTS if isinstance(keys[0], str) else _NUMBERS
        made = self._made_for(marks[: len(keys)])
        by_mark = dict(zip(marks, keys, strict=False))
        values = [by_mark.get(v, v) if isinstance(v, int | str) else v for v in made.values]
        with connection.cursor() as cursor:
            cursor.execute(made.sql, values)
            rows = cursor.fetchall()
        return [_converted(row, made.converters) for row in rows]

    def _made_for(self, marks: tuple[Key, ...]) -> _Made:
        name = (connection.vendor, len(marks), type(marks[0]))
        known = self._made.get(name)
        if known is None:
            known = self._made[name] = _compile(self._make(*marks))
        return known


def _compile(rows: QuerySet[Any, Any]) -> _Made:
    compiler = rows.query.get_compiler(connection=connection)
    sql, values = compiler.as_sql()
    found = compiler.get_converters([column[0] for column in compiler.select])
    return _Made(sql, tuple(values), [(place, list(functions), column) for place, (functions, column) in found.items()])


def _converted(row: Sequence[Any], converters: Converters) -> tuple[Any, ...]:
    values = list(row)
    for place, functions, column in converters:
        value = values[place]
        for function in functions:
            value = function(value, column, connection)
        values[place] = value
    return tuple(values)


@lru_cache(maxsize=64)
def _places(model: type[Model], names: tuple[str, ...]) -> tuple[int | None, ...]:
    """Where in the row the value of each column of the model stands; None for one that was not read."""
    wanted = [f.attname for f in model._meta.concrete_fields]
    unknown = set(names) - set(wanted)
    if unknown:
        raise ValueError(f"{model.__name__} has no columns {sorted(unknown)}")
    return tuple(names.index(name) if name in names else None for name in wanted)


def instance(model: type[Model], names: tuple[str, ...], row: Sequence[Any]) -> Any:
    """A model instance with only these columns loaded; the others are fetched if somebody asks."""
    made = model(*(DEFERRED if place is None else row[place] for place in _places(model, names)))
    made._state.adding = False
    made._state.db = connection.alias
    return made
