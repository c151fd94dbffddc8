"""SQL by which the database itself marks the organisations whose headcount a change of files touches (decision 0020).

Every way of writing is met: pages, imports, mergers, a statement typed by hand. A mark is a new row and no counter, so
that nobody waits for anybody. Put in place after every migration, since SQLite loses triggers when it makes a table anew.
"""

from __future__ import annotations

from typing import Any

from lianxin.foundation.spine import triggers

MEMBERS, MARKS = "dossiers_member", "dossiers_recount"
NAMES = ("dossiers_mark_insert", "dossiers_mark_update", "dossiers_mark_delete")
#: what a headcount is counted from
_FACTS = ("organisation_id", "standing", "stage", "sex", "ethnicity", "education", "born")


def _sqlite(name: str, event: str, sides: tuple[str, ...]) -> str:
    """One mark for an organisation is enough where there is only one writer at a time."""
    changed = " OR ".join(f"OLD.{fact} IS NOT NEW.{fact}" for fact in _FACTS)
    marks = " ".join(
        f"INSERT INTO {MARKS} (organisation_id) SELECT {side}.organisation_id WHERE NOT EXISTS"  # noqa: S608 - constants
        f" (SELECT 1 FROM {MARKS} WHERE organisation_id = {side}.organisation_id);"
        for side in sides
    )
    return triggers.each_row(name, event, MEMBERS, marks, changed if event == "UPDATE" else "")


def _postgresql() -> list[str]:
    """One statement writes one mark for each organisation that it touched."""
    old, new = (", ".join(f"{side}.{fact}" for fact in _FACTS) for side in ("o", "n"))
    changed = (
        "SELECT DISTINCT side.id FROM fresh n JOIN gone o ON o.id = n.id "  # noqa: S608 - constants
        f"CROSS JOIN LATERAL (VALUES (n.organisation_id), (o.organisation_id)) side(id) WHERE ({old}) IS DISTINCT FROM ({new})"
    )
    parts = (
        ("INSERT", "SELECT DISTINCT organisation_id FROM fresh"),
        ("UPDATE", changed),
        ("DELETE", "SELECT DISTINCT organisation_id FROM gone"),
    )
    return [
        statement
        for name, (event, source) in zip(NAMES, parts, strict=True)
        for statement in triggers.each_statement(
            name, event, MEMBERS, f"INSERT INTO {MARKS} (organisation_id) {source}"
        )
    ]


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
    return triggers.missing(connection, NAMES)
