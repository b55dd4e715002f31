"""Let money that came in pay a charge, exactly (ledger M2)."""

from datetime import date

from django.db import transaction

from vivaio_core.access.models import User
from vivaio_core.ledger import api as ledger
from vivaio_core.payments.models.charges import Allocation, Charge, Receipt
from vivaio_core.payments.services.covering import cover, locked_charge, locked_receipt, refuse_promised, write
from vivaio_core.payments.services.exceptions import close_when_used
from vivaio_core.people.errors import allow


def allocate(*, receipt: Receipt, charge: Charge, amount: int, on: date, actor: User | None) -> Allocation:
    """`amount` cents of the receipt pay the charge; the last cent settles it and sends PaymentSettled.

    Where credits are promised for the charge only its whole euro part is taken, and the credits are paid in the same group.
    Raises PermissionDenied; Refused with what is left of the one or the other.
    """
    allow(actor, "payments.add_allocation")
    with transaction.atomic():
        money, owed = locked_receipt(receipt), locked_charge(charge)
        refuse_promised(money)
        made = cover(receipt=money, charge=owed, amount=amount, on=on, number=money.allocations.filter(undoes=None).count())
        ledger.post(*made.drafts)
        row = write(made=made, receipt=money, on=on, actor=actor)
        close_when_used(receipt=money, actor=actor)
        return row
