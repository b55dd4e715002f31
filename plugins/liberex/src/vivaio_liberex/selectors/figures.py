"""Figures of the circuit that everybody may read: sums of many, never of one."""

from dataclasses import dataclass
from datetime import date

from vivaio_core.ledger.api import health
from vivaio_liberex.models.participants import Participant
from vivaio_liberex.selectors.participants import book

YEAR_DAYS = 365
FEW = 5


@dataclass(frozen=True)
class Circuit:
    """Who takes part now, and in minor units what passed in the last year and what circulates; None where too few take part to tell it."""

    participants: int
    companies: int
    turnover: int | None
    in_circulation: int | None


def circuit(on: date) -> Circuit:
    """The figures of the day; a constant number of queries."""
    rows = list(Participant.objects.exclude(state=Participant.State.CLOSED).values_list("kind", flat=True))
    found = health(book(), on, days=YEAR_DAYS)
    told = len(rows) >= FEW
    companies = sum(kind == Participant.Kind.COMPANY for kind in rows)
    return Circuit(len(rows), companies, found.turnover if told else None, found.in_circulation if told else None)
