"""Amounts in minor units: whole numbers only, never a float (ledger L1), and how people read them."""

from typing import Any, TypeVar

from django.db import models
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from vivaio_core.ledger.errors import Refused

LARGEST = 2**63 - 1
SIGNS = {"EUR": "€"}
_ST = TypeVar("_ST", contravariant=True)
_GT = TypeVar("_GT", covariant=True)


def minor_units(value: Any) -> int:
    """The value itself. Raises Refused `amount` for a float, a text, a boolean or more than 63 bits; a sign is not judged here."""
    if type(value) is not int or not -LARGEST <= value <= LARGEST:
        raise Refused("amount", _("The amount must be a whole number of cents, and not a huge one. Write it again, for example 12,50."))
    return value


def paid(value: Any) -> int:
    """The value itself. Raises Refused `amount` also for zero and below."""
    if minor_units(value) <= 0:
        raise Refused("amount", _("The amount must be greater than zero. Write it again, for example 12,50."))
    return int(value)


def written(amount: int, unit: str, scale: int) -> str:
    """`-123456`, EUR, 2 → "−1.234,56 €"."""
    sign, (whole, rest) = "−" if amount < 0 else "", divmod(abs(amount), 10**scale)
    digits = f",{rest:0{scale}d}" if scale else ""
    return f"{sign}{number_format(whole, 0, use_l10n=True, force_grouping=True)}{digits} {SIGNS.get(unit, unit)}"


class MinorUnits(models.BigIntegerField[_ST, _GT]):
    """A column of minor units. Django would cut a float to a whole number in silence: this refuses it, whichever way a row is written."""

    def get_prep_value(self, value: Any) -> Any:
        """What goes to the database. Raises Refused `amount`."""
        return super().get_prep_value(value if value is None or hasattr(value, "resolve_expression") else minor_units(value))
