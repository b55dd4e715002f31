"""What the notice board says about each sector: offered, wanted, and wanted where nobody offers."""

from datetime import date
from typing import NamedTuple

from vivaio_liberex.models.board import Listing
from vivaio_liberex.selectors.board import on_board_q


class Demand(NamedTuple):
    """Listings on the board, counted: `unmet` are wants in categories in which nobody but who wants offers."""

    offers: int
    wants: int
    unmet: int


def demand(on: date) -> dict[int, Demand]:
    """Sector → its figures on the day, for sectors with categories that have listings; one query."""
    rows = Listing.objects.filter(on_board_q(on), category__sector__isnull=False).order_by()
    found = list(rows.values_list("category__sector", "category", "kind", "participant"))
    offering: dict[int, set[int]] = {}
    for _sector, category, kind, participant in found:
        if kind == Listing.Kind.OFFER:
            offering.setdefault(category, set()).add(participant)
    sums: dict[int, list[int]] = {}
    for sector, category, kind, participant in found:
        mine = sums.setdefault(sector, [0, 0, 0])
        wanted = kind == Listing.Kind.WANT
        mine[1 if wanted else 0] += 1
        mine[2] += wanted and not offering.get(category, set()) - {participant}
    return {sector: Demand(*counts) for sector, counts in sums.items()}
