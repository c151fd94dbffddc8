"""Settings of the FTS5 table for imports of very much (SQLite)."""

from django.db import migrations

SETTINGS = (
    # one batch of an import is gathered in memory as a whole; small changes need next to nothing
    ("hashsize", 128 * 1024 * 1024, 16 * 1024 * 1024),
    # many parts are never joined at once while somebody waits: `search.tidy` joins them in small steps
    ("crisismerge", 500, 16),
)


def _set(schema_editor, place):
    if schema_editor.connection.vendor == "sqlite":
        for row in SETTINGS:
            schema_editor.execute(f"INSERT INTO search_index (search_index, rank) VALUES ('{row[0]}', {row[place]})")


def forward(apps, schema_editor):
    """The new settings."""
    _set(schema_editor, 1)


def backward(apps, schema_editor):
    """The former ones."""
    _set(schema_editor, 2)


class Migration(migrations.Migration):
    dependencies = [("search", "0002_index")]
    operations = [migrations.RunPython(forward, backward)]
