"""The index itself: an FTS5 table on SQLite, a tsvector column with GIN on PostgreSQL."""

from django.db import migrations

SQLITE = [
    # contentless: the canonical text in search_searchdocument gives the tokens again when an entry
    # is taken out; "ascii" leaves every character beyond ASCII as it is (the tokens are ours)
    """CREATE VIRTUAL TABLE search_index USING fts5(
        title, body, content='', tokenize='ascii', prefix='1', detail=full)""",
    # more is gathered in memory before it is written: an import needs a third less time
    "INSERT INTO search_index (search_index, rank) VALUES ('hashsize', 16777216)",
]
POSTGRESQL = [
    "ALTER TABLE search_searchdocument ADD COLUMN terms tsvector NOT NULL DEFAULT ''::tsvector",
    # never read except through the index, so it must not make the rows fat
    "ALTER TABLE search_searchdocument ALTER COLUMN terms SET STORAGE EXTERNAL",
    "ALTER TABLE search_searchdocument ALTER COLUMN terms SET STATISTICS 1000",
    # the engine works the waiting list in at the end of every batch (engines/postgres.py)
    "CREATE INDEX search_terms ON search_searchdocument USING gin (terms) WITH (fastupdate = on, gin_pending_list_limit = 32768)",
    # The planner does not know what it costs to fetch a tsvector from its side table and would read
    # the whole table for a common word; inside these functions it must use the index.
    """CREATE FUNCTION search_ids(wanted tsquery) RETURNS SETOF bigint LANGUAGE sql STABLE
        SET enable_seqscan = off
        AS 'SELECT id FROM search_searchdocument WHERE terms @@ wanted'""",
    """CREATE FUNCTION search_some(wanted tsquery, most integer) RETURNS SETOF bigint LANGUAGE sql STABLE
        SET enable_seqscan = off
        AS 'SELECT id FROM search_searchdocument WHERE terms @@ wanted LIMIT most'""",
]


def make(apps, schema_editor):
    """Create what the engine needs."""
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


def unmake(apps, schema_editor):
    """Take it away again; the documents stay."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE search_index")
    else:
        schema_editor.execute("DROP FUNCTION search_ids(tsquery)")
        schema_editor.execute("DROP FUNCTION search_some(tsquery, integer)")
        schema_editor.execute("ALTER TABLE search_searchdocument DROP COLUMN terms")


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]
    operations = [migrations.RunPython(make, unmake)]
