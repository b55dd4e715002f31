"""Give money back to who paid."""

from datetime import date
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.ledger import api as ledger
from vivaio_core.pages.numbers import euros
from vivaio_core.payments import books
from vivaio_core.payments.models.charges import GivenBack, Receipt
from vivaio_core.payments.selectors.receipts import free
from vivaio_core.payments.services.covering import locked_receipt, on_books, refuse_promised
from vivaio_core.payments.services.exceptions import close_when_used
from vivaio_core.people.errors import Refused, allow
from vivaio_core.trail.services import record


def give_back(*, receipt: Receipt, amount: int, on: date, reason: str, actor: User | None, key: UUID | None = None) -> GivenBack:
    """Write down that `amount` cents of a receipt that pay nothing went back to the payer. The same `key` again gives the stored row.

    Raises PermissionDenied; Refused for more than is free, and without a reason.
    """
    allow(actor, "payments.add_givenback")
    if len(reason.strip()) < 3:
        raise Refused(_("Write why."), "reason")
    with transaction.atomic():
        found = locked_receipt(receipt)
        stored = GivenBack.objects.filter(transfer_key=key).first() if key else None
        if stored is not None:
            return stored
        refuse_promised(found)
        rest = free(found)
        if not on_books(found) or amount <= 0 or amount > rest:
            text = _("Of this payment %(rest)s can be given back: write that or less.")
            raise Refused(text % {"rest": euros(rest)}, "amount")
        number = key or uuid4()
        ledger.post(books.money_back(found, amount, number, on))
        row = GivenBack.objects.create(receipt=found, amount=amount, on=on, reason=reason.strip()[:200], transfer_key=number, made_by=actor)
        close_when_used(receipt=found, actor=actor)
        payload = {"amount_cents": amount, "reason": row.reason, "on": on.isoformat()}
        record(kind="payments.give_back", actor=actor, subject=found.payer, target=f"payments.Receipt:{found.pk}", payload=payload)
        return row
