"""A payment that came in goes back: an unpaid direct debit, a cheque without cover, a card charged back."""

from datetime import date
from uuid import uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.ledger import api as ledger
from vivaio_core.pages.numbers import euros
from vivaio_core.payments.models.charges import Allocation, PaymentException, Receipt
from vivaio_core.payments.services.covering import locked_charge, locked_receipt, on_books, take_off, undo_key, weigh
from vivaio_core.payments.services.exceptions import ABOUT_MONEY, close, note_exception
from vivaio_core.people.errors import Refused, allow
from vivaio_core.trail.services import record


def bounce(*, receipt: Receipt, on: date, reason: str, actor: User | None) -> Receipt:
    """Take back all that the receipt paid and the money itself, in one group; its charges are owed again and PaymentReopened is sent for each.

    What had been given back to the payer meanwhile becomes an exception. A second call changes nothing. Raises PermissionDenied, Refused.
    """
    allow(actor, "payments.change_receipt")
    if len(reason.strip()) < 3:
        raise Refused(_("Write why."), "reason")
    with transaction.atomic():
        found = locked_receipt(receipt)
        if found.state == Receipt.State.BOUNCED:
            return found
        if not on_books(found):
            raise Refused(_("Credits do not bounce: they go back together with the whole mixed payment."))
        if on < found.received_on:
            raise Refused(_("It cannot come back before it came in: correct the day."), "on")
        rows = list(found.allocations.filter(undoes=None, undone_by=None).select_related("receipt", "charge").order_by("charge"))
        charges = [locked_charge(row.charge) for row in rows]
        _take_back(found, rows, on)
        take_off(rows=rows, on=on, actor=actor)
        found.state, found.bounced_on = Receipt.State.BOUNCED, on
        found.save(update_fields=["state", "bounced_on"])
        for charge in {one.pk: one for one in charges}.values():
            weigh(charge=charge, on=on)
        _already_given_back(found, on)
        close(receipt=found, kinds=ABOUT_MONEY, words=_("The payment came back from the bank."), actor=actor)
        payload = {"amount_cents": found.amount, "reason": reason.strip()[:200], "on": on.isoformat()}
        record(kind="payments.bounce", actor=actor, subject=found.payer, target=f"payments.Receipt:{found.pk}", payload=payload)
        return found


def _take_back(receipt: Receipt, rows: list[Allocation], on: date) -> None:
    back = [ledger.reverse(row.transfer_key, key=undo_key(row), value_on=on) for row in rows]
    ledger.post(*back, ledger.reverse(receipt.transfer_key, key=uuid5(receipt.transfer_key, "bounce"), value_on=on))


def _already_given_back(receipt: Receipt, on: date) -> None:
    gone = sum(row.amount for row in receipt.given_back.all())
    if gone:
        note = _("The payment came back, but %(sum)s of it had been given to the payer already: ask for them.") % {"sum": euros(gone)}
        note_exception(kind=PaymentException.Kind.SHORT, amount=gone, on=on, receipt=receipt, note=note)
