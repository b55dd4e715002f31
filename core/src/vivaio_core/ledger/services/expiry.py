"""Holds whose time is over are released here; until then they still reserve (ledger L5)."""

from collections.abc import Iterator
from uuid import NAMESPACE_OID, uuid5

from django.db.models.functions import Now

from vivaio_core.ledger.drafts import void
from vivaio_core.ledger.errors import Refused
from vivaio_core.ledger.models import Transfer
from vivaio_core.ledger.services.post import post

BATCH = 200
NAMESPACE = uuid5(NAMESPACE_OID, "vivaio.ledger.expire")


def expire_holds() -> int:
    """Void every hold that is due by the database's clock; return how many. Any number of times, by any number of processes.

    One transaction for each batch: do not call it inside another.
    """
    return sum(_expire(batch) for batch in _due())


def _due() -> Iterator[list[Transfer]]:
    """Batches of open holds that are due; each is read after the one before was voided, none twice."""
    last = 0
    while True:
        due = Transfer.objects.filter(phase=Transfer.Phase.HOLD, expires__lt=Now(), settled_by=None, pk__gt=last).order_by("pk")
        batch = list(due[:BATCH])
        if not batch:
            return
        last = batch[-1].pk
        yield batch


def _expire(batch: list[Transfer]) -> int:
    """All at once; one by one when somebody voided one of them in between."""
    try:
        return len(post(*(_release(row) for row in batch)))
    except Refused:
        return sum(_one(row) for row in batch)


def _one(row: Transfer) -> int:
    try:
        return len(post(_release(row)))
    except Refused:
        return 0


def _release(row: Transfer) -> Transfer:
    return void(row, key=uuid5(NAMESPACE, str(row.key)))
