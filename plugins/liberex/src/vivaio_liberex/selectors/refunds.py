"""What may be given back, under which key, and why not."""

from uuid import UUID, uuid5

from django.utils.translation import gettext as _

from vivaio_liberex.models.payments import Payment

Origin = Payment.Origin
RETURNABLE = frozenset({Origin.DIRECT, Origin.QR, Origin.REQUEST, Origin.STANDING})


def returnable(payment: Payment) -> bool:
    """Whether who received it may give it back."""
    return payment.payer_id is not None and payment.payee_id is not None and payment.origin in RETURNABLE


def refund_key(key: UUID) -> UUID:
    """The key of what gives the row back."""
    return uuid5(key, "refund")


def why_not(payment: Payment) -> str:
    """Why such a payment is not given back this way."""
    if payment.origin == Origin.REFUND:
        return _("This is a refund already: make a new payment instead.")
    if payment.origin == Origin.MIXED:
        return _("This is part of a price in euro and credits: the office gives both parts back together. Call us.")
    return _("This sum did not come from a participant: call us.")
