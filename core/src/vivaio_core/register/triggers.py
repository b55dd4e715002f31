"""The database's own guard of the libro soci: entries and payments are written once, numbers have no gap, days of annotation never
go back (people P4), raw SQL included."""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

ENTRY, PAYMENT, OPERATION = "register_registerentry", "register_sharepayment", "register_operation"
KEPT = (ENTRY, PAYMENT)
_FOLLOWS = (
    "NEW.seq = 1 + COALESCE((SELECT MAX(seq) FROM register_registerentry WHERE register_id = NEW.register_id), 0)"
    " AND NOT EXISTS (SELECT 1 FROM register_registerentry WHERE register_id = NEW.register_id"
    " AND seq = NEW.seq - 1 AND recorded_on > NEW.recorded_on)"
)
_REFUSE = "BEGIN SELECT RAISE(ABORT, 'register: append only'); END"


def _there(table: str) -> str:
    """True when the id of a new row is taken."""
    return f"EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id)"  # noqa: S608 - the tables' names are ours


def names() -> dict[str, str]:
    """Trigger → its table, on both databases."""
    found = {f"{table}_{verb}": table for table in KEPT for verb in ("update", "delete")}
    return {f"{ENTRY}_insert": ENTRY, **found, f"{OPERATION}_delete": OPERATION}


def sqlite() -> list[str]:
    """The ones on INSERT also stop INSERT OR REPLACE, which would delete without firing the others."""
    made = [
        f"CREATE TRIGGER IF NOT EXISTS {ENTRY}_insert BEFORE INSERT ON {ENTRY} WHEN NOT ({_FOLLOWS}) OR {_there(ENTRY)} {_REFUSE}",
        f"CREATE TRIGGER IF NOT EXISTS {PAYMENT}_insert BEFORE INSERT ON {PAYMENT} WHEN {_there(PAYMENT)} {_REFUSE}",
    ]
    for name, table in names().items():
        verb = name.rsplit("_", 1)[1].upper()
        if verb != "INSERT":
            made.append(f"CREATE TRIGGER IF NOT EXISTS {name} BEFORE {verb} ON {table} {_REFUSE}")
    return made


def postgresql() -> list[str]:
    """Two functions; TRUNCATE is refused too."""
    refuse = "RAISE EXCEPTION 'register: append only' USING ERRCODE = 'integrity_constraint_violation';"
    body = f"IF TG_OP = 'INSERT' THEN IF {_FOLLOWS} THEN RETURN NEW; END IF; END IF; {refuse}"
    made = [
        f"CREATE OR REPLACE FUNCTION register_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$",
        f"CREATE OR REPLACE FUNCTION register_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {refuse} END $$",
    ]
    for name, table in names().items():
        verb = name.rsplit("_", 1)[1].upper()
        function = "register_guard" if verb == "INSERT" else "register_kept"
        made.append(f"CREATE OR REPLACE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION {function}()")
    truncate = "CREATE OR REPLACE TRIGGER {0}_truncate BEFORE TRUNCATE ON {0} FOR EACH STATEMENT EXECUTE FUNCTION register_kept()"
    return [*made, *(truncate.format(table) for table in KEPT)]


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the guard in place; twice is the same as once. SQLite loses it when a migration rebuilds a table, hence after each `migrate` too."""
    with connection.cursor() as cursor:
        for statement in postgresql() if connection.vendor == "postgresql" else sqlite():
            cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the guard away: for reversing the migration and for emptying a test database."""
    on = connection.vendor == "postgresql"
    every = {**names(), f"{PAYMENT}_insert": PAYMENT, **{f"{table}_truncate": table for table in KEPT}}
    with connection.cursor() as cursor:
        for name, table in every.items():
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}" + (f" ON {table}" if on else ""))


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """The triggers that are not there; empty when the guard stands."""
    query = "SELECT tgname FROM pg_trigger" if connection.vendor == "postgresql" else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    with connection.cursor() as cursor:
        cursor.execute(query)
        found = {row[0] for row in cursor.fetchall()}
    return [name for name in names() if name not in found]


def after_migrate(sender: Any, using: str, **_: Any) -> None:
    """Signal handler of `post_migrate`."""
    from django.db import connections

    connection = connections[using]
    if ENTRY in connection.introspection.table_names():
        install(connection)
