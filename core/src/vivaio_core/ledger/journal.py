"""The books as a plain-text journal that hledger, ledger and beancount's converters read (dossier 4.3)."""

from collections.abc import Iterator

from vivaio_core.ledger.models import Book, Transfer
from vivaio_core.ledger.selectors.statements import EFFECTIVE


def export_hledger(book: Book) -> Iterator[str]:
    """Text in pieces: one transaction for each move and settlement, by value date and then id; none for reservations and releases.

    Two exports of the same book are equal byte for byte, and hledger's balances are the ledger's.
    """
    yield "decimal-mark .\n"
    rows = Transfer.objects.filter(payer__book=book, phase__in=EFFECTIVE).order_by("value_on", "id")
    names = ("value_on", "key", "kind", "amount", "payer__code", "payee__code")
    for value_on, key, kind, amount, payer, payee in rows.values_list(*names).iterator(chunk_size=2000):
        text = f"{_plain(amount, book.scale)} {_unit(book)}"
        yield f"\n{value_on.isoformat()} ({key}) {kind}\n    {book.code}:{payee}  {text}\n    {book.code}:{payer}  -{text}\n"


def _plain(amount: int, scale: int) -> str:
    whole, rest = divmod(amount, 10**scale)
    return f"{whole}.{rest:0{scale}d}" if scale else str(whole)


def _unit(book: Book) -> str:
    """Units that are no plain letters stand in quotes."""
    return book.unit if book.unit.isalpha() else f'"{book.unit}"'
