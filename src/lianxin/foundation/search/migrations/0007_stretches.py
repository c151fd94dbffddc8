"""PostgreSQL learns the numbers of stretches (packed.py) in a table of their own; what is there is indexed again."""

from importlib import import_module

from django.db import migrations

former = import_module("lianxin.foundation.search.migrations.0004_pieces")

MAKE = [
    # no foreign key: tables that are emptied together with others would have to name this one too
    """CREATE TABLE search_stretches (
        id bigint PRIMARY KEY, kind varchar(32) NOT NULL, org_path varchar(255) NOT NULL, numbers bigint[] NOT NULL)""",
    # never read except through the index: out of the way, and nothing that planning would have to look at
    "ALTER TABLE search_stretches ALTER COLUMN numbers SET STORAGE EXTERNAL",
    "ALTER TABLE search_stretches ALTER COLUMN numbers SET STATISTICS 0",
]
# once it is filled: all at once is many times quicker than row by row
FOLLOW = [
    "CREATE INDEX search_numbers ON search_stretches USING gin (numbers) WITH (fastupdate = on)",
    # the writer says how long the list of what waits may grow (engines/postgres.py)
    "ALTER INDEX search_terms RESET (gin_pending_list_limit)",
    """CREATE FUNCTION search_stretches_follow() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'DELETE' THEN
                DELETE FROM search_stretches WHERE id IN (SELECT id FROM gone);
            ELSE
                TRUNCATE search_stretches;
            END IF;
            RETURN NULL;
        END $$""",
    """CREATE TRIGGER search_stretches_delete AFTER DELETE ON search_searchdocument
        REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION search_stretches_follow()""",
    """CREATE TRIGGER search_stretches_truncate AFTER TRUNCATE ON search_searchdocument
        FOR EACH STATEMENT EXECUTE FUNCTION search_stretches_follow()""",
]
UNMAKE = [
    "DROP TRIGGER search_stretches_delete ON search_searchdocument",
    "DROP TRIGGER search_stretches_truncate ON search_searchdocument",
    "DROP FUNCTION search_stretches_follow()",
    "DROP TABLE search_stretches",
]


def forward(apps, schema_editor):
    """The table, filled. The lexemes keep the pieces, which nobody asks for any more, until an entry is indexed again."""
    from lianxin.foundation.search.engines import postgres

    if schema_editor.connection.vendor == "sqlite":
        return
    for statement in MAKE:
        schema_editor.execute(statement)
    for part in former._batches(apps):
        with schema_editor.connection.cursor() as cursor:
            cursor.executemany(
                postgres.ADD_STRETCHES, [postgres.stretches_of(d) for d in part if d.audience == "public"]
            )
    for statement in FOLLOW:
        schema_editor.execute(statement)


def backward(apps, schema_editor):
    """Without the table; the lexemes of the former search come back with ``lianxin search reindex``."""
    if schema_editor.connection.vendor != "sqlite":
        for statement in UNMAKE:
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("search", "0006_signs")]
    operations = [migrations.RunPython(forward, backward)]
