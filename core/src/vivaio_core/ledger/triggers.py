"""The database's own guard of the ledger, on PostgreSQL and SQLite: the same names, the same rules, the same tests.

What is merely refused is said once, here; what a transfer does is said in each database's own words. A later migration that alters one of these
tables on SQLite first calls `GUARD.remove`: SQLite rebuilds a table, and the triggers name each other's tables. After each `migrate` it is put back.
"""

from types import ModuleType

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from typing_extensions import override

from vivaio_core.ledger import triggers_postgresql, triggers_sqlite
from vivaio_core.trail.guard import POSTGRESQL, Guard, Refusal, written_once

_SAID = "written by the database only"
_BOOK = "(NEW.id, NEW.code, NEW.unit, NEW.scale) IS DISTINCT FROM (OLD.id, OLD.code, OLD.unit, OLD.scale)"


class Books(Guard):
    """A guard with triggers of its own kind beside the common refusals."""

    @override
    def install(self, connection: BaseDatabaseWrapper) -> None:
        super().install(connection)
        with transaction.atomic(using=connection.alias):
            self._own(connection).install(connection)

    @override
    def remove(self, connection: BaseDatabaseWrapper) -> None:
        super().remove(connection)
        self._own(connection).remove(connection)

    @override
    def missing(self, connection: BaseDatabaseWrapper) -> list[str]:
        """Those switched off count as missing."""
        query = "SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D'"
        if connection.vendor != POSTGRESQL:
            query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        with connection.cursor() as cursor:
            cursor.execute(query)
            found = {row[0] for row in cursor.fetchall()}
        names = [*(one.name for one in self.on(connection.vendor)), *self._own(connection).tables()]
        return [name for name in names if name not in found]

    @staticmethod
    def _own(connection: BaseDatabaseWrapper) -> ModuleType:
        return triggers_postgresql if connection.vendor == POSTGRESQL else triggers_sqlite


_KEPT = ("ledger_transfer", "ledger_account")
GUARD = Books(
    "ledger",
    [
        *written_once(["ledger_seal"]),
        *(
            Refusal(f"{table}_{verb.lower()}", verb, table, _SAID)
            for table in ("ledger_transfer", "ledger_account")
            for verb in ("DELETE", "TRUNCATE")
        ),
        Refusal("ledger_book_delete", "DELETE", "ledger_book", _SAID),
        Refusal("ledger_book_update", "UPDATE", "ledger_book", _SAID, when=_BOOK),
    ],
)
