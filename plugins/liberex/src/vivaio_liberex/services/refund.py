"""Giving a payment back: once, whole, with the shares that went to the fund, inside the limits (ledger L8)."""

from datetime import date
from uuid import uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.ledger.api import post, reverse
from vivaio_core.ledger.errors import Refused as LedgerRefused
from vivaio_core.ledger.models import Transfer
from vivaio_core.people.errors import Refused
from vivaio_liberex.models.participants import Participant
from vivaio_liberex.models.payments import Payment
from vivaio_liberex.permissions import allow_for
from vivaio_liberex.refusals import refusal_of
from vivaio_liberex.selectors.refunds import refund_key, returnable, why_not


def refund_payment(*, payment: Payment, on: date, actor: User | None) -> Payment:
    """Give the whole of a payment back to who made it; a second call returns the stored refund and moves nothing.

    Raises PermissionDenied for who did not receive it; Refused for a part of a mixed price, for who left, for a limit.
    """
    with transaction.atomic():
        row = Payment.objects.select_for_update(of=("self",)).select_related("payer__account", "payee__account", "payee__party").get(pk=payment.pk)
        payer, payee = row.payer, row.payee
        if payer is None or payee is None or not returnable(row):
            raise Refused(why_not(row))
        allow_for(actor, payee.party)
        known = Payment.objects.filter(refunds=row).first()
        if known is not None:
            return known
        if payer.state == Participant.State.CLOSED:
            raise Refused(_("%(payer)s has left the circuit: agree on another way.") % {"payer": payer})
        cause = f"liberex.Payment:{row.key}"
        # What the fund gives back comes first: then the payee has the whole sum again.
        shares = Transfer.objects.filter(key__in=[uuid5(row.key, name) for name in ("purchase", "sale")]).order_by("pk")
        back = [reverse(share, key=refund_key(share.key), cause=cause, value_on=on) for share in shares]
        try:
            post(*back, reverse(row.key, key=refund_key(row.key), cause=cause, value_on=on))
        except LedgerRefused as refused:
            raise refusal_of(refused, payee, payer) from refused
        given = {"payer": payee, "payee": payer, "amount": row.amount, "memo": row.memo, "origin": Payment.Origin.REFUND}
        return Payment.objects.create(key=refund_key(row.key), refunds=row, value_on=on, actor=actor, **given)
