"""Figures of the module: indicators and what waits in the office."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min, Q

from vivaio_core.suppliers.selectors import taking_orders
from vivaio_energy.models.campaigns import Adhesion
from vivaio_energy.models.contracts import SupplyContract
from vivaio_energy.models.points import Supplier, SupplyPoint
from vivaio_energy.states import AdhesionState, ContractState


@dataclass(frozen=True)
class Served:
    """Who is supplied on a day; `by_year`: contracts in force at the end of each of the last years and on the day itself."""

    points: int
    organisations: int
    persons: int
    by_year: list[tuple[str, float]]


def active_on(on: date) -> Q:
    """Contracts in force on the day."""
    return Q(state__in=["active", "ended"], effective_on__lte=on) & (Q(ended_on__isnull=True) | Q(ended_on__gt=on))


def served(on: date, years: int = 8) -> Served:
    """Points, organisations and persons supplied on the day, contracts of the last `years`: one query."""
    now = active_on(on)
    days = {f"in_{year}": date(year, 12, 31) for year in range(on.year - years + 1, on.year)} | {f"in_{on.year}": on}
    counted = SupplyContract.objects.aggregate(
        points=Count("point", filter=now, distinct=True),
        organisations=Count("member", filter=now & Q(member__kind="organisation"), distinct=True),
        persons=Count("member", filter=now & Q(member__kind="person"), distinct=True),
        **{name: Count("pk", filter=active_on(day)) for name, day in days.items()},
    )
    by_year = [(str(day.year), float(counted.pop(name))) for name, day in days.items()]
    return Served(**counted, by_year=by_year)


def suppliers(on: date) -> list[Supplier]:
    """The sellers that may take new contracts on the day: suppliers of the cooperative whose charter is signed."""
    return list(Supplier.objects.filter(seller__in=taking_orders(on).order_by().values("pk")).select_related("seller__party"))


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
