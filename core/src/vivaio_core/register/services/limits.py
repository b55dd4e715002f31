"""What the law lets one member hold (people P27)."""

from datetime import date
from typing import Any

from vivaio_core.mutuality.limits import capital_fault
from vivaio_core.people.errors import Refused
from vivaio_core.people.models import Party
from vivaio_core.register.models.book import RegisterEntry
from vivaio_core.register.selectors.book import nominal_cents, share_type, totals


def refuse_too_much(*, party: Party, added: int, on: date) -> None:
    """Raise Refused when `added` shares would bring the party beyond the limit of the day. Ristorni do not count (art. 2525, 2545-sexies)."""
    movements = (
        RegisterEntry.objects.filter(party=party).exclude(kind=RegisterEntry.Kind.RISTORNO).exclude(reverses__kind=RegisterEntry.Kind.RISTORNO)
    )
    counted = sum(movements.values_list("qty", flat=True)) + added
    asked: dict[str, Any] = {"kind_of_party": party.kind, "share_type": share_type(on), "nominal_cents": nominal_cents(on), "counted_qty": counted}
    fault = capital_fault(**asked, on=on)
    if fault:  # only then is the whole book summed: the statute's clause for large cooperatives may still allow it
        sums = totals(on)
        fault = capital_fault(**asked, on=on, members=sums.members, capital_cents=sums.amount_cents)
    if fault:
        raise Refused(fault, "qty")
