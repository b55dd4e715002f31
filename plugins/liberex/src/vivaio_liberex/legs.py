"""The rows of the ledger that make up a mixed payment, drafted and never posted here: reserved, paid at once, released, their keys (C1 to C4)."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.utils import timezone

from vivaio_core.ledger import api as ledger
from vivaio_core.ledger.models import Account, Transfer
from vivaio_core.payments import books
from vivaio_liberex.fees import extra_moves
from vivaio_liberex.models.mixed import MixedPayment
from vivaio_liberex.models.payments import Payment
from vivaio_liberex.selectors.mixed import Terms
from vivaio_liberex.words import choices

KIND, ADVANCE = "payment", "lbx_advance"


def expiry() -> datetime:
    """When a promise made now ends: a moment, so it comes from the clock and not from the day."""
    return timezone.now() + timedelta(days=choices().promise_days)


def holds(made: MixedPayment) -> list[Transfer]:
    """Credits, the buyer's share for the fund, euro: all reserved together."""
    payee, until, cause = payee_of(made), made.expires_at, cause_of(made)
    rows = [
        ledger.hold(made.participant.account, payee, made.credits, kind=KIND, key=made.key, cause=cause, value_on=made.promised_on, expires=until)
    ]
    for row in fees(made):
        if row.payer_id == made.participant.account_id:
            key = uuid5(row.key, "hold")
            rows.append(ledger.hold(row.payer, row.payee, row.amount, kind=row.kind, key=key, cause=cause, value_on=made.promised_on, expires=until))
    return [*rows, books.euro_hold(made.charge, made.euro, made.key, until)]


def at_once(made: MixedPayment, on: date) -> list[Transfer]:
    """Credits, fees and advance without a reservation, for a price that is paid in credits alone."""
    paid = ledger.move(made.participant.account, payee_of(made), made.credits, kind=KIND, key=settled_key(made), cause=cause_of(made), value_on=on)
    return [paid, *fees(made), *advanced(made, on)]


def advanced(mixed: MixedPayment, on: date) -> list[Transfer]:
    """The same sum in euro, from the cooperative to a creditor who takes no credits (C4)."""
    if not mixed.advance:
        return []
    source, target = books.account(mixed.charge.unit, "anticipi"), books.collected(mixed.charge)
    return [ledger.move(source, target, mixed.credits, kind=ADVANCE, key=advance_key(mixed), cause=cause_of(mixed), value_on=on)]


def released(mixed: MixedPayment, on: date) -> list[Transfer]:
    """What releases the reservations that still stand."""
    keys = [mixed.key, *fee_keys(mixed), books.euro_key(mixed.key)]
    held = Transfer.objects.filter(key__in=keys, phase=Transfer.Phase.HOLD, settled_by=None).order_by("pk")
    return [ledger.void(one, key=uuid5(one.key, "void"), value_on=on) for one in held]


def fees(mixed: MixedPayment) -> list[Transfer]:
    """The fees of the payment, by the rules of the day of the promise."""
    if mixed.seller is None:
        return []
    return extra_moves(mixed.participant, mixed.seller, mixed.credits, mixed.promised_on, key=settled_key(mixed))


def payment_words(mixed: MixedPayment, on: date) -> dict[str, Any]:
    """The values of the Payment that tells the credits on a statement."""
    named = {"payer": mixed.participant, "payee": mixed.seller, "amount": mixed.credits, "value_on": on, "actor": mixed.actor}
    return {"key": settled_key(mixed), "memo": mixed.charge.title[:140], "origin": Payment.Origin.MIXED, **named}


def payee_of(mixed: MixedPayment) -> Account:
    """The account that takes the credits."""
    return Terms(0, seller=mixed.seller).payee


def cause_of(mixed: MixedPayment) -> str:
    """The reference of the promise in the books."""
    return f"liberex.MixedPayment:{mixed.key}"


def settled_key(mixed: MixedPayment) -> UUID:
    """Key of the row that pays the credits."""
    return uuid5(mixed.key, "settle")


def fee_keys(mixed: MixedPayment) -> list[UUID]:
    """Keys of the reservations of what the buyer gives to the fund."""
    return [uuid5(row.key, "hold") for row in fees(mixed) if row.payer_id == mixed.participant.account_id]


def advance_key(mixed: MixedPayment) -> UUID:
    """Key of the cooperative's advance in euro."""
    return uuid5(mixed.key, "advance")
