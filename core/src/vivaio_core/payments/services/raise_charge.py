"""Write down what somebody owes."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.pages.numbers import euros
from vivaio_core.payments.codes import payment_code
from vivaio_core.payments.models.charges import Charge
from vivaio_core.payments.selectors.charges import of_cause
from vivaio_core.people.duplicates.selectors import kept
from vivaio_core.people.errors import Refused, allow
from vivaio_core.people.models import Party
from vivaio_core.trail.services import record


def raise_charge(
    *,
    debtor: Party,
    cause: str,
    title: str,
    amount: int,
    due_on: date,
    on: date,
    actor: User | None,
    creditor: Party | None = None,
    taxable: int | None = None,
    vat: int | None = None,
    credit_share: int = 0,
) -> Charge:
    """What `debtor` owes for `cause`, in cents. The same cause again gives the charge that stands; a cancelled one leaves its cause free.

    Raises PermissionDenied; Refused for unsound content, and for another debtor, creditor or amount under a cause that stands.
    """
    allow(actor, "payments.add_charge")
    _refuse_unsound(cause, title, amount, taxable, vat, credit_share)
    debtor, creditor = kept(debtor), kept(creditor) if creditor else None
    row: dict[str, Any] = {"debtor": debtor, "creditor": creditor, "cause": cause, "title": title.strip(), "amount": amount}
    row |= {"taxable": taxable, "vat": vat, "credit_share": credit_share, "raised_on": on, "due_on": due_on}
    for number in range(50):
        standing = of_cause(cause)
        if standing is not None:
            return _same(standing, debtor, creditor, amount)
        try:
            return _write(Charge(**row, code=payment_code(cause, Charge.objects.filter(cause=cause).count() + number)), actor)
        except IntegrityError:
            # A twin with the same cause was faster, or the code is taken: look again.
            continue
    raise IntegrityError(f"no payment code for {cause}")


def _write(charge: Charge, actor: User | None) -> Charge:
    with transaction.atomic():
        charge.save(force_insert=True)
        if actor is not None:
            payload = {"title": charge.title, "amount_cents": charge.amount, "due_on": charge.due_on.isoformat()}
            record(kind="payments.raise", actor=actor, subject=charge.debtor, target=f"payments.Charge:{charge.pk}", payload=payload)
        return charge


def _same(charge: Charge, debtor: Party, creditor: Party | None, amount: int) -> Charge:
    others = (kept(charge.debtor).pk, kept(charge.creditor).pk if charge.creditor else None, charge.amount)
    if others != (debtor.pk, creditor.pk if creditor else None, amount):
        text = _("For this there is a charge already, %(code)s of %(sum)s to %(debtor)s: cancel that one first.")
        raise Refused(text % {"code": charge.code, "sum": euros(charge.amount), "debtor": charge.debtor}, "amount")
    return charge


def _refuse_unsound(cause: str, title: str, amount: int, taxable: int | None, vat: int | None, credit_share: int) -> None:
    if type(amount) is not int or amount <= 0:
        raise Refused(_("The amount must be greater than zero, for example 12,50."), "amount")
    if not title.strip() or not cause.strip():
        raise Refused(_("Say what it is for."), "title")
    if (taxable is None) != (vat is None) or (taxable is not None and vat is not None and (min(taxable, vat) < 0 or taxable + vat != amount)):
        raise Refused(_("Taxable amount and VAT together must make the whole: correct one of the three."), "taxable")
    if not 0 <= credit_share <= 100:
        raise Refused(_("The share in credits goes from 0 to 100 percent."), "credit_share")
