"""Reads of mixed payments: what a charge allows in credits, who takes them, what is promised."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from vivaio_core.ledger.models import Account
from vivaio_core.payments.models.charges import Charge
from vivaio_core.payments.selectors.charges import left
from vivaio_core.people.duplicates.selectors import kept
from vivaio_core.people.models import Party
from vivaio_core.rules.selectors import rule
from vivaio_liberex.mixing import Price
from vivaio_liberex.models.mixed import MixedPayment
from vivaio_liberex.models.participants import Participant
from vivaio_liberex.selectors import circuit
from vivaio_liberex.selectors.leaving import PARITY
from vivaio_liberex.selectors.participants import COOPERATIVE, of, position, system
from vivaio_liberex.words import choices, credits

State = MixedPayment.State


@dataclass(frozen=True)
class Terms:
    """What a charge allows: at `most` so many credits; `seller` None means the cooperative, with `advance` in the place of a creditor outside.

    `why` says in a sentence why not more, or why none.
    """

    most: int
    why: str = ""
    seller: Participant | None = None
    advance: bool = False

    @property
    def payee(self) -> Account:
        """The account that takes the credits."""
        return self.seller.account if self.seller else system(COOPERATIVE)


def mixed_payments() -> QuerySet[MixedPayment]:
    """All, newest first, with what a row shows."""
    return MixedPayment.objects.select_related("charge__debtor", "charge__creditor", "participant", "seller").order_by("-promised_on", "-pk")


def standing(charge: Charge) -> MixedPayment | None:
    """The promise that stands for a charge, live or late."""
    return mixed_payments().filter(charge=charge, state=State.PROMISED).first()


def locked(mixed: MixedPayment) -> MixedPayment:
    """The row as it is now, kept from others until the transaction ends; its charge is locked before."""
    return MixedPayment.objects.select_for_update(of=("self",)).select_related("charge__debtor", "participant__account").get(pk=mixed.pk)


def late(mixed: MixedPayment) -> bool:
    """Whether its time is over, by the database's clock."""
    return MixedPayment.objects.filter(pk=mixed.pk, expires_at__lt=Now()).exists()


def price_of(charge: Charge) -> Price | None:
    """The charge's price; None when its VAT is not known though it must stay in euro."""
    if charge.taxable is None or charge.vat is None:
        return None if choices().vat_in_euro else Price(charge.amount, 0, charge.credit_share, vat_in_euro=False)
    return Price(charge.taxable, charge.vat, charge.credit_share, choices().vat_in_euro)


def terms(charge: Charge, on: date) -> Terms | None:
    """How much of the charge may be paid in credits on a day, whoever pays; None where credits have no place in it."""
    if charge.unit != "EUR" or not charge.credit_share or charge.state != Charge.State.OPEN or circuit.mirrored():
        return None
    if MixedPayment.objects.filter(charge=charge, state=State.SETTLED).exists():
        # The credits were paid and the euro came back: what is left is paid in euro.
        return None
    if rule(PARITY, on).value != 1:
        return Terms(0, _("Mixed payments count a credit as one euro, and the rule of the day says otherwise: this charge is paid in euro."))
    price = price_of(charge)
    if price is None:
        return Terms(0, _("The VAT of this charge is not written down, and VAT is paid in euro: ask the office to write it."))
    most = min(price.most, left(charge))
    creditor = kept(charge.creditor) if charge.creditor else None
    if creditor is None:
        return Terms(most)
    seller = of(creditor)
    if seller is not None and seller.state == Participant.State.ACTIVE:
        return Terms(most, seller=seller)
    if choices().advance_euro:
        return Terms(most, advance=True)
    return Terms(0, _("%(name)s does not take part in the circuit: this charge is paid in euro.") % {"name": creditor})


def terms_for(charge: Charge, party: Party, on: date) -> Terms | None:
    """The same for one who pays: never more than its account holds; None for who does not take part."""
    buyer, found = of(party), terms(charge, on)
    if buyer is None or found is None or buyer == found.seller:
        return None
    available = position(buyer).available
    if found.most <= available:
        return found
    return Terms(available, _("Your account holds %(sum)s at present.") % {"sum": credits(available)}, found.seller, found.advance)
