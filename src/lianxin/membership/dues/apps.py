from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


class DuesConfig(AppConfig):
    name = "lianxin.membership.dues"
    label = "dues"
    verbose_name = "党费"

    def ready(self) -> None:
        from .wiring import connect

        connect()
        post_migrate.connect(_kept_by_the_database, sender=self)


def _kept_by_the_database(using: str, **_: Any) -> None:
    """After every migration: SQLite loses triggers when it makes a table anew."""
    from . import keeping

    connection = connections[using]
    tables = connection.introspection.table_names()
    if keeping.LINES in tables and keeping.TOTALS in tables:
        keeping.install(connection)
