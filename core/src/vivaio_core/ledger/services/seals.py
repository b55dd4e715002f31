"""Seals: digests of all rows of a book, taken after the fact, each chained to the one before and told to the trail (ledger L14)."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from vivaio_core.access.models import User
from vivaio_core.ledger.models import Book, Seal, Transfer
from vivaio_core.people.errors import allow
from vivaio_core.trail.chain import GENESIS, canonical
from vivaio_core.trail.models import Event
from vivaio_core.trail.services import record

WAIT = "2s"
_CODES = ("payer__code", "payee__code")
_FIELDS = (
    *("id", "key", "phase", "payer_id", "payee_id", "amount", "kind", "settles_id", "reverses_id", "group", "cause", "value_on", "expires", "at"),
    *("payer_balance", "payee_balance", "payer_seq", "payee_seq"),
)


@dataclass(frozen=True)
class Verdict:
    """`broken` is the first seal that does not agree with the rows, None when all do; `why` says how: chain, rows or trail."""

    ok: bool
    seals: int
    broken: Seal | None = None
    why: str = ""


def seal(book: Book, *, actor: User | None = None) -> Seal | None:
    """Seal what was posted since the last seal; None when nothing was. Not inside a transaction of the caller.

    Raises PermissionDenied; OperationalError when writers in flight do not end within two seconds: nothing is sealed, try again.
    """
    allow(actor, "ledger.add_seal")
    closed = _closed_id()
    with transaction.atomic():
        Book.objects.select_for_update().get(pk=book.pk)
        before = Seal.objects.filter(book=book).order_by("last_id").last()
        digest, first, last, count = _digest(book, before.digest if before else GENESIS, before.last_id + 1 if before else 0, closed)
        if not count:
            return None
        payload = {"book": book.code, "first": first, "last": last, "count": count, "digest": digest}
        event = record(kind="ledger.seal", actor=actor, target=f"ledger.Book:{book.pk}", payload=payload)
        return Seal.objects.create(book=book, first_id=first, last_id=last, count=count, digest=digest, at=timezone.now(), leaf=event.seq)


def verify(book: Book) -> Verdict:
    """Compute every seal again from the rows and compare it with the table and with what the trail was told, oldest first."""
    seals = list(Seal.objects.filter(book=book).order_by("last_id"))
    told = Event.objects.filter(seq__in=[one.leaf for one in seals]).in_bulk(field_name="seq")
    digest, first = GENESIS, 0
    for one in seals:
        digest, found_first, found_last, count = _digest(book, digest, first, one.last_id)
        if (digest, found_first, found_last, count) != (one.digest, one.first_id, one.last_id, one.count):
            return Verdict(False, len(seals), one, "rows")
        event = told.get(one.leaf)
        if event is None or event.kind != "ledger.seal" or (event.payload and event.payload.get("digest") != one.digest):
            return Verdict(False, len(seals), one, "trail")
        first = one.last_id + 1
    return Verdict(True, len(seals))


def _closed_id() -> int:
    """The highest id below which no row can appear any more: read when all writers in flight have ended.

    On PostgreSQL a SHARE lock waits for them, at most two seconds, and lets nobody in for the time of this one read.
    """
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"SET LOCAL lock_timeout = '{WAIT}'")
            cursor.execute("LOCK TABLE ledger_transfer IN SHARE MODE")
        cursor.execute("SELECT COALESCE(MAX(id), 0) FROM ledger_transfer")
        return int(cursor.fetchone()[0])


def _digest(book: Book, chained: str, first: int, last: int) -> tuple[str, int, int, int]:
    """SHA-256 over the digest before and one canonical line for each row of the book; with the ids of the first and last row and their count."""
    digest, found, count, end = hashlib.sha256(f"{chained}\n".encode()), 0, 0, 0
    for end, line in _canonical_lines(book, first, last):
        found = found or end
        count += 1
        digest.update(f"{line}\n".encode())
    return digest.hexdigest(), found, end, count


def _canonical_lines(book: Book, first: int, last: int) -> Iterator[tuple[int, str]]:
    rows = Transfer.objects.filter(payer__book=book, pk__gte=first, pk__lte=last).order_by("pk")
    for row in rows.values_list(*_FIELDS, *_CODES).iterator(chunk_size=5000):
        yield row[0], canonical([_plain(value) for value in row])


def _plain(value: Any) -> Any:
    """Whole numbers, texts and nothing: days and keys travel as text (CJ1)."""
    if value is None or isinstance(value, int | str):
        return value
    return value.astimezone(UTC).isoformat(timespec="microseconds") if hasattr(value, "astimezone") else str(value)
