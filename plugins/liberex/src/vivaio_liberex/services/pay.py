"""Payments between participants: one row of the ledger and its words, under one key."""

from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.ledger.api import KeyReused, move, post
from vivaio_core.ledger.errors import Refused as LedgerRefused
from vivaio_core.people.errors import Refused
from vivaio_liberex import fees
from vivaio_liberex.models.participants import Participant
from vivaio_liberex.models.payments import Payment
from vivaio_liberex.permissions import allow_for
from vivaio_liberex.refusals import refusal_of
from vivaio_liberex.words import choices

State = Participant.State


def pay(
    *,
    payer: Participant,
    payee: Participant,
    amount: int,
    key: UUID,
    on: date,
    actor: User | None,
    memo: str = "",
    origin: str = Payment.Origin.DIRECT,
) -> Payment:
    """Pay `amount` minor units, with the fees of the day in the same group. The same key again gives the stored payment and moves nothing.

    No event is written: the ledger's row is the record. Raises PermissionDenied; KeyReused for a key with other content;
    Refused (own circuit only, to oneself, who receives takes no part any more, a limit).
    """
    allow_for(actor, payer.party)
    known = Payment.objects.filter(key=key).first()
    if known is not None:
        return _same(known, payer, payee, amount)
    _refuse(payer, payee)
    try:
        with transaction.atomic():
            cause = f"liberex.Payment:{key}"
            drafted = move(payer.account, payee.account, amount, kind="payment", key=key, cause=cause, value_on=on)
            post(drafted, *fees.extra_moves(payer, payee, amount, on, key=key))
            kept = {"memo": " ".join(memo.split())[:140], "origin": origin, "value_on": on, "actor": actor}
            return Payment.objects.create(key=key, payer=payer, payee=payee, amount=amount, **kept)
    except LedgerRefused as refused:
        raise refusal_of(refused, payer, payee) from refused
    except IntegrityError:
        # The same key a moment earlier, from another telephone or a second press.
        return _same(Payment.objects.get(key=key), payer, payee, amount)


def _same(known: Payment, payer: Participant, payee: Participant, amount: int) -> Payment:
    if (known.payer_id, known.payee_id, known.amount) != (payer.pk, payee.pk, amount):
        raise KeyReused(known.key)
    return known


def _refuse(payer: Participant, payee: Participant) -> None:
    if choices().mode != "own":
        raise Refused(_("These credits belong to an outside circuit: pay on its own pages, here they appear afterwards."))
    if payer.pk == payee.pk:
        raise Refused(_("This is your own code. Ask for the code of who you want to pay."))
    if payer.state == State.CLOSED:
        raise Refused(_("Your account is closed. Call us if you want to come back."))
    if payee.state != State.ACTIVE:
        raise Refused(_("%(payee)s is leaving the circuit and receives no more credits. Agree on a payment in euro.") % {"payee": payee})
