"""Reads of the cooperative's fees: what a year still owes, the list."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from vivaio_energy.models.contracts import SupplyContract
from vivaio_energy.models.fees import Fee


def contracts_to_charge(year: int, on: date) -> QuerySet[SupplyContract]:
    """Contracts with a fee that were active on some day of the year, up to `on`, and have none recorded for it."""
    begun, last = date(year, 1, 1), min(date(year, 12, 31), on)
    active = Q(state__in=["active", "ended"], effective_on__lte=last) & (Q(ended_on__isnull=True) | Q(ended_on__gt=begun))
    done = Fee.objects.filter(contract=OuterRef("pk"), year=year)
    undone = Q(end_reason=SupplyContract.EndReason.WITHDRAWAL)
    return SupplyContract.objects.filter(active, ~Exists(done), fee_cents__gt=0).exclude(undone).select_related("member").order_by("pk")


def waiting_count(year: int, on: date) -> int:
    """How many fees the year still owes."""
    return contracts_to_charge(year, on).count()


def fees() -> QuerySet[Fee]:
    """All, newest first, with what a row shows."""
    return Fee.objects.select_related("contract__member", "contract__supplier__seller__party").order_by("-year", "-pk")
