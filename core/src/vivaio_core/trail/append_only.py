"""A guard that the database itself keeps: rows of some tables are written once, raw SQL included, on SQLite and PostgreSQL."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper


@dataclass(frozen=True)
class AppendOnly:
    """Triggers that refuse UPDATE, DELETE, TRUNCATE and INSERT OR REPLACE on `tables`; `room` names them in the error."""

    room: str
    tables: Sequence[str]

    def names(self) -> dict[str, str]:
        """Trigger → its table, on both databases."""
        return {f"{table}_{verb}": table for table in self.tables for verb in ("update", "delete")}

    def sqlite(self) -> list[str]:
        """The one on INSERT stops INSERT OR REPLACE, which would delete without firing the others."""
        refuse = f"BEGIN SELECT RAISE(ABORT, '{self.room}: append only'); END"
        made = [
            f"CREATE TRIGGER IF NOT EXISTS {name} BEFORE {name.rsplit('_', 1)[1].upper()} ON {table} {refuse}" for name, table in self.names().items()
        ]
        again = "WHEN EXISTS (SELECT 1 FROM {0} WHERE id = NEW.id)"
        return made + [
            f"CREATE TRIGGER IF NOT EXISTS {table}_insert BEFORE INSERT ON {table} {again.format(table)} {refuse}" for table in self.tables
        ]

    def postgresql(self) -> list[str]:
        """One function; TRUNCATE is refused too."""
        function = f"{self.room}_append_only"
        refuse = f"RAISE EXCEPTION '{self.room}: append only' USING ERRCODE = 'integrity_constraint_violation';"
        made = [f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {refuse} END $$"]
        for name, table in self.names().items():
            verb = name.rsplit("_", 1)[1].upper()
            made.append(f"CREATE OR REPLACE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION {function}()")
        truncate = "CREATE OR REPLACE TRIGGER {0}_truncate BEFORE TRUNCATE ON {0} FOR EACH STATEMENT EXECUTE FUNCTION {1}()"
        return made + [truncate.format(table, function) for table in self.tables]

    def install(self, connection: BaseDatabaseWrapper) -> None:
        """Put the guard in place; twice is the same as once."""
        with connection.cursor() as cursor:
            for statement in self.postgresql() if connection.vendor == "postgresql" else self.sqlite():
                cursor.execute(statement)

    def remove(self, connection: BaseDatabaseWrapper) -> None:
        """Take the guard away, for reversing a migration."""
        postgresql = connection.vendor == "postgresql"
        last = "truncate" if postgresql else "insert"
        every = {**self.names(), **{f"{table}_{last}": table for table in self.tables}}
        with connection.cursor() as cursor:
            for name, table in every.items():
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}" + (f" ON {table}" if postgresql else ""))

    def missing(self, connection: BaseDatabaseWrapper) -> list[str]:
        """The triggers that are not there; empty when the guard stands."""
        query = "SELECT tgname FROM pg_trigger" if connection.vendor == "postgresql" else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        with connection.cursor() as cursor:
            cursor.execute(query)
            found = {row[0] for row in cursor.fetchall()}
        return [name for name in self.names() if name not in found]

    def after_migrate(self, sender: Any, using: str, **_: Any) -> None:
        """Signal handler of `post_migrate`: SQLite loses triggers when a migration rebuilds a table."""
        from django.db import connections

        connection = connections[using]
        if self.tables[0] in connection.introspection.table_names():
            self.install(connection)
