"""Who takes part: reads that every part of the circuit uses."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from vivaio_core.ledger.api import open_account, open_book
from vivaio_core.ledger.models import Account, Book
from vivaio_core.people.folding import fold
from vivaio_core.people.models import Party
from vivaio_liberex.codes import normalised, valid
from vivaio_liberex.models.participants import CreditLine, Participant, Sector

BOOK, UNIT = "liberex", "LBX"
COOPERATIVE, FUND = "cooperativa", "fondo-solidarieta"
FOUND_AT_MOST = 20
State = Participant.State


@dataclass(frozen=True)
class Position:
    """An account as its owner reads it, in minor units: `available` counts line and reservations."""

    balance: int
    available: int
    reserved: int
    line: int


def book() -> Book:
    """The circuit's own book."""
    return open_book(code=BOOK, unit=UNIT)


def system(code: str) -> Account:
    """An account of the circuit itself, with neither floor nor ceiling: COOPERATIVE or FUND."""
    return open_account(book=book(), code=code, kind="system", floor=None)


def participants() -> QuerySet[Participant]:
    """Everybody, with what one row shows."""
    return Participant.objects.select_related("party", "account", "sector")


def of(party: Party) -> Participant | None:
    """The party's participation that is not closed."""
    return participants().filter(party=party).exclude(state=State.CLOSED).first()


def by_code(code: str) -> Participant | None:
    """Who has this code, however it was typed; None for a wrong one, and for who has left."""
    return participants().filter(code=normalised(code)).exclude(state=State.CLOSED).first() if valid(code) else None


def search(text: str, on: date) -> list[Participant]:
    """Who can be paid and is found by these words: the exact code, or every word in the name or the sector of those who agreed to be listed."""
    exact = by_code(text)
    if exact is not None:
        return [exact] if exact.state == State.ACTIVE and exact.joined_on <= on else []
    words = fold(text).split()[:6]
    if not words:
        return []
    found = participants().filter(state=State.ACTIVE, listed=True, joined_on__lte=on)
    sectors = {sector.pk: fold(sector.title) for sector in Sector.objects.all()}
    for word in words:
        trade = [pk for pk, title in sectors.items() if word in title]
        found = found.filter(Q(search_key__contains=word) | Q(sector__in=trade))
    return list(found.order_by("shown_as", "id")[:FOUND_AT_MOST])


def in_force(on: date) -> Q:
    """The lines that hold on the day: the first day is in, the last one out."""
    return Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gt=on))


def line_on(participant: Participant, on: date) -> CreditLine | None:
    """The line that holds on the day."""
    return participant.lines.filter(in_force(on)).first()


def floor_on(participant: Participant, on: date) -> int:
    """How low the account may go by the lines granted: 0 or less, in minor units. Growth by payments received is not in it."""
    line = line_on(participant, on) if participant.state == State.ACTIVE else None
    return -line.amount if line else 0


def position(participant: Participant) -> Position:
    """Balance and what may still be spent, as the books say now; one query."""
    account = Account.objects.get(pk=participant.account_id)
    return Position(account.balance, max(account.available or 0, 0), account.held_out, -min(account.floor or 0, 0))
