"""Reads dated parameters. A date outside every validity is an error, never a guess."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from vivaio_core.pages.elision import elided
from vivaio_core.pages.numbers import day
from vivaio_core.rules import cache
from vivaio_core.rules.bounds import within
from vivaio_core.rules.errors import NoRuleForDate
from vivaio_core.rules.models import Parameter

__all__ = ["NoRuleForDate", "Rule", "beyond", "law_of", "parameters", "rule", "unverified_count"]


@dataclass(frozen=True)
class Rule:
    """One dated value: `code`, `value`, `unit`, validity `[valid_from, valid_to]` (both days included), source, mark.

    A rule that is a word and no number has it in `text`; its `value` is a signalling NaN, so that computing with it raises.
    """

    id: int
    code: str
    value: Decimal
    unit: str
    valid_from: date | None
    valid_to: date | None
    source: str
    mark: str
    text: str = ""
    own: bool = False
    statute: str = "no"
    statute_min: Decimal | None = None
    statute_max: Decimal | None = None
    choices: str = ""

    @property
    def number(self) -> Decimal | None:
        """The value, None for a word."""
        return None if self.text else self.value

    @property
    def days(self) -> int:
        """The value as a whole number, for days and counts."""
        return int(self.value)

    def covers(self, on: date) -> bool:
        """True when the rule is in force on the day."""
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on <= self.valid_to)


def rule(code: str, on: date) -> Rule:
    """The value of `code` on the day `on`: the cooperative's own as far as the law of that day allows it, else the law's. Raises NoRuleForDate."""
    known = cache.versions(code, _read)
    own = next((version for version in known if version.own and version.covers(on)), None)
    law = next((version for version in known if not version.own and version.covers(on)), None)
    if own and (law is None or within(law, own.number, own.text)):
        return own
    if law:
        return law
    raise NoRuleForDate(_explain(code, on, known))


def parameters() -> QuerySet[Parameter]:
    """All dated rows, for the office's list."""
    return Parameter.objects.order_by("code", "basis", "valid_from")


def law_of(code: str, on: date) -> Parameter | None:
    """What the law lays down on the day, or the nearest row it has: the one an own value is held against in words."""
    rows = list(Parameter.objects.filter(code=code, basis=Parameter.Basis.LAW).order_by("valid_from"))
    return next((row for row in rows if row.covers(on)), rows[-1] if rows else None)


def beyond(rows: Iterable[Parameter]) -> dict[int, date]:
    """Of the own values among `rows`, those a law's row in force on one of their days does not allow: key → first such day. One query."""
    own = [row for row in rows if row.basis == Parameter.Basis.OWN]
    laws = list(Parameter.objects.filter(basis=Parameter.Basis.LAW, code__in={row.code for row in own}).order_by("-valid_from")) if own else []
    found: dict[int, date] = {}
    for row in own:
        for law in laws:
            start = max(law.valid_from or date.min, row.valid_from or date.min)
            if law.code == row.code and law.covers(start) and row.covers(start) and not within(law, row.number, row.text):
                found[row.pk] = min(start, found.get(row.pk, start))
    return found


def unverified_count() -> int:
    """How many rows nobody has confirmed yet."""
    return Parameter.objects.filter(mark=Parameter.Mark.UNVERIFIED).count()


def _read(code: str) -> tuple[Rule, ...]:
    rows = Parameter.objects.filter(code=code).order_by("valid_from")
    return tuple(
        Rule(
            id=row.pk,
            code=row.code,
            value=Decimal("sNaN") if row.value is None else row.value,
            unit=row.unit,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            source=row.source,
            mark=row.mark,
            text=row.text,
            own=row.basis == Parameter.Basis.OWN,
            statute=row.statute,
            statute_min=row.statute_min,
            statute_max=row.statute_max,
            choices=row.choices,
        )
        for row in rows
    )


def _explain(code: str, on: date, known: tuple[Rule, ...]) -> str:
    cure = _("An administrator can add the value in the office, under “Dated rules”, with its source.")
    if not known:
        return _("No value is known for the rule “%(code)s”.") % {"code": code} + " " + cure
    covered = "; ".join(_period(version) for version in known)
    text = _("No value of the rule “%(code)s” is valid on %(day)s. Days covered: %(covered)s.")
    return elided(text % {"code": code, "day": day(on), "covered": covered}) + " " + cure


def _period(version: Rule) -> str:
    start = day(version.valid_from) if version.valid_from else ""
    end = day(version.valid_to) if version.valid_to else ""
    if start and end:
        return _("from %(start)s to %(end)s") % {"start": start, "end": end}
    if start:
        return _("from %(start)s on") % {"start": start}
    return _("until %(end)s") % {"end": end} if end else _("always")
