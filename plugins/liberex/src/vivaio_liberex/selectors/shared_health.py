"""The circuit's health for everybody: sums of many, so that nobody's trade can be read out of them.

No figure is told that fewer than `lbx.health.fewest` participants make up (a dated rule, 5 unless the cooperative says otherwise). Small
sectors are told together; where even these are too few, the next smallest joins them, so that no difference gives the hidden one away.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from vivaio_core.rules.selectors import rule
from vivaio_liberex.selectors.health import CircuitHealth, Month, SectorTrade, circuit_health

FEWEST = "lbx.health.fewest"
YEAR = 365


@dataclass(frozen=True)
class SharedHealth:
    """Figures of the last year in minor units; None for one that too few make up. `others` = sectors told together, when there are any.

    `wanted` = sectors in which the board looks for what nobody offers: every participant reads that there.
    """

    participants: int | None
    active: int | None
    turnover: int | None
    in_circulation: int | None
    velocity_year: Decimal | None
    returning: Decimal | None
    months: Sequence[tuple[date, int]]
    sectors: Sequence[SectorTrade]
    others: SectorTrade | None
    fewest: int
    wanted: Sequence[str] = ()


def shared_health(on: date) -> SharedHealth:
    """As of a day; a constant number of queries."""
    found, fewest = circuit_health(on, YEAR), rule(FEWEST, on).days
    figures, many = found.figures, found.figures.active >= fewest
    holders = figures.members >= fewest
    told, others = grouped([one for one in found.sectors if one.sold or one.bought], fewest)
    return SharedHealth(
        participants=figures.members if holders else None,
        active=figures.active if many else None,
        turnover=figures.turnover if many else None,
        in_circulation=figures.in_circulation if holders and many else None,
        velocity_year=figures.velocity_year if holders and many else None,
        returning=_returning(found) if many else None,
        months=[(one.first, one.turnover) for one in whole_months(found.months, on) if one.traders >= fewest],
        sectors=told,
        others=others,
        fewest=fewest,
        wanted=[one.title for one in found.wanted],
    )


def whole_months(months: Sequence[Month], on: date) -> list[Month]:
    """Those that are over: the running one grows from day to day and would tell single payments."""
    return [one for one in months if one.first < on.replace(day=1)]


def grouped(sectors: Sequence[SectorTrade], fewest: int) -> tuple[list[SectorTrade], SectorTrade | None]:
    """Sectors that enough traded in, and the others together; nothing of these where all of them are still too few."""
    told = sorted((one for one in sectors if one.traders >= fewest), key=lambda one: (-one.sold, one.title))
    hidden = [one for one in sectors if one.traders < fewest]
    while hidden and told and sum(one.traders for one in hidden) < fewest:
        smallest = min(told, key=lambda one: (one.traders, one.title))
        told.remove(smallest)
        hidden.append(smallest)
    if not hidden or sum(one.traders for one in hidden) < fewest:
        return told, None
    sums = [sum(getattr(one, name) for one in hidden) for name in ("members", "traders", "sold", "bought")]
    return told, SectorTrade("", *sums)


def _returning(found: CircuitHealth) -> Decimal | None:
    turnover = found.figures.turnover
    return (Decimal(found.loops.returning) / turnover).quantize(Decimal("0.01")) if turnover and found.loops.largest else None
