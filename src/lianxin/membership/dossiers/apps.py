from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


class DossiersConfig(AppConfig):
    name = "lianxin.membership.dossiers"
    label = "dossiers"
    verbose_name = "党员档案"

    def ready(self) -> None:
        from .wiring import connect

        connect()
        post_migrate.connect(_mark_by_the_database, sender=self)


def _mark_by_the_database(using: str, **_: Any) -> None:
    """After every migration: SQLite loses triggers when it makes a table anew."""
    from . import marks

    connection = connections[using]
    tables = connection.introspection.table_names()
    if marks.MEMBERS in tables and marks.MARKS in tables:
        marks.install(connection)
