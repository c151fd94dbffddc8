"""The two engines behind one set of functions; the connection in use decides.

Each module offers ``add(rows)``, ``remove(entries)``, ``page(...)``, ``count(...)``, ``related(...)``,
``also_counted(text)``, ``in_bulk()`` and ``tidy()`` with the same meaning.
"""

from __future__ import annotations

from types import ModuleType

from django.db import connection

from . import postgres, sqlite


def engine() -> ModuleType:
    """The module for the database that this process talks to."""
    return sqlite if connection.vendor == "sqlite" else postgres
