"""The index learns the pieces of words, signs, audience and kind (grams.py); what is there is indexed again."""

from django.db import migrations

TABLE = """CREATE VIRTUAL TABLE search_index USING fts5(
    title, body, {extra}content='', tokenize='ascii', prefix='1', detail=full)"""
SETTINGS = (("hashsize", 128 * 1024 * 1024), ("crisismerge", 500))
BATCH = 500


def _batches(apps):
    model = apps.get_model("search", "SearchDocument")
    last = None
    while True:
        rows = model.objects.order_by("pk")
        if last is not None:
            rows = rows.filter(pk__gt=last)
        part = list(rows[:BATCH])
        if not part:
            return
        last = part[-1].pk
        yield part


def _again(schema_editor, extra):
    schema_editor.execute("DROP TABLE search_index")
    schema_editor.execute(TABLE.format(extra=extra))
    for name, value in SETTINGS:
        schema_editor.execute(f"INSERT INTO search_index (search_index, rank) VALUES ('{name}', {value})")


def forward(apps, schema_editor):
    """A new table on SQLite, other lexemes on PostgreSQL."""
    from lianxin.foundation.search.engines import postgres, sqlite

    small = schema_editor.connection.vendor == "sqlite"
    if small:
        _again(schema_editor, "pieces, ")
    for part in _batches(apps):
        with schema_editor.connection.cursor() as cursor:
            if small:
                words = [(d.pk, *sqlite._indexed(d.text, d.audience, d.kind)) for d in part]
                cursor.executemany(
                    "INSERT INTO search_index (rowid, title, body, pieces) VALUES (%s, %s, %s, %s)", words
                )
            else:
                bags = [(postgres.bag(d), d.pk) for d in part]
                cursor.executemany(
                    "UPDATE search_searchdocument SET terms = array_to_tsvector(string_to_array(%s, ' ')) WHERE id = %s",
                    bags,
                )


def backward(apps, schema_editor):
    """The former table; PostgreSQL's former questions find what they found."""
    from lianxin.foundation.search.engines import sqlite

    if schema_editor.connection.vendor != "sqlite":
        return
    _again(schema_editor, "")
    for part in _batches(apps):
        words = [(d.pk, *sqlite._indexed(d.text, d.audience, d.kind)[:2]) for d in part]
        with schema_editor.connection.cursor() as cursor:
            cursor.executemany("INSERT INTO search_index (rowid, title, body) VALUES (%s, %s, %s)", words)


class Migration(migrations.Migration):
    dependencies = [("search", "0003_bulk")]
    operations = [migrations.RunPython(forward, backward)]
