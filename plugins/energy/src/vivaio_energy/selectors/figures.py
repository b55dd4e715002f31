"""Figures of the module: indicators and what waits in the office."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min, Q

from vivaio_energy.models.campaigns import Adhesion
from vivaio_energy.models.contracts import SupplyContract
from vivaio_energy.models.points import Supplier, SupplyPoint
from vivaio_energy.states import AdhesionState, ContractState


@dataclass(frozen=True)
class Served:
    """Who is supplied on a day."""

    points: int
    organisations: int
    persons: int


def active_on(on: date) -> Q:
    """Contracts in force on the day."""
    return Q(state__in=["active", "ended"], effective_on__lte=on) & (Q(ended_on__isnull=True) | Q(ended_on__gt=on))


def served(on: date) -> Served:
    """Points, organisations and persons supplied on the day: one query."""
    counted = SupplyContract.objects.filter(active_on(on)).aggregate(
        points=Count("point", distinct=True),
        organisations=Count("member", filter=Q(member__kind="organisation"), distinct=True),
        persons=Count("member", filter=Q(member__kind="person"), distinct=True),
    )
    return Served(**counted)


def contracts_by_year(on: date, years: int = 8) -> list[tuple[str, float]]:
    """Contracts in force at the end of each of the last years and on the day itself: one query."""
    days = [date(year, 12, 31) for year in range(on.year - years + 1, on.year)] + [on]
    periods = list(SupplyContract.objects.filter(state__in=["active", "ended"], effective_on__isnull=False).values_list("effective_on", "ended_on"))
    return [(str(day.year), float(sum(start <= day and (end is None or end > day) for start, end in periods if start))) for day in days]


def suppliers() -> list[Supplier]:
    """The suppliers that work with the cooperative."""
    return list(Supplier.objects.filter(active=True).select_related("party"))


def points_count() -> int:
    """All points known."""
    return SupplyPoint.objects.count()


@dataclass(frozen=True)
class Queue:
    """Something that waits: how many and since when."""

    count: int
    oldest: date | None


def queues() -> dict[str, Queue]:
    """What waits in the office, by name: two queries."""
    counted = Q(state__in=[AdhesionState.DATA_COMPLETE, AdhesionState.PRICED], bill_seen_on__isnull=True)
    started = Q(state=AdhesionState.INTERESTED)
    priced = Q(state=AdhesionState.PRICED)
    found = Adhesion.objects.aggregate(
        complete=Count("pk", filter=started),
        complete_since=Min("started_on", filter=started),
        bills=Count("pk", filter=counted),
        bills_since=Min("started_on", filter=counted),
        answers=Count("pk", filter=priced),
        answers_since=Min("started_on", filter=priced),
    )
    requested, rejected = Q(state=ContractState.REQUESTED), Q(state=ContractState.REJECTED)
    accepted = Q(state=ContractState.ACCEPTED)
    found |= SupplyContract.objects.aggregate(
        submit=Count("pk", filter=requested),
        submit_since=Min("signed_on", filter=requested),
        chase=Count("pk", filter=rejected),
        chase_since=Min("requested_on", filter=rejected),
        start=Count("pk", filter=accepted),
        start_since=Min("planned_on", filter=accepted),
    )
    names = ("complete", "bills", "answers", "submit", "chase", "start")
    return {name: Queue(found[name], found[f"{name}_since"]) for name in names}
