"""The database's own guard of the ledger, on PostgreSQL and SQLite: the same names, the same rules, the same tests.

A later migration that alters one of these tables on SQLite first calls `remove`: SQLite rebuilds a table, and the triggers name each other's
tables. After each `migrate` the guard is put back.
"""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from vivaio_core.ledger import triggers_postgresql, triggers_sqlite
from vivaio_core.trail.append_only import AppendOnly

TABLE = "ledger_transfer"
SEALS = AppendOnly("ledger", ["ledger_seal"])


def _guard(connection: BaseDatabaseWrapper) -> Any:
    return triggers_postgresql if connection.vendor == "postgresql" else triggers_sqlite


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the guard in place; twice is the same as once."""
    _guard(connection).install(connection)
    SEALS.install(connection)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the guard away: for reversing the migration and before a table is rebuilt."""
    _guard(connection).remove(connection)
    SEALS.remove(connection)


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """The triggers that are not there, or are switched off; empty when the guard stands."""
    postgresql = connection.vendor == "postgresql"
    query = "SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D'" if postgresql else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    with connection.cursor() as cursor:
        cursor.execute(query)
        found = {row[0] for row in cursor.fetchall()}
    return [name for name in (*_guard(connection).tables(), *SEALS.names()) if name not in found]


def after_migrate(sender: Any, using: str, **_: Any) -> None:
    """Signal handler of `post_migrate`."""
    from django.db import connections

    connection = connections[using]
    if TABLE in connection.introspection.table_names():
        install(connection)
