"""The lines of the statutory book as of a day: what the law wants to be read of each member (book.fields)."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from django.db.models import Prefetch, Sum

from vivaio_core.people.models import Identifier, Membership, Party, Resolution
from vivaio_core.register.models.book import RegisterEntry, SharePayment
from vivaio_core.register.periods import Period, periods
from vivaio_core.register.selectors.book import as_of, standing

AT_ONCE = 500


@dataclass(frozen=True)
class SheetLine:
    """One party in the register as of a day; cents for money, `ended_on` is the first day out."""

    number: int | None
    party: Party
    code: str
    qty: int
    amount_cents: int
    paid_cents: int
    member: bool
    period: Period | None
    resolution: Resolution | None

    @property
    def category(self) -> str:
        """The category in words."""
        return str(Membership.Category(self.period.category).label) if self.period else ""

    @property
    def end_reason(self) -> str:
        """Why the membership ended, in words; empty for a member."""
        if self.member or not self.period or not self.period.end_reason:
            return ""
        return str(Membership.EndReason(self.period.end_reason).label)


def sheet(on: date, known_on: date | None = None) -> Iterator[SheetLine]:
    """Every line of the register as of the day, by member number; five queries for each AT_ONCE lines."""
    rows = iter(standing(on, known_on))
    while part := list(islice(rows, AT_ONCE)):
        yield from lines(part, on, known_on)


def lines(rows: Sequence[dict[str, Any]], on: date, known_on: date | None = None) -> list[SheetLine]:
    """The lines of some rows of `standing`, with a constant number of queries."""
    ids = [row["party"] for row in rows]
    codes = Prefetch("identifiers", Identifier.objects.filter(scheme=Identifier.Scheme.CF, active=True))
    parties = Party.objects.prefetch_related(codes).in_bulk(ids)
    entries: dict[int, list[RegisterEntry]] = defaultdict(list)
    for entry in as_of(on, known_on).filter(party__in=ids).select_related("resolution").order_by("seq"):
        entries[entry.party_id or 0].append(entry)
    paid = SharePayment.objects.filter(party__in=ids, on__lte=on).values_list("party").annotate(Sum("amount_cents")).order_by()
    money = dict(paid)
    return [_line(row, parties[row["party"]], entries[row["party"]], int(money.get(row["party"], 0))) for row in rows]


def _line(row: dict[str, Any], party: Party, entries: list[RegisterEntry], paid: int) -> SheetLine:
    found = periods(entries)
    last = found[-1] if found else None
    admissions = [entry for entry in entries if last and entry.status > 0 and entry.effective_on == last.effective_on]
    code = next((identifier.value for identifier in party.identifiers.all()), "")
    resolution = admissions[-1].resolution if admissions else None
    return SheetLine(row["number"], party, code, row["shares"], row["value_cents"], paid, row["standing"] == 1, last, resolution)
