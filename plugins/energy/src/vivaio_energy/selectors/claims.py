"""The claim “only renewable energy”, proven only by guarantees of origin (energy E8)."""

from calendar import isleap, monthrange
from dataclasses import dataclass
from datetime import date

from vivaio_core.rules.selectors import rule
from vivaio_energy.models.contracts import GuaranteeOfOrigin, SupplyContract
from vivaio_energy.models.points import Commodity, Supplier


@dataclass(frozen=True)
class GreenClaim:
    """One supplier and year: kWh supplied through us, MWh of valid guarantees, points whose consumption nobody knows."""

    supplier: Supplier
    year: int
    supplied_kwh: int
    covered_mwh: int
    unknown_points: int

    @property
    def proven(self) -> bool:
        """True only when every kWh is known and covered."""
        return not self.unknown_points and self.supplied_kwh <= self.covered_mwh * 1000

    @property
    def gap_mwh(self) -> float:
        """MWh without proof."""
        return max(0, self.supplied_kwh - self.covered_mwh * 1000) / 1000


def last_day_to_cancel(year: int, month: int) -> date:
    """Until when, this day included, a guarantee of that production month may be cancelled. Raises NoRuleForDate."""
    produced = date(year, month, 1)
    months, final = rule("go.expiry_months", produced).days, rule("go.final_month", produced).days
    end_year, end_month = divmod(year * 12 + month - 1 + months, 12)
    return min(_month_end(end_year, end_month + 1), _month_end(year + 1, final))


def _month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def counts_for(guarantee: GuaranteeOfOrigin) -> bool:
    """True when the guarantee was cancelled in time, and not before its production."""
    produced = date(guarantee.production_year, guarantee.production_month, 1)
    return produced <= guarantee.cancelled_on <= last_day_to_cancel(guarantee.production_year, guarantee.production_month)


def green_claims(year: int) -> list[GreenClaim]:
    """One row for each supplier that says it sells only renewable energy and supplied somebody in the year. Three queries."""
    suppliers = Supplier.objects.filter(renewable_claim=True).select_related("seller__party")
    supplied: dict[int, float] = {}
    unknown: dict[int, int] = {}
    first, last = date(year, 1, 1), date(year, 12, 31)
    rows = SupplyContract.objects.filter(
        supplier__renewable_claim=True, point__commodity=Commodity.POWER, state__in=["active", "ended"], effective_on__lte=last
    ).exclude(ended_on__lte=first)
    for supplier, start, end, yearly in rows.order_by().values_list("supplier", "effective_on", "ended_on", "point__annual_consumption"):
        days = (min(end or date(year + 1, 1, 1), date(year + 1, 1, 1)) - max(start or first, first)).days
        supplied[supplier] = supplied.get(supplier, 0.0) + (yearly or 0) * days / (366 if isleap(year) else 365)
        unknown[supplier] = unknown.get(supplier, 0) + (yearly is None)
    covered: dict[int, int] = {}
    for guarantee in GuaranteeOfOrigin.objects.filter(production_year=year):
        if counts_for(guarantee):
            covered[guarantee.supplier_id] = covered.get(guarantee.supplier_id, 0) + guarantee.mwh
    return [
        GreenClaim(supplier, year, round(supplied[supplier.pk]), covered.get(supplier.pk, 0), unknown[supplier.pk])
        for supplier in suppliers
        if supplier.pk in supplied
    ]
