"""Reads of charges: what is owed, by whom, and how much of it is still open."""

from datetime import date
from typing import Any

from django.db.models import BigIntegerField, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from vivaio_core.payments.models.charges import Allocation, Charge
from vivaio_core.people.folding import fold
from vivaio_core.people.models import Identifier, Membership, Party

OPEN, SETTLED, VOID = Charge.State.OPEN, Charge.State.SETTLED, Charge.State.VOID


def summed(rows: QuerySet[Any], by: str) -> Coalesce:
    """Sum of `amount` of the rows that name the outer row in `by`, 0 for none: a subquery, so that sums of several kinds do not multiply."""
    found = rows.filter(**{by: OuterRef("pk")}).order_by().values(by).annotate(total=Sum("amount")).values("total")
    return Coalesce(Subquery(found, output_field=BigIntegerField()), 0)


def charges() -> QuerySet[Charge]:
    """All, the most urgent first, with what a row shows: `paid` and `due`, minor units."""
    found = Charge.objects.select_related("debtor__merged_into", "creditor__merged_into").annotate(paid=summed(Allocation.objects.all(), "charge"))
    return found.annotate(due=F("amount") - F("paid")).order_by("due_on", "pk")


def search_charges(found: QuerySet[Charge], words: str) -> QuerySet[Charge]:
    """Those whose debtor, member number, fiscal code, title or payment code holds every word."""
    for word in fold(words).split()[:8]:
        either = Q(debtor__search_key__contains=word) | Q(debtor__merged_into__search_key__contains=word)
        either |= Q(title__icontains=word) | Q(code__contains=word.upper().replace(" ", ""))
        either |= Q(debtor__in=Identifier.objects.filter(value__startswith=word.upper()).values("party"))
        if word.isdecimal() and len(word) < 9:
            either |= Q(debtor__in=Membership.objects.filter(member_no=int(word)).values("party"))
        found = found.filter(either)
    return found


def entries_of(party: Party) -> QuerySet[Party]:
    """The party and the entries merged into it: what is written once never changes hands."""
    return Party.objects.filter(Q(pk=party.pk) | Q(merged_into=party.pk) | Q(merged_into__merged_into=party.pk)).order_by()


def owed_by(party: Party) -> QuerySet[Charge]:
    """All charges of a party, those of entries merged into it too."""
    return charges().filter(debtor__in=entries_of(party))


def open_for(party: Party) -> QuerySet[Charge]:
    """What a party still has to pay, the most urgent first."""
    return owed_by(party).filter(state=OPEN)


def overdue(on: date) -> QuerySet[Charge]:
    """Open charges whose day has passed."""
    return charges().filter(state=OPEN, due_on__lt=on)


def covered(charge: Charge) -> int:
    """Minor units of the charge that receipts have paid so far."""
    return int(charge.allocations.aggregate(total=Sum("amount"))["total"] or 0)


def left(charge: Charge) -> int:
    """Minor units of the charge that are still missing; 0 for one that is void."""
    return 0 if charge.state == VOID else charge.amount - covered(charge)


def of_cause(cause: str) -> Charge | None:
    """The charge that stands for a cause."""
    return Charge.objects.filter(cause=cause).exclude(state=VOID).first()


def lines(charge: Charge) -> list[Allocation]:
    """What covers a charge, as it was written, undone rows with their opposite."""
    return list(charge.allocations.select_related("receipt__payer", "made_by", "undone_by").order_by("pk"))


def live(charge: Charge) -> QuerySet[Allocation]:
    """The allocations that stand: neither undone nor undoing."""
    return charge.allocations.filter(undoes=None, undone_by=None).select_related("receipt").order_by("pk")
