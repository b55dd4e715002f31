"""Which book the circuit is read from: our own, or the mirror of an outside one."""

from django.db.models import QuerySet

from vivaio_core.ledger.api import open_book
from vivaio_core.ledger.models import Book
from vivaio_liberex.models.mirror import OutsideAccount
from vivaio_liberex.models.participants import Participant
from vivaio_liberex.selectors.participants import BOOK, UNIT
from vivaio_liberex.words import choices

OUTSIDE = "liberex-est"
MIRROR_KIND = "lbx_mirror"
TRADE = ("payment", MIRROR_KIND)


def mirrored() -> bool:
    """Whether the cooperative repeats an outside circuit: then nobody pays here."""
    return choices().mode == "mirror"


def book() -> Book:
    """The book of the mode."""
    return open_book(code=OUTSIDE if mirrored() else BOOK, unit=UNIT)


def with_account(found: QuerySet[Participant], book: Book) -> list[Participant]:
    """The participants, each with its account of the book in the place of `account`; who has none there is left out."""
    rows = list(found)
    if book.code == OUTSIDE:
        outside = {one.participant_id: one.account for one in OutsideAccount.objects.select_related("account__book")}
        rows = [one for one in rows if one.pk in outside]
        for one in rows:
            one.account = outside[one.pk]
    return [one for one in rows if one.account.book_id == book.pk]
