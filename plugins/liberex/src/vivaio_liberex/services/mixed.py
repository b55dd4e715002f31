"""Promises of credits beside a part in euro: made, taken back, expired (dossier 4.6, C1 and C2).

Rows are locked in one order: the charge, then the promise; the ledger locks its accounts after them. One post() a transaction.
"""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.ledger import api as ledger
from vivaio_core.ledger.models import Transfer
from vivaio_core.payments.methods import Confirmed
from vivaio_core.payments.models.charges import Charge
from vivaio_core.payments.selectors.charges import left
from vivaio_core.payments.services.covering import locked_charge, weigh, write_credits
from vivaio_core.people.duplicates.selectors import kept
from vivaio_core.people.errors import Refused
from vivaio_core.trail.services import record
from vivaio_liberex import legs
from vivaio_liberex.models.mixed import MixedPayment
from vivaio_liberex.models.payments import Payment
from vivaio_liberex.permissions import allow_for
from vivaio_liberex.selectors.mixed import Terms, late, locked, standing, terms
from vivaio_liberex.selectors.participants import of
from vivaio_liberex.words import credits

State = MixedPayment.State


def promise(*, charge: Charge, amount: int, key: UUID, on: date, actor: User | None) -> MixedPayment:
    """Reserve `amount` credits, and the rest of the charge in euro, in one group; without a rest the credits are paid at once.

    The same key gives the stored promise; one that is late is replaced. Raises PermissionDenied; Refused with what the charge or the account allows.
    """
    allow_for(actor, kept(charge.debtor))
    with transaction.atomic():
        owed = locked_charge(charge)
        stored = MixedPayment.objects.filter(key=key).first()
        if stored is not None:
            return _same(stored, owed, amount)
        found = _allowed(owed, amount, on)
        before = standing(owed)
        if before is not None and not late(before):
            raise Refused(_("%(sum)s are promised for this charge already: cancel that promise first.") % {"sum": credits(before.credits)})
        made = _draft(owed, amount, key, found, on, actor)
        released = _closed(before, State.EXPIRED, on) if before else []
        if made.euro:
            ledger.post(*released, *legs.holds(made))
            made.save(force_insert=True)
            return made
        made.state, made.closed_on = State.SETTLED, on
        ledger.post(*released, *legs.at_once(made, on))
        made.save(force_insert=True)
        Payment.objects.create(**legs.payment_words(made, on))
        write_credits(charge=owed, paid=Confirmed(made.credits, legs.settled_key(made), ()), on=on, actor=actor)
        weigh(charge=owed, on=on)
        return made


def cancel_promise(*, mixed: MixedPayment, on: date, actor: User | None) -> MixedPayment:
    """Release credits and euro; the charge is owed in euro again. A second call changes nothing. Raises PermissionDenied, Refused once it is paid."""
    assisted = allow_for(actor, kept(mixed.charge.debtor))
    with transaction.atomic():
        locked_charge(mixed.charge)
        row = locked(mixed)
        if row.state in (State.CANCELLED, State.EXPIRED):
            return row
        if row.state != State.PROMISED:
            raise Refused(_("This payment is complete: ask the office to give it back as a whole."))
        ledger.post(*_closed(row, State.CANCELLED, on))
        payload = {"code": row.charge.code, "sum": credits(row.credits), "assisted": assisted}
        record(kind="liberex.mixed_cancel", actor=actor, subject=row.charge.debtor, target=f"liberex.MixedPayment:{row.pk}", payload=payload)
        return row


def release(*, charge: Charge, on: date) -> None:
    """Release what is promised for a charge that is cancelled, inside core's transaction, the charge locked."""
    row = MixedPayment.objects.select_for_update().filter(charge=charge, state=State.PROMISED).first()
    if row is not None:
        ledger.post(*_closed(row, State.CANCELLED, on))


def expire_promises(*, on: date) -> int:
    """Release every promise whose time is over, each in its own transaction; return how many. Any number of times and processes."""
    due = MixedPayment.objects.filter(state=State.PROMISED, expires_at__lt=Now()).select_related("charge").order_by("pk")
    return sum(_expire(row, on) for row in due)


def _expire(row: MixedPayment, on: date) -> int:
    with transaction.atomic():
        locked_charge(row.charge)
        found = locked(row)
        if found.state != State.PROMISED or not late(found):
            return 0
        ledger.post(*_closed(found, State.EXPIRED, on))
        return 1


def _same(stored: MixedPayment, charge: Charge, amount: int) -> MixedPayment:
    if (stored.charge_id, stored.credits) != (charge.pk, amount):
        raise Refused(_("This page was used for another promise. Nothing was promised now: open the charge again."))
    return stored


def _allowed(charge: Charge, amount: int, on: date) -> Terms:
    """Raises Refused with the sentence that says how much."""
    found, buyer = terms(charge, on), of(kept(charge.debtor))
    if found is None or buyer is None or buyer == found.seller:
        raise Refused(_("This charge cannot be paid in credits: pay it in euro."))
    if type(amount) is not int or amount <= 0:
        raise Refused(_("The amount must be greater than zero, for example 12,50."), "amount")
    if amount > found.most:
        text = found.why or _("At most %(sum)s of this charge can be paid in credits: write that or less.") % {"sum": credits(found.most)}
        raise Refused(text, "amount")
    return found


def _draft(charge: Charge, amount: int, key: UUID, found: Terms, on: date, actor: User | None) -> MixedPayment:
    buyer = of(kept(charge.debtor))
    sums = {"credits": amount, "euro": left(charge) - amount, "advance": found.advance}
    return MixedPayment(charge=charge, participant=buyer, seller=found.seller, key=key, promised_on=on, expires_at=legs.expiry(), actor=actor, **sums)


def _closed(row: MixedPayment, state: str, on: date) -> list[Transfer]:
    """Write how the promise ended; return what releases it."""
    row.state, row.closed_on = state, on
    row.save(update_fields=["state", "closed_on"])
    return legs.released(row, on)
