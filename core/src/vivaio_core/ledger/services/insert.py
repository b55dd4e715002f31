"""How transfers reach each database: one statement for a call on PostgreSQL, one for each row on SQLite, where statements cost nothing."""

from collections.abc import Sequence
from typing import Any

from django.db import DatabaseError, connection

from vivaio_core.ledger.models import Transfer
from vivaio_core.ledger.services.refusals import Said, said

_NAMES = ("key", "phase", "payer", "payee", "amount", "kind", "settles", "reverses", "group", "cause", "value_on", "expires")
_TYPES = ("uuid", "text", "bigint", "bigint", "bigint", "text", "bigint", "bigint", "uuid", "text", "date", "timestamptz")
_FIELDS: list[Any] = [Transfer._meta.get_field(name) for name in _NAMES]
_COLUMNS = ", ".join(f'"{field.column}"' for field in _FIELDS)
_WRITTEN = ("key", "id", "at", "payer_balance", "payee_balance", "payer_seq", "payee_seq")
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
    with connection.cursor() as cursor:
        if len(transfers) == 1:
            cursor.execute(_ONE + _RETURNING, _values(transfers[0]))
        else:
            accounts = sorted({account for row in transfers for account in (row.payer_id, row.payee_id)})
            columns = zip(*(_values(row) for row in transfers), strict=True)
            cursor.execute(_MANY + _RETURNING, [accounts, *(list(column) for column in columns)])
        made = {row[0]: row[1:] for row in cursor.fetchall()}
    for row in transfers:
        if row.key in made:
            row.id, row.at, row.payer_balance, row.payee_balance, row.payer_seq, row.payee_seq = made[row.key]
            row._state.adding = False
    if len(made) == len(transfers):
        return list(transfers)
    stored = _stored([row for row in transfers if row.key not in made])
    return [row if row.key in made else stored[row.key] for row in transfers]


def sqlite(transfers: Sequence[Transfer]) -> list[Transfer]:
    """Row by row, then all read back: RETURNING does not see what the trigger after the INSERT wrote. Raises Stopped."""
    with connection.cursor() as cursor:
        for row in transfers:
            try:
                cursor.execute(_ONE, _values(row))
            except DatabaseError as error:
                words = said(error, row)
                if words is None:
                    raise
                raise Stopped(row, words) from error
    stored = _stored(transfers)
    return [stored[row.key] for row in transfers]


def _values(row: Transfer) -> list[Any]:
    return [field.get_db_prep_save(getattr(row, field.attname), connection) for field in _FIELDS]


def _stored(transfers: Sequence[Transfer]) -> dict[Any, Transfer]:
    return {row.key: row for row in Transfer.objects.filter(key__in=[row.key for row in transfers])}
