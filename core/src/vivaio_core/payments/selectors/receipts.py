"""Reads of receipts: what came in, what of it pays nothing yet."""

from typing import Any

from django.db.models import F, Q, QuerySet, Sum

from vivaio_core.payments.models.charges import Allocation, GivenBack, PaymentException, Receipt
from vivaio_core.payments.selectors.charges import entries_of, summed
from vivaio_core.people.folding import fold
from vivaio_core.people.models import Identifier, Membership, Party


def receipts() -> QuerySet[Any]:
    """All, newest first, with what a row shows: `used` by charges, `returned` and what is `free`, minor units."""
    found = Receipt.objects.select_related("payer__merged_into", "recorded_by")
    found = found.annotate(used=summed(Allocation.objects.all(), "receipt"), returned=summed(GivenBack.objects.all(), "receipt"))
    return found.annotate(free=F("amount") - F("used") - F("returned")).order_by("-value_on", "-pk")


def search_receipts(found: QuerySet[Any], words: str) -> QuerySet[Any]:
    """Those whose payer, member number, fiscal code or reference holds every word."""
    for word in fold(words).split()[:8]:
        either = Q(payer__search_key__contains=word) | Q(payer__merged_into__search_key__contains=word) | Q(external_ref__icontains=word)
        either |= Q(payer__in=Identifier.objects.filter(value__startswith=word.upper()).values("party"))
        if word.isdecimal() and len(word) < 9:
            either |= Q(payer__in=Membership.objects.filter(member_no=int(word)).values("party"))
        found = found.filter(either)
    return found


def paid_by(party: Party) -> QuerySet[Any]:
    """All receipts of a party."""
    return receipts().filter(payer__in=entries_of(party))


def free_of(party: Party) -> QuerySet[Any]:
    """A party's credit: receipts that stand and are not wholly used."""
    return paid_by(party).filter(state=Receipt.State.RECORDED, free__gt=0)


def credit_of(party: Party) -> int:
    """Cents of euro that a party has paid and that pay nothing yet."""
    return int(free_of(party).filter(unit="EUR").aggregate(total=Sum("free"))["total"] or 0)


def free(receipt: Receipt) -> int:
    """Minor units of a receipt that pay nothing yet and were not given back; 0 once it has bounced."""
    if receipt.state == Receipt.State.BOUNCED:
        return 0
    used = receipt.allocations.aggregate(total=Sum("amount"))["total"] or 0
    return int(receipt.amount - used - (receipt.given_back.aggregate(total=Sum("amount"))["total"] or 0))


def exceptions() -> QuerySet[PaymentException]:
    """All exceptions, the oldest first, with what a row shows."""
    found = PaymentException.objects.select_related("receipt__payer__merged_into", "charge__debtor__merged_into", "resolved_by")
    return found.order_by("opened_on", "pk")


def open_exceptions() -> QuerySet[PaymentException]:
    """Those that wait for a person."""
    return exceptions().filter(state=PaymentException.State.OPEN)


def search_exceptions(found: QuerySet[PaymentException], words: str) -> QuerySet[PaymentException]:
    """Those whose payer or debtor holds every word."""
    for word in fold(words).split()[:8]:
        found = found.filter(Q(receipt__payer__search_key__contains=word) | Q(charge__debtor__search_key__contains=word))
    return found
