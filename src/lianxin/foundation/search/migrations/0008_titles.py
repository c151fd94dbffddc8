"""The index of SQLite learns the ideographs of titles as pieces (grams.py); what is there is indexed again."""

from importlib import import_module

from django.db import migrations

pieces = import_module("lianxin.foundation.search.migrations.0004_pieces")


def forward(apps, schema_editor):
    """PostgreSQL has them in a table of its own (0007)."""
    if schema_editor.connection.vendor == "sqlite":
        pieces.forward(apps, schema_editor)


class Migration(migrations.Migration):
    dependencies = [("search", "0007_stretches")]
    operations = [migrations.RunPython(forward, migrations.RunPython.noop)]
