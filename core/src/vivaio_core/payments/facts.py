"""What this room tells the others: a charge is paid to the last cent, or a payment of it came back (ledger M1)."""

from dataclasses import dataclass
from datetime import date

from django.dispatch import Signal


@dataclass(frozen=True)
class PaymentSettled:
    """The last cent of a charge is in. `cause` is the reference its owner gave it, `amount` its whole in minor units of `unit`."""

    charge_id: int
    cause: str
    amount: int
    unit: str
    on: date


@dataclass(frozen=True)
class PaymentReopened:
    """A charge that was paid is owed again: `amount` minor units of `unit` are missing since the day."""

    charge_id: int
    cause: str
    amount: int
    unit: str
    on: date


payment_settled = Signal()
"""Sent with `fact=PaymentSettled(…)` once the transaction that brought the last cent is committed."""

payment_reopened = Signal()
"""Sent with `fact=PaymentReopened(…)` once the transaction that took money off a paid charge is committed."""
