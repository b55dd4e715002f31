"""Reads of direct debit mandates: whose, in force until when."""

from datetime import date

from django.db.models import OuterRef, Q, QuerySet, Subquery

from vivaio_core.payments.models.sepa import DebitMandate, PaymentFile, PaymentFileRow
from vivaio_core.payments.selectors.charges import entries_of
from vivaio_core.people.duplicates.selectors import kept
from vivaio_core.people.folding import fold
from vivaio_core.people.models import Identifier, Membership, Party
from vivaio_core.people.provisional import months_after

GIVEN = (PaymentFile.State.SENT, PaymentFile.State.EXECUTED)
ACTIVE = DebitMandate.State.ACTIVE


def mandates() -> QuerySet[DebitMandate]:
    """All, newest first, with what a row shows; `last_used` is the last day on which a file given to the bank collected by it."""
    used = PaymentFileRow.objects.filter(mandate=OuterRef("pk"), file__state__in=GIVEN).order_by("-file__execute_on")
    found = DebitMandate.objects.select_related("debtor__merged_into", "recorded_by")
    return found.annotate(last_used=Subquery(used.values("file__execute_on")[:1])).order_by("-signed_on", "-pk")


def search_mandates(found: QuerySet[DebitMandate], words: str) -> QuerySet[DebitMandate]:
    """Those whose debtor, holder, member number, fiscal code, reference or IBAN holds every word."""
    for word in fold(words).split()[:8]:
        either = Q(debtor__search_key__contains=word) | Q(debtor__merged_into__search_key__contains=word)
        either |= Q(holder__icontains=word) | Q(reference__icontains=word) | Q(iban__startswith=word.upper())
        either |= Q(debtor__in=Identifier.objects.filter(value__startswith=word.upper()).values("party"))
        if word.isdecimal() and len(word) < 9:
            either |= Q(debtor__in=Membership.objects.filter(member_no=int(word)).values("party"))
        found = found.filter(either)
    return found


def mandates_of(party: Party) -> QuerySet[DebitMandate]:
    """All mandates of a party, those of entries merged into it too."""
    return mandates().filter(debtor__in=entries_of(party))


def active_of(party: Party) -> DebitMandate | None:
    """The mandate by which a party pays now."""
    return mandates_of(party).filter(state=ACTIVE).first()


def ends_on(mandate: DebitMandate, months: int) -> date:
    """The first day on which nobody may collect by it any more unless it is used before; `mandate` as `mandates()` reads it."""
    return months_after(getattr(mandate, "last_used", None) or mandate.signed_on, months)


def active_by_party() -> dict[int, DebitMandate]:
    """Party that stands today → its active mandate. Two queries at most, whatever their number."""
    return {kept(row.debtor).pk: row for row in mandates().filter(state=ACTIVE).order_by("pk")}


def masked(iban: str) -> str:
    """`IT60 … 3456`: enough to know one's own account, not enough for anybody else."""
    return f"{iban[:4]} … {iban[-4:]}" if len(iban) > 8 else iban
