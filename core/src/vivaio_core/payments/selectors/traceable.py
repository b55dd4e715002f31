"""The share of what was paid that left a trace, year by year (ledger M5): what methods count, credits too, their providers say."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Sum
from django.db.models.functions import ExtractYear

from vivaio_core.payments import methods
from vivaio_core.payments.models.charges import METHODS, Allocation, Receipt
from vivaio_core.rules.selectors import NoRuleForDate, parameters, rule

CODE = "pay.traceable.target"


@dataclass(frozen=True)
class YearShare:
    """One year of value dates: cents that paid something in all, those of them that left a trace, and cents by code of method."""

    year: int
    total: int
    traceable: int
    by_method: tuple[tuple[str, int], ...]

    @property
    def percent(self) -> float:
        """Tenths of a point, rounded down: only what is whole is 100."""
        return (self.traceable * 1000 // self.total) / 10


@dataclass(frozen=True)
class Target:
    """The share to be reached, in points, and the year from which it counts."""

    percent: float
    year: int


def leaves_trace(code: str) -> bool:
    """Whether payments of a method count as traceable; credits, once nobody provides them any more, as they do by default."""
    return all(one.traceable for one in methods.all_of() if one.code == code)


def shares() -> list[YearShare]:
    """Every year in which something was paid, the oldest first, in euro; what bounced or was taken off again is out. One query."""
    found = Allocation.objects.filter(receipt__unit="EUR").exclude(receipt__state=Receipt.State.BOUNCED).order_by()
    rows = found.values_list(ExtractYear("receipt__value_on"), "receipt__method").annotate(total=Sum("amount"))
    years: dict[int, dict[str, int]] = {}
    for year, method, cents in rows:
        if cents:
            years.setdefault(year, {})[method] = cents
    return [_year(year, years[year]) for year in sorted(years)]


def _year(year: int, sums: dict[str, int]) -> YearShare:
    by_method = tuple((code, sums[code]) for code, _title in METHODS if code in sums)
    return YearShare(year, sum(sums.values()), sum(cents for code, cents in by_method if leaves_trace(code)), by_method)


def target(on: date) -> Target | None:
    """What is to be reached: the rule of the day, or the first one to come; None when there is none. Two queries at most."""
    try:
        found = rule(CODE, on)
        return _target(found.number, found.valid_from or on)
    except NoRuleForDate:
        ahead = parameters().filter(code=CODE, valid_from__gt=on).order_by("valid_from").first()
        return _target(ahead.value, ahead.valid_from or on) if ahead else None


def _target(value: Decimal | None, since: date) -> Target | None:
    return None if value is None else Target(float(value), since.year)
