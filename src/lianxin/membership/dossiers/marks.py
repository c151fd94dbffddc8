"""SQL by which the database itself marks the organisations whose headcount a change of files touches (decision 0020).

Every way of writing is met: pages, imports, mergers, a statement typed by hand. A mark is a new row and no counter, so
that nobody waits for anybody. Put in place after every migration, since SQLite loses triggers when it makes a table anew.
"""

from __future__ import annotations

from typing import Any

MEMBERS, MARKS = "dossiers_member", "dossiers_recount"
NAMES = ("dossiers_mark_insert", "dossiers_mark_update", "dossiers_mark_delete")
#: what a headcount is counted from
_FACTS = ("organisation_id", "standing", "stage", "sex", "ethnicity", "education", "born")


def _sqlite(name: str, event: str, sides: tuple[str, ...]) -> str:
    """One mark for an organisation is enough where there is only one writer at a time."""
    changed = " OR ".join(f"OLD.{fact} IS NOT NEW.{fact}" for fact in _FACTS)
    when = f" WHEN {changed}" if event == "UPDATE" else ""
    marks = "".join(
        f" INSERT INTO {MARKS} (organisation_id) SELECT {side}.organisation_id WHERE NOT EXISTS"  # noqa: S608 - constants
        f" (SELECT 1 FROM {MARKS} WHERE organisation_id = {side}.organisation_id);"
        for side in sides
    )
    return f"CREATE TRIGGER IF NOT EXISTS {name} AFTER {event} ON {MEMBERS} FOR EACH ROW{when} BEGIN{marks} END"


def _function(name: str, source: str) -> str:
    return (
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"INSERT INTO {MARKS} (organisation_id) {source}; RETURN NULL; END $$"
    )


def _postgresql() -> list[str]:
    """One statement writes one mark for each organisation that it touched."""
    old, new = (", ".join(f"{side}.{fact}" for fact in _FACTS) for side in ("o", "n"))
    changed = (
        "SELECT DISTINCT side.id FROM fresh n JOIN gone o ON o.id = n.id "  # noqa: S608 - constants
        f"CROSS JOIN LATERAL (VALUES (n.organisation_id), (o.organisation_id)) side(id) WHERE ({old}) IS DISTINCT FROM ({new})"
    )
    parts = (
        ("INSERT", "NEW TABLE AS fresh", "SELECT DISTINCT organisation_id FROM fresh"),
        ("UPDATE", "OLD TABLE AS gone NEW TABLE AS fresh", changed),
        ("DELETE", "OLD TABLE AS gone", "SELECT DISTINCT organisation_id FROM gone"),
    )
    found = []
    for name, (event, tables, source) in zip(NAMES, parts, strict=True):
        found.append(_function(name, source))
        found.append(
            f"CREATE OR REPLACE TRIGGER {name} AFTER {event} ON {MEMBERS} REFERENCING {tables} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
        )
    return found


def install(connection: Any) -> None:
    """Put the triggers in place where they are not."""
    statements = _postgresql() if connection.vendor == "postgresql" else [
        _sqlite(NAMES[0], "INSERT", ("NEW",)), _sqlite(NAMES[1], "UPDATE", ("OLD", "NEW")), _sqlite(NAMES[2], "DELETE", ("OLD",)),
    ]  # fmt: skip
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def missing(connection: Any) -> list[str]:
    """Names of triggers that do not stand."""
    question = (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(question)
        there = {row[0] for row in cursor.fetchall()}
    return [name for name in NAMES if name not in there]
