"""Take money off a charge again."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.ledger import api as ledger
from vivaio_core.ledger.models import Transfer
from vivaio_core.payments.models.charges import Allocation, Charge, PaymentException, Receipt
from vivaio_core.payments.selectors.charges import live
from vivaio_core.payments.selectors.receipts import free
from vivaio_core.payments.services.covering import locked_charge, locked_receipt, on_books, take_off, undo_key, weigh
from vivaio_core.payments.services.exceptions import note_exception
from vivaio_core.people.errors import Refused, allow
from vivaio_core.trail.services import record


def undo_allocation(*, allocation: Allocation, on: date, actor: User | None) -> Allocation:
    """The money becomes credit of its payer again; a paid charge is owed again and PaymentReopened is sent.

    Raises PermissionDenied; Refused for a row that was undone or undoes, and for credits, which go back with the whole payment only.
    """
    allow(actor, "payments.change_allocation")
    with transaction.atomic():
        receipt, charge = locked_receipt(allocation.receipt), locked_charge(allocation.charge)
        row = Allocation.objects.select_related("receipt", "charge").get(pk=allocation.pk)
        if row.undoes_id or Allocation.objects.filter(undoes=row).exists():
            raise Refused(_("This was taken off already: reload the page."))
        if not on_books(receipt):
            raise Refused(_("Credits go back together with the whole mixed payment, not alone."))
        ledger.post(ledger.reverse(row.transfer_key, key=undo_key(row), value_on=on))
        made = take_off(rows=[row], on=on, actor=actor)[0]
        weigh(charge=charge, on=on)
        _nameless(receipt, on)
        payload = {"title": charge.title, "amount_cents": row.amount, "on": on.isoformat()}
        record(kind="payments.undo", actor=actor, subject=charge.debtor, target=f"payments.Charge:{charge.pk}", payload=payload)
        return made


def undo_all(*, charge: Charge, extra: Sequence[Transfer], on: date, actor: User | None) -> list[Allocation]:
    """Take everything off a charge in one group with `extra`, the reversals in a method's own book: all of it, or nothing (ledger C3).

    The euro part becomes credit of its payer. Raises PermissionDenied; Refused when a reversal is not possible: then nothing is done.
    """
    allow(actor, "payments.change_allocation")
    with transaction.atomic():
        for receipt in Receipt.objects.filter(allocations__charge=charge).distinct().order_by("pk"):
            locked_receipt(receipt)
        found = locked_charge(charge)
        rows = list(live(found))
        money = [ledger.reverse(row.transfer_key, key=undo_key(row), value_on=on) for row in rows if on_books(row.receipt)]
        ledger.post(*money, *extra)
        made = take_off(rows=rows, on=on, actor=actor)
        weigh(charge=found, on=on)
        for receipt in {row.receipt_id: row.receipt for row in rows}.values():
            _nameless(receipt, on)
        payload = {"title": found.title, "amount_cents": sum(row.amount for row in rows), "on": on.isoformat()}
        record(kind="payments.undo", actor=actor, subject=found.debtor, target=f"payments.Charge:{found.pk}", payload=payload)
        return made


def _nameless(receipt: Receipt, on: date) -> None:
    """Money of nobody known cannot be anybody's credit: it goes back into the queue."""
    kind = PaymentException.Kind.UNKNOWN_PAYER
    if receipt.payer_id is None and not receipt.exceptions.filter(kind=kind, state=PaymentException.State.OPEN).exists():
        note_exception(kind=kind, amount=free(receipt), on=on, receipt=receipt)
