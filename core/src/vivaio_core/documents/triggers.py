"""The database's own guard, raw SQL included: a published version never changes or goes (people P18), a signature is written once and
only on a published text, with that text's fingerprint."""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

VERSION, SIGNATURE = "documents_documentversion", "documents_signature"
_FIXED = ("id", "document_id", "number")
_WRONG_SIGNATURE = f"NOT EXISTS (SELECT 1 FROM {VERSION} v WHERE v.id = NEW.version_id AND v.state = 'published' AND v.text_hash = NEW.version_hash)"  # noqa: S608
_LATER = (
    f"EXISTS (SELECT 1 FROM {VERSION} v WHERE v.document_id = NEW.document_id AND v.id <> NEW.id"  # noqa: S608
    " AND v.state = 'published' AND (v.in_force_from >= NEW.in_force_from OR v.number > NEW.number))"
)
# INSERT OR REPLACE and UPDATE OR REPLACE would delete a row without firing the trigger on DELETE.
_REPLACED_VERSION = (
    f"EXISTS (SELECT 1 FROM {VERSION} v WHERE v.id = NEW.id OR (v.document_id = NEW.document_id AND v.number = NEW.number"  # noqa: S608
    " AND v.state = 'published'))"
)
_REPLACED_SIGNATURE = f"EXISTS (SELECT 1 FROM {SIGNATURE} s WHERE s.id = NEW.id OR (s.party_id = NEW.party_id AND s.version_id = NEW.version_id))"  # noqa: S608
_MOVED = "({moved}) OR (NEW.state = 'published' AND {later})"
NAMES = {
    f"{VERSION}_update": VERSION,
    f"{VERSION}_delete": VERSION,
    f"{SIGNATURE}_insert": SIGNATURE,
    f"{SIGNATURE}_update": SIGNATURE,
    f"{SIGNATURE}_delete": SIGNATURE,
}
_SQLITE_ONLY = {f"{VERSION}_insert": VERSION}
_POSTGRES_ONLY = {f"{VERSION}_truncate": VERSION, f"{SIGNATURE}_truncate": SIGNATURE}


def sqlite() -> list[str]:
    """SQLite's triggers."""
    moved = " OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in _FIXED)
    published = f"OLD.state = 'published' OR {_MOVED.format(moved=moved, later=_LATER)}"
    return [
        _sqlite(f"{VERSION}_insert", "INSERT", VERSION, _REPLACED_VERSION, "a version is published once"),
        _sqlite(f"{VERSION}_update", "UPDATE", VERSION, published, "a published version never changes"),
        _sqlite(f"{VERSION}_delete", "DELETE", VERSION, "OLD.state = 'published'", "a published version never goes"),
        _sqlite(f"{SIGNATURE}_insert", "INSERT", SIGNATURE, f"{_WRONG_SIGNATURE} OR {_REPLACED_SIGNATURE}", "not the text that is published"),
        _sqlite(f"{SIGNATURE}_update", "UPDATE", SIGNATURE, "1", "append only"),
        _sqlite(f"{SIGNATURE}_delete", "DELETE", SIGNATURE, "1", "append only"),
    ]


def _sqlite(name: str, verb: str, table: str, condition: str, message: str) -> str:
    return f"CREATE TRIGGER IF NOT EXISTS {name} BEFORE {verb} ON {table} WHEN {condition} BEGIN SELECT RAISE(ABORT, 'documents: {message}'); END"


def postgresql() -> list[str]:
    """PostgreSQL's functions and triggers; TRUNCATE is refused too."""
    moved = " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in _FIXED)
    row = f"IF OLD.state = 'published' OR {_MOVED.format(moved=moved, later=_LATER)} THEN {_refuse('a published version never changes')} END IF;"
    gone = f"IF OLD.state = 'published' THEN {_refuse('a published version never goes')} END IF;"
    return [
        _function("documents_version_kept", f"{row} RETURN NEW;"),
        _function("documents_version_stays", f"{gone} RETURN OLD;"),
        _function("documents_signature_true", f"IF {_WRONG_SIGNATURE} THEN {_refuse('not the text that is published')} END IF; RETURN NEW;"),
        _function("documents_append_only", _refuse("append only")),
        _row(f"{VERSION}_update", "UPDATE", VERSION, "documents_version_kept"),
        _row(f"{VERSION}_delete", "DELETE", VERSION, "documents_version_stays"),
        _row(f"{SIGNATURE}_insert", "INSERT", SIGNATURE, "documents_signature_true"),
        _row(f"{SIGNATURE}_update", "UPDATE", SIGNATURE, "documents_append_only"),
        _row(f"{SIGNATURE}_delete", "DELETE", SIGNATURE, "documents_append_only"),
        *(_whole(name, table) for name, table in _POSTGRES_ONLY.items()),
    ]


def _refuse(message: str) -> str:
    return f"RAISE EXCEPTION 'documents: {message}' USING ERRCODE = 'integrity_constraint_violation';"


def _function(name: str, body: str) -> str:
    return f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$"


def _row(name: str, verb: str, table: str, function: str) -> str:
    return f"CREATE OR REPLACE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION {function}()"


def _whole(name: str, table: str) -> str:
    return f"CREATE OR REPLACE TRIGGER {name} BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION documents_append_only()"


def names(vendor: str) -> dict[str, str]:
    """Trigger → its table, on one kind of database."""
    return NAMES | (_POSTGRES_ONLY if vendor == "postgresql" else _SQLITE_ONLY)


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the guard in place; twice is the same as once. SQLite loses it when a migration rebuilds a table, hence after each `migrate` too."""
    with connection.cursor() as cursor:
        for statement in postgresql() if connection.vendor == "postgresql" else sqlite():
            cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the guard away, for reversing the migration."""
    with connection.cursor() as cursor:
        for name, table in names(connection.vendor).items():
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}" + (f" ON {table}" if connection.vendor == "postgresql" else ""))


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """The triggers that are not there; empty when the guard stands."""
    query = "SELECT tgname FROM pg_trigger" if connection.vendor == "postgresql" else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    with connection.cursor() as cursor:
        cursor.execute(query)
        found = {row[0] for row in cursor.fetchall()}
    return sorted(set(names(connection.vendor)) - found)


def after_migrate(sender: Any, using: str, **_: Any) -> None:
    """Signal handler of `post_migrate`."""
    from django.db import connections

    connection = connections[using]
    if SIGNATURE in connection.introspection.table_names():
        install(connection)
