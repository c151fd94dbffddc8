"""SQL that makes the ledger append-only on both engines, used by the migration and by `verify`.

Lines: no UPDATE; DELETE only up to where a tombstone seal says that the lines were pruned (the
tombstone is written first, in the same transaction, and is part of the chain). Seals: neither.
"""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper

LINES = "audit_auditline"
SEALS = "audit_seal"
_PRUNED = f"EXISTS (SELECT 1 FROM {SEALS} WHERE kind = 'tombstone' AND last_id >= OLD.id)"  # noqa: S608 - constants

NAMES = ("audit_lines_no_update", "audit_lines_no_delete", "audit_seals_no_update", "audit_seals_no_delete")

_SQLITE = f"""
CREATE TRIGGER audit_lines_no_update BEFORE UPDATE ON {LINES}
    BEGIN SELECT RAISE(ABORT, 'audit lines are append-only'); END
--
CREATE TRIGGER audit_lines_no_delete BEFORE DELETE ON {LINES} WHEN NOT {_PRUNED}
    BEGIN SELECT RAISE(ABORT, 'audit lines are append-only'); END
--
CREATE TRIGGER audit_seals_no_update BEFORE UPDATE ON {SEALS}
    BEGIN SELECT RAISE(ABORT, 'audit seals are append-only'); END
--
CREATE TRIGGER audit_seals_no_delete BEFORE DELETE ON {SEALS}
    BEGIN SELECT RAISE(ABORT, 'audit seals are append-only'); END
"""
_POSTGRESQL = f"""
CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'audit lines and seals are append-only' USING ERRCODE = 'integrity_constraint_violation';
END $$
--
CREATE OR REPLACE FUNCTION audit_refuse_unpruned() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF {_PRUNED} THEN RETURN OLD; END IF;
    RAISE EXCEPTION 'audit lines are append-only' USING ERRCODE = 'integrity_constraint_violation';
END $$
--
CREATE TRIGGER audit_lines_no_update BEFORE UPDATE ON {LINES} FOR EACH ROW EXECUTE FUNCTION audit_refuse()
--
CREATE TRIGGER audit_lines_no_delete BEFORE DELETE ON {LINES} FOR EACH ROW EXECUTE FUNCTION audit_refuse_unpruned()
--
CREATE TRIGGER audit_lines_no_truncate BEFORE TRUNCATE ON {LINES} EXECUTE FUNCTION audit_refuse()
--
CREATE TRIGGER audit_seals_no_update BEFORE UPDATE ON {SEALS} FOR EACH ROW EXECUTE FUNCTION audit_refuse()
--
CREATE TRIGGER audit_seals_no_delete BEFORE DELETE ON {SEALS} FOR EACH ROW EXECUTE FUNCTION audit_refuse()
--
CREATE TRIGGER audit_seals_no_truncate BEFORE TRUNCATE ON {SEALS} EXECUTE FUNCTION audit_refuse()
"""
_TRUNCATE = ("audit_lines_no_truncate", "audit_seals_no_truncate")


def expected(vendor: str) -> frozenset[str]:
    """Names of the triggers that must stand on an engine."""
    return frozenset(NAMES + (_TRUNCATE if vendor == "postgresql" else ()))


def install(connection: BaseDatabaseWrapper) -> None:
    """Create the triggers (they must not stand yet)."""
    with connection.cursor() as cursor:
        for statement in (_POSTGRESQL if connection.vendor == "postgresql" else _SQLITE).split("\n--\n"):
            cursor.execute(statement.strip())


def remove(connection: BaseDatabaseWrapper) -> None:
    """Drop the triggers: backwards migration and emptying a test database."""
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            for name in NAMES:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
            return
        for name in (*NAMES, *_TRUNCATE):
            table = LINES if "_lines_" in name else SEALS
            cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
        cursor.execute("DROP FUNCTION IF EXISTS audit_refuse(), audit_refuse_unpruned()")


def standing(connection: BaseDatabaseWrapper) -> set[str]:
    """Names of the ledger's triggers that stand and are enabled."""
    if connection.vendor == "postgresql":
        sql = "SELECT tgname FROM pg_trigger WHERE tgname LIKE 'audit\\_%%' AND tgenabled IN ('O', 'A')"
    else:
        sql = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'audit%%'"
    with connection.cursor() as cursor:
        cursor.execute(sql, [])
        return {row[0] for row in cursor.fetchall()}
