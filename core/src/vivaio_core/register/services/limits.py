"""What the law lets one member hold (people P27)."""

from datetime import date

from vivaio_core.mutuality.limits import capital_fault
from vivaio_core.people.errors import Refused
from vivaio_core.people.models import Party
from vivaio_core.register.models.book import RegisterEntry
from vivaio_core.register.selectors.book import nominal_cents, share_type


def refuse_too_much(*, party: Party, added: int, on: date) -> None:
    """Raise Refused when `added` shares would bring the party beyond the limit of the day. Ristorni do not count (art. 2525, 2545-sexies)."""

    movements = (
        RegisterEntry.objects.filter(party=party).exclude(kind=RegisterEntry.Kind.RISTORNO).exclude(reverses__kind=RegisterEntry.Kind.RISTORNO)
    )
    counted = sum(movements.values_list("qty", flat=True)) + added
    fault = capital_fault(kind_of_party=party.kind, share_type=share_type(on), nominal_cents=nominal_cents(on), counted_qty=counted, on=on)
    if fault:
        raise Refused(fault, "qty")
