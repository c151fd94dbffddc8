"""Migrations whose states are drawn sparingly leave the very tables that Django's own way leaves."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, connections, migrations, models
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState

from lianxin.foundation.spine.migrating import drawn_sparingly

#: rooms with steps of every kind: fields, indexes and constraints added later, relations between rooms, Python
GOAL = ("accounts", "organisations", "files", "audit")
Way = Callable[[], AbstractContextManager[None]]


def tables(way: Way, file: Path) -> list[Any]:
    """All that stands in the schema of a new database."""
    connections.settings["new"] = connections.settings["default"] | {
        "ENGINE": "django.db.backends.sqlite3", "NAME": str(file)
    }  # fmt: skip
    try:
        with way():
            executor = MigrationExecutor(connections["new"])
            executor.migrate([leaf for leaf in executor.loader.graph.leaf_nodes() if leaf[0] in GOAL])
    finally:
        connections["new"].close()
        del connections["new"]
        del connections.settings["new"]
    with sqlite3.connect(file) as seen:
        return sorted(seen.execute("select type, name, tbl_name, sql from sqlite_master"), key=str)


def test_the_tables_are_those_of_django(tmp_path: Path, django_db_blocker: Any) -> None:
    with django_db_blocker.unblock():
        plain, ours = tables(nullcontext, tmp_path / "plain"), tables(drawn_sparingly, tmp_path / "ours")
    assert len(plain) > 30
    assert ours == plain


def test_what_python_sees_is_whole() -> None:
    """A step that runs Python asks for relations from both sides, also of models that came after."""
    state = ProjectState()
    with drawn_sparingly():
        for step in (
            migrations.CreateModel("House", [("id", models.AutoField(primary_key=True))]),
            migrations.CreateModel("Room", [("id", models.AutoField(primary_key=True))]),
            migrations.AddField("room", "house", models.ForeignKey("t.House", models.CASCADE, related_name="rooms")),
            migrations.AlterModelOptions("house", {"verbose_name": "屋"}),
        ):
            assert state.apps  # as in a run: drawn before the step, changed by it
            step.state_forwards("t", state)
        assert state.is_delayed
        state.clear_delayed_apps_cache()  # as RunPython does
        house, room = state.apps.get_model("t", "House"), state.apps.get_model("t", "Room")
    assert [r.related_model for r in house._meta.related_objects] == [room]
    assert room._meta.get_field("house").remote_field.model is house
    assert ProjectState.add_model.__module__.startswith("django.")


@pytest.mark.django_db
def test_the_database_has_what_the_models_say() -> None:
    """Columns, indexes and constraints by name, for every table of our own: no step of a migration was lost."""
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            table = model._meta.db_table
            if not model.__module__.startswith("lianxin.") or model._meta.proxy or not model._meta.managed:
                continue
            columns = {c.name for c in connection.introspection.get_table_description(cursor, table)}
            assert {f.column for f in model._meta.local_concrete_fields} == columns, table
            there = set(connection.introspection.get_constraints(cursor, table))
            wanted = {part.name for part in (*model._meta.indexes, *model._meta.constraints)}
            assert wanted <= there, (table, wanted - there)
