"""One queue for acts that look at the whole circuit (caps, lines): payments do not wait in it."""

from vivaio_core.ledger.models import Book
from vivaio_liberex.selectors.participants import book


def hold_circuit() -> Book:
    """Wait for the circuit's row and keep it until the caller's transaction ends."""
    return Book.objects.select_for_update(no_key=True).get(pk=book().pk)
