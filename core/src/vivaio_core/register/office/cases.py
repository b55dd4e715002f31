"""The sections that exits and transfers add to the office."""

from typing import Any

from vivaio_core.register.office.exits import Exits
from vivaio_core.register.office.transfers import Transfers


def viewsets() -> list[Any]:
    """For `Register.office`."""
    return [Exits(Exits.name), Transfers(Transfers.name)]
