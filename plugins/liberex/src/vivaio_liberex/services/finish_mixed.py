"""What becomes of a promise: paid with its euro, delivered in part, given back as a whole (dossier 4.6, C2 to C4)."""

from datetime import date
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.ledger import api as ledger
from vivaio_core.ledger.models import Transfer
from vivaio_core.pages.numbers import euros
from vivaio_core.payments.methods import Confirmed
from vivaio_core.payments.models.charges import Charge
from vivaio_core.payments.selectors.charges import covered
from vivaio_core.payments.services.covering import locked_charge
from vivaio_core.payments.services.raise_charge import raise_charge
from vivaio_core.payments.services.undo_allocation import undo_all
from vivaio_core.payments.services.void_charge import void_charge
from vivaio_core.people.errors import Refused, allow
from vivaio_liberex import legs
from vivaio_liberex.mixing import Price, part
from vivaio_liberex.models.mixed import MixedPayment
from vivaio_liberex.models.payments import Payment
from vivaio_liberex.selectors.mixed import late, locked, price_of

State = MixedPayment.State


def confirm(*, charge: Charge, on: date) -> Confirmed:
    """Write down that the promise is paid, inside core's transaction, the charge locked; return the rows that core posts with the euro.

    Raises Refused when nothing is promised, or its time is over.
    """
    row = (
        MixedPayment.objects.select_for_update(of=("self",))
        .select_related("participant__account", "seller__account", "charge")
        .filter(charge=charge, state=State.PROMISED)
        .first()
    )
    if row is None:
        raise Refused(_("Nothing is promised for this charge."))
    if late(row):
        raise Refused(_("The promise of credits has expired: the money was not used. Ask for a new promise, or cancel this one."))
    row.state, row.closed_on = State.SETTLED, on
    row.save(update_fields=["state", "closed_on"])
    Payment.objects.create(**legs.payment_words(row, on))
    paid = ledger.settle(row.key, key=legs.settled_key(row), cause=legs.cause_of(row), value_on=on)
    return Confirmed(row.credits, legs.settled_key(row), (paid, *_fees(row, on), *legs.advanced(row, on)))


def refund(*, mixed: MixedPayment, on: date, reason: str, actor: User | None) -> MixedPayment:
    """Give a mixed payment back: credits, fees, advance and euro in one group, or nothing (C3). The euro become credit of the payer.

    A second call changes nothing. Raises PermissionDenied; Refused without a reason, before it is paid, or when somebody has spent the credits.
    """
    allow(actor, "payments.change_allocation")
    if len(reason.strip()) < 3:
        raise Refused(_("Write why."), "reason")
    with transaction.atomic():
        charge = locked_charge(mixed.charge)
        row = locked(mixed)
        if row.state == State.REFUNDED:
            return row
        if row.state != State.SETTLED:
            raise Refused(_("Only a complete payment is given back: a promise is cancelled."))
        row.state, row.closed_on = State.REFUNDED, on
        row.save(update_fields=["state", "closed_on"])
        undo_all(charge=charge, extra=_back(row, on), on=on, actor=actor)
        return row


def deliver_part(*, mixed: MixedPayment, delivered: int, on: date, reason: str, key: UUID, actor: User | None) -> MixedPayment | Charge:
    """Only `delivered` cents of the price came: charge and promise are replaced by smaller ones in the same proportion, the rest is released.

    Returns the new promise, or the new charge when no whole cent of credits is left. Raises PermissionDenied, Refused.
    """
    allow(actor, "payments.change_charge")
    if len(reason.strip()) < 3:
        raise Refused(_("Write why."), "reason")
    with transaction.atomic():
        charge = locked_charge(mixed.charge)
        row = locked(mixed)
        _refuse_part(row, charge, delivered)
        price, credits = part(_price(charge), row.credits, delivered)
        smaller = _smaller(row, credits, delivered, key, on, actor)
        row.state, row.closed_on = State.CANCELLED, on
        row.save(update_fields=["state", "closed_on"])
        ledger.post(*legs.released(row, on), *(legs.holds(smaller) if smaller else ()))
        void_charge(charge=charge, reason=reason, on=on, actor=actor)
        known: dict[str, Any] = {"taxable": price.taxable, "vat": price.vat} if charge.taxable is not None else {}
        given: dict[str, Any] = {
            "debtor": charge.debtor,
            "creditor": charge.creditor,
            "cause": charge.cause,
            "title": charge.title,
            "due_on": charge.due_on,
        }
        made = raise_charge(**given, amount=delivered, credit_share=charge.credit_share, on=on, actor=actor, **known)
        if smaller is None:
            return made
        smaller.charge = made
        smaller.save(force_insert=True)
        return smaller


def _fees(row: MixedPayment, on: date) -> list[Transfer]:
    """What buyer and seller give to the fund: the buyer's was reserved, the seller gives out of what comes in."""
    found = []
    for draft in legs.fees(row):
        if draft.payer_id == row.participant.account_id:
            found.append(ledger.settle(uuid5(draft.key, "hold"), key=draft.key, cause=draft.cause, value_on=on))
        else:
            draft.value_on = on
            found.append(draft)
    return found


def _back(row: MixedPayment, on: date) -> list[Transfer]:
    """The opposite rows, incoming ones first."""
    keys = [draft.key for draft in legs.fees(row)]
    keys += [legs.advance_key(row)] if row.advance else []
    return [ledger.reverse(key, key=uuid5(key, "back"), value_on=on) for key in (*keys, legs.settled_key(row))]


def _smaller(row: MixedPayment, credits: int, delivered: int, key: UUID, on: date, actor: User | None) -> MixedPayment | None:
    if not credits:
        return None
    sums = {"credits": credits, "euro": delivered - credits, "advance": row.advance}
    who = {"participant": row.participant, "seller": row.seller, "actor": actor}
    return MixedPayment(charge=row.charge, key=key, promised_on=on, expires_at=row.expires_at, **who, **sums)


def _price(charge: Charge) -> Price:
    """A promise stands, so its VAT is known or does not matter."""
    return price_of(charge) or Price(charge.amount, 0, charge.credit_share, vat_in_euro=False)


def _refuse_part(row: MixedPayment, charge: Charge, delivered: int) -> None:
    if row.state != State.PROMISED or late(row):
        raise Refused(_("Only a promise that stands can be made smaller."))
    if covered(charge):
        raise Refused(_("Money pays this charge already: take it off first."))
    if type(delivered) is not int or not 0 < delivered < charge.amount:
        text = _("Write how much of the price was delivered: less than %(whole)s.")
        raise Refused(text % {"whole": euros(charge.amount)}, "delivered")
