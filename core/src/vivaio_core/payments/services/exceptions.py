"""The queue of what a person must look at, and how each ends. Nothing is written off by itself (ledger M2)."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.payments.models.charges import Charge, PaymentException, Receipt
from vivaio_core.payments.selectors.receipts import free
from vivaio_core.people.duplicates.selectors import kept
from vivaio_core.people.errors import Refused, allow
from vivaio_core.people.models import Party
from vivaio_core.trail.services import record

Kind, State = PaymentException.Kind, PaymentException.State
ABOUT_MONEY = (Kind.OVER, Kind.DUPLICATE, Kind.AFTER_VOID, Kind.UNKNOWN_PAYER, Kind.WRONG_UNIT)


def note_exception(
    *, kind: str, amount: int, on: date, receipt: Receipt | None = None, charge: Charge | None = None, note: str = ""
) -> PaymentException:
    """Put something into the queue, inside the caller's transaction; what a charge lacks stands there once, with the last figure.

    Plugins note what they find too, for example a promise of credits that has expired.
    """
    row = {"kind": kind, "amount": amount, "receipt": receipt, "charge": charge, "note": note[:300], "opened_on": on}
    standing = charge.exceptions.filter(kind=Kind.SHORT, state=State.OPEN).first() if charge and kind == Kind.SHORT else None
    if standing is None:
        return PaymentException.objects.create(**row)
    standing.amount, standing.receipt, standing.note = amount, receipt, note[:300]
    standing.save(update_fields=["amount", "receipt", "note"])
    return standing


def resolve_exception(*, exception: PaymentException, resolution: str, actor: User | None) -> PaymentException:
    """Say how it ended, in words: kept as credit of the payer, the rest waited for, agreed on the phone. A second call changes nothing.

    Raises PermissionDenied; Refused without words, and for a payer that nobody has named yet.
    """
    allow(actor, "payments.change_paymentexception")
    if len(resolution.strip()) < 3:
        raise Refused(_("Write how it ended."), "resolution")
    with transaction.atomic():
        found = PaymentException.objects.select_for_update(of=("self",)).select_related("receipt", "charge").get(pk=exception.pk)
        if found.state == State.RESOLVED:
            return found
        if found.kind == Kind.UNKNOWN_PAYER and found.receipt is not None and free(found.receipt):
            raise Refused(_("First say who paid, or give the money back: it cannot be kept as credit of nobody."), "resolution")
        found.state, found.resolution = State.RESOLVED, resolution.strip()[:300]
        found.resolved_by, found.resolved_at = actor, timezone.now()
        found.save(update_fields=["state", "resolution", "resolved_by", "resolved_at"])
        subject = found.receipt.payer if found.receipt else found.charge.debtor if found.charge else None
        payload = {"what": str(found.get_kind_display()), "amount_cents": found.amount, "resolution": found.resolution}
        record(kind="payments.resolve", actor=actor, subject=subject, target=f"payments.PaymentException:{found.pk}", payload=payload)
        return found


def name_payer(*, receipt: Receipt, payer: Party, actor: User | None) -> Receipt:
    """Say who paid a receipt that came without a name; the money is that party's credit from now on. Raises PermissionDenied, Refused."""
    allow(actor, "payments.change_receipt")
    with transaction.atomic():
        found = Receipt.objects.select_for_update(of=("self",)).select_related("payer").get(pk=receipt.pk)
        if found.payer is not None:
            raise Refused(_("The payer is known already: %(payer)s.") % {"payer": found.payer}, "payer")
        found.payer = kept(payer)
        found.save(update_fields=["payer"])
        close(receipt=found, kinds=(Kind.UNKNOWN_PAYER,), words=_("Paid by %(payer)s.") % {"payer": found.payer}, actor=actor)
        payload = {"amount_cents": found.amount}
        record(kind="payments.name_payer", actor=actor, subject=found.payer, target=f"payments.Receipt:{found.pk}", payload=payload)
        return found


def close(*, receipt: Receipt, kinds: tuple[str, ...], words: str, actor: User | None) -> int:
    """End the receipt's exceptions of these kinds, inside the caller's transaction, whose own act is in the trail. Return how many."""
    rows = receipt.exceptions.filter(kind__in=kinds, state=State.OPEN)
    return rows.update(state=State.RESOLVED, resolution=words[:300], resolved_by=actor, resolved_at=timezone.now())


def close_when_used(*, receipt: Receipt, actor: User | None) -> int:
    """End those about a receipt whose money is all used or given back."""
    return 0 if free(receipt) else close(receipt=receipt, kinds=ABOUT_MONEY, words=_("The money pays a charge or went back."), actor=actor)
