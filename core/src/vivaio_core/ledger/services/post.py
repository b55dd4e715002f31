"""The only way to move money: `post`. One INSERT is the whole write, the database does the rest (ledger 4.1)."""

from contextlib import AbstractContextManager, nullcontext
from typing import Any
from uuid import UUID

from django.db import DatabaseError, OperationalError, connection, transaction
from django.utils import timezone

from vivaio_core.ledger.errors import KeyReused
from vivaio_core.ledger.models import Transfer
from vivaio_core.ledger.services import insert
from vivaio_core.ledger.services.refusals import refusal, said, to_be_repeated

MOST = 1000
ATTEMPTS = 8


def post(*transfers: Transfer) -> list[Transfer]:
    """Store what the builders made, in the order given, all or nothing, and return the stored rows in that order (ledger L7).

    A key that is stored already gives the stored row and changes nothing (L6). Rows of one call form a group, known by the key of the first; a
    group may span books. Raises Refused, KeyReused: nothing was stored; ValueError for more than 1,000 rows (L18).
    One call per transaction, before the trail is written (L16). Alone, it repeats by itself what a deadlock or a faster twin interrupted.
    """
    if len(transfers) > MOST:
        raise ValueError(f"at most {MOST} transfers a call, not {len(transfers)}")
    if not transfers:
        return []
    _complete(transfers)
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with _whole(transfers):
                return insert.postgresql(transfers) if connection.vendor == "postgresql" else insert.sqlite(transfers)
        except insert.Stopped as stopped:
            # On SQLite: the row is known, and so is the state it met.
            raise refusal(stopped.said, [stopped.row], alone=len(transfers) == 1) from stopped.__cause__
        except DatabaseError as error:
            if not to_be_repeated(error):
                found = said(error)
                if found is None:
                    raise
                raise refusal(found, transfers, alone=len(transfers) == 1) from error
            if attempt == ATTEMPTS:
                raise
    raise OperationalError("not reached")


def _complete(transfers: tuple[Transfer, ...]) -> None:
    """Today for who named no day, one group for who pays together. Raises KeyReused when a key stands twice."""
    today, group = timezone.localdate(), transfers[0].key if len(transfers) > 1 else None
    seen = set()
    for row in transfers:
        row.key = row.key if isinstance(row.key, UUID) else UUID(str(row.key))
        if row.key in seen:
            raise KeyReused(row.key)
        seen.add(row.key)
        row.value_on = row.value_on or today
        row.group = group


def _whole(transfers: tuple[Transfer, ...]) -> AbstractContextManager[Any]:
    """A savepoint inside the caller's transaction. Alone on PostgreSQL a call is one statement, hence a transaction by itself."""
    alone = connection.vendor == "postgresql" and not connection.in_atomic_block
    return nullcontext() if alone else transaction.atomic()
