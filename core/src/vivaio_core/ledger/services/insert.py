"""How transfers reach each database: one statement for a call on PostgreSQL, one for each row on SQLite, where statements cost nothing."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import DatabaseError, connection
from django.db.backends.utils import CursorWrapper

from vivaio_core.ledger.amounts import minor_units
from vivaio_core.ledger.models import Transfer
from vivaio_core.ledger.services.refusals import Said, said

_NAMES = ("key", "phase", "payer", "payee", "amount", "kind", "settles", "reverses", "group", "cause", "value_on", "expires")
_TYPES = ("uuid", "text", "bigint", "bigint", "bigint", "text", "bigint", "bigint", "uuid", "text", "date", "timestamptz")
_FIELDS: list[Any] = [Transfer._meta.get_field(name) for name in _NAMES]
_ATTRIBUTES = [field.attname for field in _FIELDS]
_COLUMNS = ", ".join(f'"{field.column}"' for field in _FIELDS)
_WRITTEN = ("id", "at", "payer_balance", "payee_balance", "payer_seq", "payee_seq")
_ONE = f"INSERT INTO ledger_transfer ({_COLUMNS}) VALUES ({', '.join(['%s'] * len(_NAMES))})"  # noqa: S608 - the names are ours
_RETURNING = f" RETURNING {', '.join(_WRITTEN)}"
# All accounts are locked in the order of their ids before the first row (ledger L2), hence no deadlock between two groups.
_MANY = f"""
WITH locked AS (SELECT id FROM ledger_account WHERE id = ANY (%s::bigint[]) ORDER BY id FOR NO KEY UPDATE)
INSERT INTO ledger_transfer ({_COLUMNS})
SELECT {", ".join(f'made."{field.column}"' for field in _FIELDS)}
FROM (SELECT count(*) FROM locked) AS wait, unnest({", ".join(f"%s::{kind}[]" for kind in _TYPES)}) WITH ORDINALITY AS made ({_COLUMNS}, place)
ORDER BY made.place"""  # noqa: S608 - the names are ours


class Stopped(Exception):
    """The row at which SQLite refused, and what it said."""

    def __init__(self, row: Transfer, words: Said) -> None:
        self.row, self.said = row, words
        super().__init__(words.code)


def postgresql(transfers: Sequence[Transfer]) -> list[Transfer]:
    """One statement; rows whose key is known come back by a second one."""
    if len(transfers) == 1:
        row = transfers[0]
        with _prepared() as cursor:
            cursor.execute(_ONE + _RETURNING, _values(row))
            written = cursor.fetchone()
        if written:
            _complete(row, *written)
        return _in_order(transfers, {row.key} if written else set())
    accounts = sorted({account for row in transfers for account in (row.payer_id, row.payee_id)})
    columns = zip(*(_values(row) for row in transfers), strict=True)
    with connection.cursor() as cursor:
        cursor.execute(_MANY + _RETURNING + ", key", [accounts, *(list(column) for column in columns)])
        made = {found[-1]: found[:-1] for found in cursor.fetchall()}
    for row in transfers:
        if row.key in made:
            _complete(row, *made[row.key])
    return _in_order(transfers, set(made))


def _prepared() -> CursorWrapper:
    """A cursor whose statements PostgreSQL parses and plans once a connection: a third of the work of a single payment.

    Who pools connections by transaction has told Django so (DISABLE_SERVER_SIDE_CURSORS): there nothing stays prepared, and Django's cursor serves.
    """
    if connection.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS"):
        return connection.cursor()
    import psycopg

    connection.ensure_connection()
    raw: psycopg.Connection[Any] = connection.connection
    if raw.prepare_threshold is None:
        # Django's own cursors never prepare: this concerns the ones made here only.
        raw.prepare_threshold = 2
    cursor: Any = psycopg.Cursor(raw)
    cursor.format = psycopg.pq.Format.BINARY
    return connection.make_debug_cursor(cursor) if connection.queries_logged else connection.make_cursor(cursor)


def _complete(row: Transfer, id_: int, at: datetime, payer_balance: int, payee_balance: int, payer_seq: int, payee_seq: int) -> None:
    """Write into the object what the database wrote into the row."""
    row.id, row.at, row.payer_balance, row.payee_balance, row.payer_seq, row.payee_seq = id_, at, payer_balance, payee_balance, payer_seq, payee_seq
    row._state.adding = False


def _in_order(transfers: Sequence[Transfer], made: set[UUID]) -> list[Transfer]:
    """New rows as they are, known ones as they were stored; those cost one query."""
    if len(made) == len(transfers):
        return list(transfers)
    stored = _stored([row for row in transfers if row.key not in made])
    return [row if row.key in made else stored[row.key] for row in transfers]


def sqlite(transfers: Sequence[Transfer]) -> list[Transfer]:
    """Row by row, then all read back: RETURNING does not see what the trigger after the INSERT wrote. Raises Stopped."""
    made = {}
    with connection.cursor() as cursor:
        for row in transfers:
            try:
                cursor.execute(_ONE, _values(row))
                if cursor.rowcount:
                    made[cursor.lastrowid] = row
            except DatabaseError as error:
                words = said(error, row)
                if words is None:
                    raise
                raise Stopped(row, words) from error
        if made:
            places = ", ".join(["%s"] * len(made))
            cursor.execute(f"SELECT {', '.join(_WRITTEN)} FROM ledger_transfer WHERE id IN ({places})", list(made))  # noqa: S608
            for id_, at, *numbers in cursor.fetchall():
                _complete(made[id_], id_, at.replace(tzinfo=UTC), *numbers)
    return _in_order(transfers, {row.key for row in made.values()})


def _values(row: Transfer) -> list[Any]:
    """The row's own columns as the driver takes them; psycopg knows keys, days and instants by itself. Raises Refused `amount`."""
    minor_units(row.amount)
    if connection.vendor == "postgresql":
        return [getattr(row, name) for name in _ATTRIBUTES]
    return [field.get_db_prep_save(getattr(row, field.attname), connection) for field in _FIELDS]


def _stored(transfers: Sequence[Transfer]) -> dict[Any, Transfer]:
    return {row.key: row for row in Transfer.objects.filter(key__in=[row.key for row in transfers])}
