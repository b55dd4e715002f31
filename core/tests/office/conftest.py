"""People of the office and a small cooperative."""

from collections.abc import Callable
from datetime import date

import pytest
from membership import admitted

from vivaio_core.contract.fiscal import luhn_ok
from vivaio_core.people.models import Party
from vivaio_core.people.opening import Belonging, Group, Newcomer, bring_in
from vivaio_core.people.services import register_party


def code(number: int) -> str:
    """The number-th sound code."""
    return next(text for last in range(10) if luhn_ok(text := f"{number + 1:07d}036{last}"))


@pytest.fixture
def gianna(db: None) -> Party:
    party = register_party(first_name="Gianna", last_name="Verdi", email="g@casa.example", fiscal_code="VRDGNN62C58F257V", addressed_as="f")
    admitted(party, date(2021, 3, 3))
    return party


@pytest.fixture
def crowd(db: None) -> Callable[[int], None]:
    """Bring in so many more members of one group."""
    made: list[int] = []

    def bring(count: int) -> None:
        groups = [] if made else [Group("Chi guida elettrico", "", date(2012, 1, 1), date(2012, 2, 1))]
        newcomers = []
        for number in range(len(made), len(made) + count):
            made.append(number)
            newcomers.append(
                Newcomer(
                    registered_on=date(2020, 1, 1),
                    name=f"Cooperativa {number:05d}",
                    fiscal_code=code(number),
                    email=f"info{number}@coop.example",
                    admitted_on=date(2020, 2, 1),
                    belongings=(Belonging("Chi guida elettrico", date(2020, 3, 1)),) if groups else (),
                )
            )
        bring_in(newcomers=newcomers, groups=groups)

    return bring
