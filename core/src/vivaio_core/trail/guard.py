"""A guard that the database itself keeps, raw SQL included, the same on SQLite and PostgreSQL: a room says once what is refused.

What a superuser of PostgreSQL or the owner of the SQLite file can do, switching triggers off, no trigger prevents: `missing` tells it afterwards.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

SQLITE, POSTGRESQL = "sqlite", "postgresql"


@dataclass(frozen=True)
class Refusal:
    """One trigger: `verb` (INSERT, UPDATE, DELETE, TRUNCATE) on `table` is refused with `message` where the SQL condition `when` holds; always
    when it is empty.

    Conditions name the row by NEW and OLD and are PostgreSQL's; `IS [NOT] DISTINCT FROM` is translated. `given` is asked first, then PostgreSQL
    runs `lock`, so that two sessions do not pass each other; SQLite has one writer. `only` names the database that needs it.
    """

    name: str
    verb: str
    table: str
    message: str = "append only"
    when: str = ""
    given: str = ""
    lock: str = ""
    only: str = ""

    def sqlite(self, room: str) -> list[str]:
        """The trigger for SQLite, in the place of an older one."""
        conditions = " AND ".join(f"({one})" for one in (self.given, self.when) if one)
        plain = conditions.replace("IS NOT DISTINCT FROM", "IS").replace("IS DISTINCT FROM", "IS NOT")
        met = f"WHEN {plain} " if plain else ""
        refuse = f"BEGIN SELECT RAISE(ABORT, '{room}: {self.message}'); END"
        return [f"DROP TRIGGER IF EXISTS {self.name}", f"CREATE TRIGGER {self.name} BEFORE {self.verb} ON {self.table} {met}{refuse}"]

    def postgresql(self, room: str) -> list[str]:
        """The function and the trigger for PostgreSQL; errors are integrity errors for Django."""
        body = f"RAISE EXCEPTION '{room}: {self.message}' USING ERRCODE = 'integrity_constraint_violation';"
        if self.when:
            body = f"IF {self.when} THEN {body} END IF;"
        if self.lock:
            body = f"{self.lock}; {body}"
        if self.given:
            body = f"IF {self.given} THEN {body} END IF;"
        each = "STATEMENT" if self.verb == "TRUNCATE" else "ROW"
        back = "NULL" if self.verb == "TRUNCATE" else "OLD" if self.verb == "DELETE" else "NEW"
        return [
            f"CREATE OR REPLACE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} RETURN {back}; END $$",
            f"CREATE OR REPLACE TRIGGER {self.name} BEFORE {self.verb} ON {self.table} FOR EACH {each} EXECUTE FUNCTION {self.name}()",
        ]


@dataclass(frozen=True)
class Guard:
    """The refusals of a room, which names them in its errors."""

    room: str
    refusals: Sequence[Refusal]

    def on(self, vendor: str) -> list[Refusal]:
        """Those that one kind of database needs."""
        return [one for one in self.refusals if one.only in ("", vendor) and (vendor == POSTGRESQL or one.verb != "TRUNCATE")]

    def install(self, connection: BaseDatabaseWrapper) -> None:
        """Put the guard in place; twice is the same as once."""
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            for one in self.on(connection.vendor):
                for statement in one.postgresql(self.room) if connection.vendor == POSTGRESQL else one.sqlite(self.room):
                    cursor.execute(statement)

    def remove(self, connection: BaseDatabaseWrapper) -> None:
        """Take the guard away, for reversing the migration."""
        with connection.cursor() as cursor:
            for one in self.on(connection.vendor):
                cursor.execute(f"DROP TRIGGER IF EXISTS {one.name}" + (f" ON {one.table}" if connection.vendor == POSTGRESQL else ""))

    def missing(self, connection: BaseDatabaseWrapper) -> list[str]:
        """The triggers that are not there; empty when the guard stands."""
        query = "SELECT tgname FROM pg_trigger" if connection.vendor == POSTGRESQL else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        with connection.cursor() as cursor:
            cursor.execute(query)
            found = {row[0] for row in cursor.fetchall()}
        return [one.name for one in self.on(connection.vendor) if one.name not in found]

    def concerns(self, connection: BaseDatabaseWrapper) -> bool:
        """Whether the tables are there."""
        return {one.table for one in self.refusals} <= set(connection.introspection.table_names())

    def after_migrate(self, sender: Any, using: str, **_: Any) -> None:
        """Signal handler of `post_migrate`: SQLite loses triggers when a migration rebuilds a table."""
        from django.db import connections

        if self.concerns(connections[using]):
            self.install(connections[using])


def written_once(tables: Iterable[str], also: str = "") -> list[Refusal]:
    """Rows that are neither changed nor deleted; `also` is a further condition under which SQLite's INSERT OR REPLACE would delete one."""
    found = []
    for table in tables:
        found += [Refusal(f"{table}_{verb.lower()}", verb, table) for verb in ("UPDATE", "DELETE", "TRUNCATE")]
        found.append(never_replaced(table, also))
    return found


def never_replaced(table: str, also: str = "") -> Refusal:
    """SQLite's INSERT OR REPLACE deletes a row without firing the trigger on DELETE: it is refused where the row is there."""
    taken = f"id = NEW.id OR ({also})" if also else "id = NEW.id"
    return Refusal(f"{table}_replace", "INSERT", table, when=f"EXISTS (SELECT 1 FROM {table} WHERE {taken})", only=SQLITE)  # noqa: S608
