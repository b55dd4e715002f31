"""Amounts of the circuit as people read them."""

from typing import TYPE_CHECKING, cast

from django.apps import apps

from vivaio_core.ledger.amounts import written

if TYPE_CHECKING:
    from vivaio_liberex.manifest import LiberexSettings


def choices() -> "LiberexSettings":
    """The cooperative's choices for the circuit."""
    from vivaio_liberex.apps import Liberex

    return cast(Liberex, apps.get_app_config("liberex")).settings()


def credits(cents: int) -> str:
    """`123456` → "1.234,56 Liberex", by the name the cooperative gave to its credits."""
    return written(cents, choices().unit_name, 2)
