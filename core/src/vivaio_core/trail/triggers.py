"""The database's own guard of the chain: nothing is changed or deleted, raw SQL included; only payload and salt may be erased, together."""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

KEPT = ("id", "seq", "at", "kind", "actor_id", "subject_id", "target", "digest", "prev_hash", "hash")
_NAMES = ("trail_event_insert", "trail_event_update", "trail_event_delete", "trail_event_truncate")


def sqlite() -> list[str]:
    """Three triggers; the one on INSERT also stops INSERT OR REPLACE, which would delete without firing the others."""
    same = " AND ".join(f"NEW.{name} IS OLD.{name}" for name in KEPT)
    erased = "NEW.payload IS NULL AND NEW.salt IS NULL AND OLD.salt IS NOT NULL"
    follows = (
        "NEW.seq = 1 + COALESCE((SELECT MAX(seq) FROM trail_event), 0)"
        " AND NEW.prev_hash = COALESCE((SELECT hash FROM trail_event ORDER BY seq DESC LIMIT 1), '" + "0" * 64 + "')"
        " AND NOT EXISTS (SELECT 1 FROM trail_event WHERE id = NEW.id OR hash = NEW.hash)"
    )
    refuse = "BEGIN SELECT RAISE(ABORT, 'trail: append only'); END"
    return [
        f"CREATE TRIGGER IF NOT EXISTS trail_event_insert BEFORE INSERT ON trail_event WHEN NOT ({follows}) {refuse}",
        f"CREATE TRIGGER IF NOT EXISTS trail_event_update BEFORE UPDATE ON trail_event WHEN NOT ({same} AND {erased}) {refuse}",
        f"CREATE TRIGGER IF NOT EXISTS trail_event_delete BEFORE DELETE ON trail_event {refuse}",
    ]


_GUARD = """
CREATE OR REPLACE FUNCTION trail_event_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE head record;
BEGIN
  IF TG_OP = 'INSERT' THEN
    SELECT seq, hash INTO head FROM trail_event ORDER BY seq DESC LIMIT 1;
    IF NEW.seq = COALESCE(head.seq, 0) + 1 AND NEW.prev_hash = COALESCE(head.hash, repeat('0', 64)) THEN RETURN NEW; END IF;
  ELSIF TG_OP = 'UPDATE' THEN
    IF {same} AND NEW.payload IS NULL AND NEW.salt IS NULL AND OLD.salt IS NOT NULL THEN RETURN NEW; END IF;
  END IF;
  RAISE EXCEPTION 'trail: append only' USING ERRCODE = 'integrity_constraint_violation';
END $$"""


def postgresql() -> list[str]:
    """One function and four triggers; TRUNCATE is refused too."""
    same = " AND ".join(f"NEW.{name} IS NOT DISTINCT FROM OLD.{name}" for name in KEPT)
    row = "BEFORE {0} ON trail_event FOR EACH ROW EXECUTE FUNCTION trail_event_guard()"
    made = [f"CREATE OR REPLACE TRIGGER trail_event_{verb.lower()} {row.format(verb)}" for verb in ("INSERT", "UPDATE", "DELETE")]
    truncate = "BEFORE TRUNCATE ON trail_event FOR EACH STATEMENT EXECUTE FUNCTION trail_event_guard()"
    return [_GUARD.format(same=same), *made, f"CREATE OR REPLACE TRIGGER trail_event_truncate {truncate}"]


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the guard in place; twice is the same as once. Migrations that rebuild the table on SQLite lose it, hence after each `migrate` too."""
    with connection.cursor() as cursor:
        for statement in postgresql() if connection.vendor == "postgresql" else sqlite():
            cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the guard away: for reversing the migration and for emptying a test database."""
    with connection.cursor() as cursor:
        for name in _NAMES:
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}" + (" ON trail_event" if connection.vendor == "postgresql" else ""))


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """The triggers that are not there; empty when the guard stands."""
    query = "SELECT tgname FROM pg_trigger" if connection.vendor == "postgresql" else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    with connection.cursor() as cursor:
        cursor.execute(query)
        found = {row[0] for row in cursor.fetchall()}
    wanted = _NAMES if connection.vendor == "postgresql" else _NAMES[:3]
    return [name for name in wanted if name not in found]


def after_migrate(sender: Any, using: str, **_: Any) -> None:
    """Signal handler of `post_migrate`."""
    from django.db import connections

    connection = connections[using]
    if "trail_event" in connection.introspection.table_names():
        install(connection)
