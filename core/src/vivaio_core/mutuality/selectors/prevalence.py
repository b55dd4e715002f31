"""Prevalence read from the exchanges: by activity and letter, by year, as a series."""

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Q, Sum
from django.db.models.functions import ExtractYear
from django.db.models.sql.compiler import SQLCompiler

from vivaio_core.mutuality.models.exchanges import MutualExchange
from vivaio_core.mutuality.models.years import PrevalenceYear
from vivaio_core.mutuality.prevalence import Band, Lines, Prevalence, Standing, standing
from vivaio_core.rules.selectors import NoRuleForDate, rule


@dataclass(frozen=True)
class Part:
    """One activity and letter of a year."""

    activity: str
    letter: str
    prevalence: Prevalence


@dataclass(frozen=True)
class Year:
    """A year as the exchanges say now, and as it was approved when it was."""

    year: int
    parts: tuple[Part, ...]
    band: Band
    approved: PrevalenceYear | None
    lines: Lines | None = None

    @property
    def prevalence(self) -> Prevalence:
        """All activities and letters together: the weighted average of art. 2513."""
        return Prevalence(sum(part.prevalence.members_cents for part in self.parts), sum(part.prevalence.total_cents for part in self.parts))

    @property
    def shown(self) -> Prevalence:
        """What counts: the approved totals, else today's."""
        return Prevalence(self.approved.members_cents, self.approved.total_cents) if self.approved else self.prevalence

    @property
    def prevails(self) -> bool:
        """True when what counts is over the threshold of its year."""
        return self.band not in (Band.NONE, Band.BELOW)

    @property
    def differs(self) -> bool:
        """True when rows written after the approval changed the totals."""
        return bool(self.approved) and self.shown != self.prevalence


def years(on: date) -> list[Year]:
    """Every year with exchanges, the last first; two queries."""
    members = Sum("amount_cents", filter=Q(is_member=True), default=0)
    grouped = MutualExchange.objects.order_by().annotate(year=_YearOf("on")).values("year", "activity", "letter")
    rows = grouped.annotate(members=members, total=Sum("amount_cents")).order_by("-year", "activity", "letter")
    found: dict[int, list[Part]] = {}
    for row in rows:
        part = Part(row["activity"], row["letter"], Prevalence(row["members"], row["total"]))
        found.setdefault(row["year"], []).append(part)
    approved = {row.year: row for row in PrevalenceYear.objects.select_related("resolution")}
    every = sorted({*found, *approved}, reverse=True)
    return [_year(number, tuple(found.get(number, ())), approved.get(number)) for number in every]


def year_of(number: int, on: date) -> Year:
    """One year; without exchanges nothing is computable."""
    return next((found for found in years(on) if found.year == number), _year(number, (), None))


def series(on: date) -> Standing:
    """What the approved years make of the cooperative (P23)."""
    rows = [(row, prevails(row)) for row in PrevalenceYear.objects.order_by("year")]
    return standing([(row.year, good, row.returned) for row, good in rows if good is not None], rule("prevalence.loss_years", on).days)


def prevails(row: PrevalenceYear) -> bool | None:
    """Whether an approved year was over the threshold of its own year; None when no rule of that year is known."""
    lines = lines_of(row.year)
    return Prevalence(row.members_cents, row.total_cents).over(lines.threshold) if lines else None


def lines_of(year: int) -> Lines | None:
    """The threshold and the bands on the last day of a year; None where the rules do not reach back so far."""
    day = date(year, 12, 31)
    try:
        return Lines(*(rule(f"prevalence.{name}", day).value for name in ("threshold", "band_alert", "band_ok")))
    except NoRuleForDate:
        return None


def fingerprint(parts: tuple[Part, ...]) -> str:
    """SHA-256 of the parts."""
    text = json.dumps([[part.activity, part.letter, part.prevalence.members_cents, part.prevalence.total_cents] for part in parts])
    return hashlib.sha256(text.encode()).hexdigest()


class _YearOf(ExtractYear):
    """The year of a day. SQLite counts it itself: Django would call Python for every row, four times as slow."""

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any) -> tuple[str, Any]:
        """With its own strftime."""
        sql, parameters = compiler.compile(self.lhs)
        return f"CAST(strftime('%%Y', {sql}) AS integer)", parameters


def _year(number: int, parts: tuple[Part, ...], approved: PrevalenceYear | None) -> Year:
    lines = lines_of(number)
    made = Year(number, parts, Band.NONE, approved, lines)
    return replace(made, band=made.shown.band(lines))
