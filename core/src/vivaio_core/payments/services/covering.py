"""How money that waits pays a charge: drafts first, one post(), then the rows and the charge's state (ledger M2, L16).

Rows are locked in one order everywhere: receipts, then charges, each by id; the ledger locks its accounts after them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.ledger import api as ledger
from vivaio_core.ledger.models import Transfer
from vivaio_core.pages.numbers import euros
from vivaio_core.payments import books, methods
from vivaio_core.payments.facts import PaymentReopened, PaymentSettled, payment_reopened, payment_settled
from vivaio_core.payments.models.charges import Allocation, Charge, PaymentException, Receipt
from vivaio_core.payments.selectors.charges import covered, left
from vivaio_core.people.errors import Refused

State = Charge.State


@dataclass(frozen=True)
class Cover:
    """How much of a receipt pays a charge, under which key, with which rows of the ledger; `credits` are paid in the same group."""

    charge: Charge
    amount: int
    key: UUID
    drafts: tuple[Transfer, ...]
    credits: methods.Confirmed | None = None


def locked_charge(charge: Charge) -> Charge:
    """The row as it is now, kept from others until the transaction ends."""
    return Charge.objects.select_for_update(of=("self",)).select_related("debtor", "creditor").get(pk=charge.pk)


def locked_receipt(receipt: Receipt) -> Receipt:
    """The same of a receipt."""
    return Receipt.objects.select_for_update(of=("self",)).select_related("payer").get(pk=receipt.pk)


def refuse_promised(receipt: Receipt) -> None:
    """Raise Refused for money that a file for the bank is about to send back: it cannot be used or given back a second time."""
    row = receipt.file_rows.filter(pending=True).select_related("file").defer("file__content").first()
    if row is not None:
        text = _("This money goes back by the file %(file)s for the bank: cancel that file first, or write down what came of it.")
        raise Refused(text % {"file": row.file.message_id})


def euro_part(charge: Charge) -> int:
    """What money must still bring: what is left, without what is promised in credits."""
    found = methods.promise(charge)
    return left(charge) - (found[1].value if found else 0)


def cover(*, receipt: Receipt, charge: Charge, amount: int, on: date, number: int = 0) -> Cover:
    """How `amount` of a locked receipt pays a locked charge; `number` tells the allocations of one receipt apart. Raises Refused."""
    _refuse_unfit(receipt, charge, amount)
    key = uuid5(receipt.transfer_key, f"allocation/{number}")
    found = methods.promise(charge)
    if found is None:
        return Cover(charge, amount, key, (books.cover(charge, amount, key, on),))
    method, held = found
    if amount != left(charge) - held.value:
        text = _("Credits are promised for this charge: the euro part, %(part)s, must come in one go. Or cancel the promise first.")
        raise Refused(text % {"part": euros(left(charge) - held.value)}, "amount")
    paid = method.confirm(charge, on)
    euro = ledger.settle(books.euro_key(held.key), amount, key=key, cause=f"payments.Charge:{charge.pk}", value_on=on)
    return Cover(charge, amount, key, (euro, *paid.drafts), paid)


def write(*, made: Cover, receipt: Receipt, on: date, actor: User | None) -> Allocation:
    """The rows of a cover whose drafts are posted, and what becomes of the charge."""
    row = Allocation.objects.create(receipt=receipt, charge=made.charge, amount=made.amount, on=on, transfer_key=made.key, made_by=actor)
    if made.credits is not None:
        write_credits(charge=made.charge, paid=made.credits, on=on, actor=actor)
    weigh(charge=made.charge, on=on)
    return row


def write_credits(*, charge: Charge, paid: methods.Confirmed, on: date, actor: User | None) -> Allocation:
    """The receipt in credits and what it pays; their movement is in the plugin's book."""
    receipt = Receipt.objects.create(
        payer=charge.debtor,
        method=methods.MUTUAL_CREDIT,
        amount=paid.value,
        unit=charge.unit,
        transfer_key=paid.key,
        received_on=on,
        value_on=on,
        recorded_by=actor,
    )
    key = uuid5(paid.key, "allocation")
    return Allocation.objects.create(receipt=receipt, charge=charge, amount=paid.value, on=on, transfer_key=key, made_by=actor)


def take_off(*, rows: Sequence[Allocation], on: date, actor: User | None) -> list[Allocation]:
    """The opposite rows of allocations whose reversal is posted. The charges are weighed by the caller."""
    made = [
        Allocation(receipt=row.receipt, charge=row.charge, amount=-row.amount, undoes=row, on=on, transfer_key=undo_key(row), made_by=actor)
        for row in rows
    ]
    return Allocation.objects.bulk_create(made)


def undo_key(row: Allocation) -> UUID:
    """Key of the row that takes an allocation back."""
    return uuid5(row.transfer_key, "undo")


def on_books(receipt: Receipt) -> bool:
    """Whether its money moves in the book `incassi`; credits between members do not."""
    return receipt.method != methods.MUTUAL_CREDIT


def weigh(*, charge: Charge, on: date) -> None:
    """Settle a charge whose last cent is in, reopen one that lost some; the facts are sent once it is all committed (ledger M1).

    What stands in the queue as missing follows.
    """
    total = covered(charge)
    _tell_what_is_short(charge, total)
    if charge.state == State.OPEN and total == charge.amount:
        charge.state, charge.settled_on = State.SETTLED, on
        charge.save(update_fields=["state", "settled_on"])
        settled = PaymentSettled(charge.pk, charge.cause, charge.amount, charge.unit, on)
        transaction.on_commit(lambda: cast(None, payment_settled.send(sender=Charge, fact=settled)))
    elif charge.state == State.SETTLED and total < charge.amount:
        charge.state, charge.settled_on = State.OPEN, None
        charge.save(update_fields=["state", "settled_on"])
        reopened = PaymentReopened(charge.pk, charge.cause, charge.amount - total, charge.unit, on)
        transaction.on_commit(lambda: cast(None, payment_reopened.send(sender=Charge, fact=reopened)))


def _tell_what_is_short(charge: Charge, total: int) -> None:
    rows = charge.exceptions.filter(kind=PaymentException.Kind.SHORT, state=PaymentException.State.OPEN)
    if 0 < total < charge.amount:
        rows.update(amount=charge.amount - total)
        return
    words = _("The rest was paid.") if total else _("The payment was taken off: nothing is paid any more.")
    rows.update(state=PaymentException.State.RESOLVED, resolved_at=timezone.now(), resolution=words)


def _refuse_unfit(receipt: Receipt, charge: Charge, amount: int) -> None:
    from vivaio_core.payments.selectors.receipts import free

    if receipt.state == Receipt.State.BOUNCED:
        raise Refused(_("This payment came back from the bank: it can pay nothing any more."), "receipt")
    if charge.state == State.VOID:
        raise Refused(_("This charge was cancelled: choose another one, or give the money back."), "charge")
    if receipt.unit != charge.unit:
        text = _("The payment is in %(paid)s and the charge in %(owed)s: give the money back and ask for the right one.")
        raise Refused(text % {"paid": receipt.unit, "owed": charge.unit}, "charge")
    rest, owed = receipt.amount if receipt.pk is None else free(receipt), left(charge)
    if amount <= 0:
        raise Refused(_("The amount must be greater than zero, for example 12,50."), "amount")
    if amount > rest:
        text = _("Of this payment %(rest)s are left: write that or less.")
        raise Refused(text % {"rest": euros(rest)}, "amount")
    if amount > owed:
        text = _("%(owed)s are left to pay of this charge: write that or less. What is more stays as credit of the payer.")
        raise Refused(text % {"owed": euros(owed)}, "amount")
