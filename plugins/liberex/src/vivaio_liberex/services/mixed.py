"""Promises of credits beside a part in euro: made, taken back, expired (dossier 4.6, C1 and C2).

Rows are locked in one order: the charge, then the promise; the ledger locks its accounts after them. One post() a transaction.
"""

from datetime import date, timedelta
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.ledger import api as ledger
from vivaio_core.ledger.models import Account, Transfer
from vivaio_core.payments import books
from vivaio_core.payments.methods import Confirmed
from vivaio_core.payments.models.charges import Charge
from vivaio_core.payments.selectors.charges import left
from vivaio_core.payments.services.covering import locked_charge, weigh, write_credits
from vivaio_core.people.duplicates.selectors import kept
from vivaio_core.people.errors import Refused
from vivaio_core.trail.services import record
from vivaio_liberex.fees import extra_moves
from vivaio_liberex.models.mixed import MixedPayment
from vivaio_liberex.models.payments import Payment
from vivaio_liberex.permissions import allow_for
from vivaio_liberex.selectors.mixed import Terms, late, standing, terms
from vivaio_liberex.selectors.participants import of
from vivaio_liberex.words import choices, credits

KIND, ADVANCE = "payment", "lbx_advance"
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
        found = _allowed(owed, amount)
        before = standing(owed)
        if before is not None and not late(before):
            raise Refused(_("%(sum)s are promised for this charge already: cancel that promise first.") % {"sum": credits(before.credits)})
        made = _draft(owed, amount, key, found, on, actor)
        released = close(before, State.EXPIRED, on) if before else []
        if made.euro:
            ledger.post(*released, *holds(made))
            made.save(force_insert=True)
            return made
        made.state, made.closed_on = State.SETTLED, on
        ledger.post(*released, *_at_once(made, on))
        made.save(force_insert=True)
        write_credits(charge=owed, paid=written(made, on, ()), on=on, actor=actor)
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
        ledger.post(*close(row, State.CANCELLED, on))
        payload = {"code": row.charge.code, "sum": credits(row.credits), "assisted": assisted}
        record(kind="liberex.mixed_cancel", actor=actor, subject=row.charge.debtor, target=f"liberex.MixedPayment:{row.pk}", payload=payload)
        return row


def release(*, charge: Charge, on: date) -> None:
    """Release what is promised for a charge that is cancelled, inside core's transaction, the charge locked."""
    row = MixedPayment.objects.select_for_update().filter(charge=charge, state=State.PROMISED).first()
    if row is not None:
        ledger.post(*close(row, State.CANCELLED, on))


def expire_promises(*, on: date) -> int:
    """Release every promise whose time is over, each in its own transaction; return how many. Any number of times and processes."""
    due = MixedPayment.objects.filter(state=State.PROMISED, expires_at__lt=Now()).select_related("charge").order_by("pk")
    return sum(_expire(row, on) for row in due)


def settled_key(mixed: MixedPayment) -> UUID:
    """Key of the row that pays the credits."""
    return uuid5(mixed.key, "settle")


def fee_keys(mixed: MixedPayment) -> list[UUID]:
    """Keys of the reservations of what the buyer gives to the fund."""
    return [uuid5(row.key, "hold") for row in fees(mixed) if row.payer_id == mixed.participant.account_id]


def fees(mixed: MixedPayment) -> list[Transfer]:
    """The fees of the payment, by the rules of the day of the promise."""
    if mixed.seller is None:
        return []
    return extra_moves(mixed.participant, mixed.seller, mixed.credits, mixed.promised_on, key=settled_key(mixed))


def written(mixed: MixedPayment, on: date, drafts: tuple[Transfer, ...]) -> Confirmed:
    """The payment in words for statements, and what core writes about it."""
    named = {"payer": mixed.participant, "payee": mixed.seller, "amount": mixed.credits, "value_on": on, "actor": mixed.actor}
    Payment.objects.create(key=settled_key(mixed), memo=mixed.charge.title[:140], origin=Payment.Origin.MIXED, **named)
    return Confirmed(mixed.credits, settled_key(mixed), drafts)


def _expire(row: MixedPayment, on: date) -> int:
    with transaction.atomic():
        locked_charge(row.charge)
        found = locked(row)
        if found.state != State.PROMISED or not late(found):
            return 0
        ledger.post(*close(found, State.EXPIRED, on))
        return 1


def locked(mixed: MixedPayment) -> MixedPayment:
    """The row as it is now, kept from others until the transaction ends; its charge is locked before."""
    return MixedPayment.objects.select_for_update(of=("self",)).select_related("charge__debtor", "participant__account").get(pk=mixed.pk)


def _same(stored: MixedPayment, charge: Charge, amount: int) -> MixedPayment:
    if (stored.charge_id, stored.credits) != (charge.pk, amount):
        raise Refused(_("This page was used for another promise. Nothing was promised now: open the charge again."))
    return stored


def _allowed(charge: Charge, amount: int) -> Terms:
    """Raises Refused with the sentence that says how much."""
    found, buyer = terms(charge), of(kept(charge.debtor))
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
    until = timezone.now() + timedelta(days=choices().promise_days)
    sums = {"credits": amount, "euro": left(charge) - amount, "advance": found.advance}
    return MixedPayment(charge=charge, participant=buyer, seller=found.seller, key=key, promised_on=on, expires_at=until, actor=actor, **sums)


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


def _at_once(made: MixedPayment, on: date) -> list[Transfer]:
    paid = ledger.move(made.participant.account, payee_of(made), made.credits, kind=KIND, key=settled_key(made), cause=cause_of(made), value_on=on)
    return [paid, *fees(made), *advanced(made, on)]


def advanced(mixed: MixedPayment, on: date) -> list[Transfer]:
    """The same sum in euro, from the cooperative to a creditor who takes no credits (C4)."""
    if not mixed.advance:
        return []
    source, target = books.account(mixed.charge.unit, "anticipi"), books.collected(mixed.charge)
    return [ledger.move(source, target, mixed.credits, kind=ADVANCE, key=advance_key(mixed), cause=cause_of(mixed), value_on=on)]


def advance_key(mixed: MixedPayment) -> UUID:
    """Key of the cooperative's advance in euro."""
    return uuid5(mixed.key, "advance")


def payee_of(mixed: MixedPayment) -> Account:
    """The account that takes the credits."""
    return Terms(0, seller=mixed.seller).payee


def cause_of(mixed: MixedPayment) -> str:
    """The reference of the promise in the books."""
    return f"liberex.MixedPayment:{mixed.key}"


def close(row: MixedPayment, state: str, on: date) -> list[Transfer]:
    """Write how the promise ended; return what releases its reservations that still stand."""
    row.state, row.closed_on = state, on
    row.save(update_fields=["state", "closed_on"])
    keys = [row.key, *fee_keys(row), books.euro_key(row.key)]
    held = Transfer.objects.filter(key__in=keys, phase=Transfer.Phase.HOLD, settled_by=None).order_by("pk")
    return [ledger.void(one, key=uuid5(one.key, "void"), value_on=on) for one in held]
