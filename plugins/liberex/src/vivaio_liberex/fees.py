"""What a payment costs besides its amount: shares that go into the solidarity fund. Dated rules; a circuit begins with 0, none."""

from datetime import date
from decimal import ROUND_DOWN, Decimal
from uuid import UUID, uuid5

from vivaio_core.ledger.api import move
from vivaio_core.ledger.models import Transfer
from vivaio_core.rules.errors import NoRuleForDate
from vivaio_core.rules.selectors import rule
from vivaio_liberex.models.participants import Participant
from vivaio_liberex.selectors.participants import FUND, system

PURCHASE, SALE, FIXED = "lbx.fee.purchase", "lbx.fee.sale", "lbx.fee.payment"
KIND = "lbx_fee"


def value_on(code: str, on: date) -> Decimal:
    """The value of a fee or cap on the day; 0 where none is laid down."""
    try:
        return rule(code, on).number or Decimal(0)
    except NoRuleForDate:
        return Decimal(0)


def percent_of(amount: int, percent: Decimal) -> int:
    """Minor units, rounded down: nobody pays more than the percentage."""
    return int((Decimal(amount) * percent / 100).to_integral_value(ROUND_DOWN))


def costs(amount: int, on: date) -> tuple[int, int]:
    """What payer and payee give to the fund for a payment, in minor units."""
    payer = percent_of(amount, value_on(PURCHASE, on)) + int(value_on(FIXED, on))
    # The payee gives out of what it receives, never more.
    return payer, min(percent_of(amount, value_on(SALE, on)), amount)


def extra_moves(payer: Participant, payee: Participant, amount: int, on: date, *, key: UUID) -> list[Transfer]:
    """The moves to post in one group behind the payment `key`, which names them too: the same payment again takes nothing more.

    Empty where no fee is in force. Incoming legs come first, so the payment stands before them.
    """
    bought, sold = costs(amount, on)
    if not bought and not sold:
        return []
    fund, cause = system(FUND), f"liberex.Fee:{key}"
    owed = ((payer, bought, "purchase"), (payee, sold, "sale"))
    return [move(who.account, fund, cents, kind=KIND, key=uuid5(key, name), cause=cause, value_on=on) for who, cents, name in owed if cents]
