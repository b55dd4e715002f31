"""What the entries of one member say, in plain Python: the holding on a day, the periods of membership, and what cannot be (people P6, P7)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils.translation import gettext as _

from vivaio_core.pages.numbers import day
from vivaio_core.register.models.book import RegisterEntry

Kind = RegisterEntry.Kind
SHARES_OF_MEMBERS = (Kind.INCREASE, Kind.RISTORNO, Kind.TRANSFER_IN)


@dataclass(frozen=True)
class Holding:
    """Shares, their value at the nominal of each movement in cents, and 1 for a member or 0."""

    qty: int = 0
    amount_cents: int = 0
    status: int = 0


@dataclass(frozen=True)
class Period:
    """A membership on the days `[effective_on, ended_on)`; `recorded_on` is when its admission was annotated."""

    effective_on: date
    recorded_on: date
    category: str
    note: str = ""
    ended_on: date | None = None
    end_reason: str = ""


def standing_entries(entries: Iterable[RegisterEntry]) -> list[RegisterEntry]:
    """The entries that count: without corrections and what they correct, in the order of their days."""
    known = list(entries)
    reversed_ids = {entry.reverses_id for entry in known if entry.reverses_id}
    kept = [entry for entry in known if entry.kind != Kind.CORRECTION and entry.pk not in reversed_ids]
    return sorted(kept, key=lambda entry: (entry.effective_on, entry.seq))


def holding(entries: Iterable[RegisterEntry], on: date, known_on: date | None = None) -> Holding:
    """Sums over the entries with `effective_on ≤ on`, and `recorded_on ≤ known_on` where it is given."""
    counted = [entry for entry in entries if entry.effective_on <= on and (known_on is None or entry.recorded_on <= known_on)]
    return Holding(sum(entry.qty for entry in counted), sum(entry.amount_cents for entry in counted), sum(entry.status for entry in counted))


def lots(entries: Iterable[RegisterEntry], on: date) -> dict[int, int]:
    """Shares held on the day by nominal value in cents, the value held longest first; values of which none is left are not there."""
    found: dict[int, int] = {}
    for entry in standing_entries(entries):
        if entry.qty and entry.effective_on <= on:
            found[entry.nominal_cents] = found.get(entry.nominal_cents, 0) + entry.qty
    return {nominal: qty for nominal, qty in found.items() if qty}


def taken(held: dict[int, int], qty: int) -> list[tuple[int, int]]:
    """`qty` shares taken from lots, as pairs of nominal value and quantity; to be asked only for what is there."""
    found = []
    for nominal, there in held.items():
        part = min(qty, there)
        if part:
            found.append((nominal, part))
            qty -= part
    return found


def periods(entries: Iterable[RegisterEntry]) -> list[Period]:
    """The memberships that the entries make, oldest first; their data are sound (`fault` is empty)."""
    found: list[Period] = []
    for entry in standing_entries(entries):
        if entry.status > 0:
            found.append(Period(entry.effective_on, entry.recorded_on, entry.category or "ordinary", entry.text[:200]))
        elif entry.status < 0 and found:
            found[-1] = Period(**{**vars(found[-1]), "ended_on": entry.effective_on, "end_reason": entry.reason})
        elif entry.kind == Kind.CATEGORY and found:
            found[-1] = Period(**{**vars(found[-1]), "category": entry.category})
    return [period for period in found if period.ended_on is None or period.ended_on > period.effective_on]


def fault(entries: Sequence[RegisterEntry]) -> str:
    """What cannot be in the entries of one member, in words; empty when they are sound (people P7, P8)."""
    qty = status = 0
    for on, group in groupby(standing_entries(entries), key=lambda entry: entry.effective_on):
        movements = list(group)
        before = status
        qty += sum(entry.qty for entry in movements)
        status += sum(entry.status for entry in movements)
        if status not in (0, 1):
            text = _("On %(day)s the member would be admitted twice.") if status > 1 else _("On %(day)s a membership would end that had not begun.")
            return text % {"day": day(on)}
        if qty < 0:
            return _("On %(day)s the member would have fewer shares than none.") % {"day": day(on)}
        if any(entry.kind in SHARES_OF_MEMBERS for entry in movements) and not (before or status):
            return _("On %(day)s there would be new shares for somebody who is not a member.") % {"day": day(on)}
        if any(entry.kind == Kind.REFUND for entry in movements) and status:
            return _("On %(day)s shares would be refunded to somebody who is still a member: the membership must end first.") % {"day": day(on)}
    return ""
