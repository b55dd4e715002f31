"""Write down money that came in."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.ledger import api as ledger
from vivaio_core.ledger.amounts import LARGEST
from vivaio_core.pages.numbers import euros
from vivaio_core.payments import books, methods
from vivaio_core.payments.limits import cash_fault
from vivaio_core.payments.models.charges import Charge, MethodAuthorisation, PaymentException, Receipt
from vivaio_core.payments.selectors.charges import left
from vivaio_core.payments.services.authorise import use
from vivaio_core.payments.services.covering import Cover, cover, euro_part, locked_charge, write
from vivaio_core.payments.services.exceptions import note_exception
from vivaio_core.people.duplicates.selectors import kept
from vivaio_core.people.errors import Refused, allow
from vivaio_core.people.models import Party

Kind = PaymentException.Kind


@dataclass(frozen=True)
class _Trouble:
    """An exception to be noted beside the receipt."""

    kind: str
    amount: int


def record_receipt(
    *,
    method: str,
    amount: int,
    received_on: date,
    value_on: date,
    actor: User | None,
    payer: Party | None = None,
    external_ref: str = "",
    authorisation: MethodAuthorisation | None = None,
    charge: Charge | None = None,
    unit: str = "EUR",
    key: UUID | None = None,
) -> Receipt:
    """Money in, in cents, as one group of the ledger; with `charge` it pays that one at once as far as it fits, and the rest is an exception.

    The same reference of a method, or the same `key` where there is no reference, gives the stored row. Who pays is the charge's debtor when not
    said. Raises PermissionDenied; Refused: other content under a known reference, cash or cheque without a leave that fits or beyond the law.
    """
    allow(actor, "payments.add_receipt")
    _refuse_unsound(method, amount)
    reference = external_ref.strip()[:140]
    number = books.key_of(method, reference) if reference else key or uuid4()
    payer = kept(payer) if payer else kept(charge.debtor) if charge else None
    money: dict[str, Any] = {"method": method, "amount": amount, "unit": unit, "received_on": received_on, "value_on": value_on}
    row = Receipt(**money, payer=payer, external_ref=reference, recorded_by=actor, transfer_key=number)
    stored = _stored(number)
    if stored is not None:
        return _same(stored, row)
    try:
        with transaction.atomic():
            return _record(row, authorisation, charge)
    except IntegrityError:
        # A twin was faster: its row is there now. Anything else is told as it is.
        twin = _stored(number)
        if twin is None:
            raise
        return _same(twin, row)


def _stored(number: UUID) -> Receipt | None:
    return Receipt.objects.filter(transfer_key=number).select_related("payer").first()


def _record(row: Receipt, authorisation: MethodAuthorisation | None, charge: Charge | None) -> Receipt:
    owed = locked_charge(charge) if charge else None
    if methods.of(row.method).needs_authorisation:
        row.authorisation = use(authorisation=authorisation, receipt=row, charge=owed)
        fault = cash_fault(payer=row.authorisation.party, amount=row.amount, on=row.received_on) if row.method == "cash" else None
        if fault:
            raise Refused(fault, "amount")
    made, troubles = _fit(row, owed)
    ledger.post(books.money_in(row), *(made.drafts if made else ()))
    row.save(force_insert=True)
    if made:
        write(made=made, receipt=row, on=row.value_on, actor=row.recorded_by)
    for trouble in troubles:
        note_exception(kind=trouble.kind, amount=trouble.amount, on=row.received_on, receipt=row, charge=owed)
    return row


def _fit(row: Receipt, charge: Charge | None) -> tuple[Cover | None, list[_Trouble]]:
    """How much of it pays the charge, and what a person must look at."""
    if charge is None:
        return None, [] if row.payer else [_Trouble(Kind.UNKNOWN_PAYER, row.amount)]
    if charge.unit != row.unit:
        return None, [_Trouble(Kind.WRONG_UNIT, row.amount)]
    if charge.state == Charge.State.VOID:
        return None, [_Trouble(Kind.AFTER_VOID, row.amount)]
    if charge.state == Charge.State.SETTLED:
        return None, [_Trouble(Kind.DUPLICATE, row.amount)]
    promised = methods.promise(charge)
    if promised and promised[1].expired:
        return None, [_Trouble(Kind.EXPIRED_HOLD, row.amount)]
    needed = euro_part(charge)
    if needed < 1:
        return None, [_Trouble(Kind.OVER, row.amount)]
    if row.amount < needed and needed < left(charge):
        return None, [_Trouble(Kind.SHORT, needed - row.amount)]
    made = cover(receipt=row, charge=charge, amount=min(row.amount, needed), on=row.value_on)
    if row.amount < needed:
        return made, [_Trouble(Kind.SHORT, needed - row.amount)]
    return made, [_Trouble(Kind.OVER, row.amount - needed)] if row.amount > needed else []


def _same(stored: Receipt, row: Receipt) -> Receipt:
    if stored.state == Receipt.State.BOUNCED:
        raise Refused(_("This reference came in before and bounced. If the money came again, write its new reference."), "external_ref")
    if (stored.amount, stored.unit, stored.method) != (row.amount, row.unit, row.method):
        text = _("This reference is recorded already, with %(sum)s: look at that payment, or correct the reference.")
        raise Refused(text % {"sum": euros(stored.amount)}, "external_ref")
    return stored


def _refuse_unsound(method: str, amount: int) -> None:
    if method not in [one.code for one in methods.at_once()]:
        raise Refused(_("Choose how it was paid."), "method")
    if type(amount) is not int or not 0 < amount <= LARGEST:
        raise Refused(_("The amount must be greater than zero, for example 12,50."), "amount")
