"""Prevalence in plain Python: integers decide, one decimal is shown (people P21 to P23, art. 2513, 2545-octies)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction


class Band(StrEnum):
    """How near the line a year is."""

    OK = "al sicuro"
    ATTENTION = "attenzione"
    ALERT = "allerta"
    BELOW = "sotto"
    NONE = "non calcolabile"


class Standing(StrEnum):
    """What a series of years makes of the cooperative."""

    PREVALENT = "prevalente"
    FIRST_BELOW = "primo anno sotto"
    LOST = "persa"


@dataclass(frozen=True)
class Lines:
    """Per cent, from the dated rules: what must be passed, below which a year is an alarm, from which it is safe."""

    threshold: Decimal
    alert: Decimal
    ok: Decimal


@dataclass(frozen=True)
class Prevalence:
    """Cents exchanged with members, and in all."""

    members_cents: int
    total_cents: int

    @property
    def computable(self) -> bool:
        """False when there is nothing to divide by."""
        return self.total_cents > 0

    def over(self, threshold: Decimal) -> bool:
        """More than the threshold, in whole cents and never on the shown decimal: at 50 %, twice the members' part is more than the whole."""
        return self.computable and 100 * self.members_cents > Fraction(threshold) * self.total_cents

    @property
    def tenths(self) -> int:
        """The percentage in tenths, half up; 0 when it is not computable."""
        return (2000 * self.members_cents + self.total_cents) // (2 * self.total_cents) if self.computable else 0

    @property
    def percent(self) -> str:
        """«65,0»; a dash when it is not computable."""
        sign, tenths = ("-" if self.tenths < 0 else ""), abs(self.tenths)
        return f"{sign}{tenths // 10},{tenths % 10}" if self.computable else "—"

    def band(self, lines: Lines | None) -> Band:
        """The band, compared exactly; none where nothing can be divided or no rule of that year is known."""
        if not self.computable or lines is None:
            return Band.NONE
        if not self.over(lines.threshold):
            return Band.BELOW
        if 100 * self.members_cents >= Fraction(lines.ok) * self.total_cents:
            return Band.OK
        return Band.ATTENTION if 100 * self.members_cents >= Fraction(lines.alert) * self.total_cents else Band.ALERT


def standing(years: Iterable[tuple[int, bool, bool]], loss_years: int) -> Standing:
    """What (year, prevalent, return recorded), in order, come to: `loss_years` failed years in a row lose it until a return is recorded."""
    now, failed, last = Standing.PREVALENT, 0, None
    for year, prevalent, returned in years:
        if returned:
            now = Standing.PREVALENT
        failed = 0 if prevalent else (failed + 1 if last is not None and year == last + 1 else 1)
        last = year
        if failed >= loss_years:
            now = Standing.LOST
        elif now != Standing.LOST:
            now = Standing.FIRST_BELOW if failed else Standing.PREVALENT
    return now
