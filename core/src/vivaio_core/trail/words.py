"""Dates and amounts in words, for sentences."""

from datetime import date
from decimal import Decimal

from django.utils.formats import date_format, number_format


def day(value: date) -> str:
    """`2021-03-03` → `3 marzo 2021`: Italian months are written small."""
    return date_format(value, "j F Y").lower()


def euro(cents: int) -> str:
    """`123456` → `1.234,56 €`."""
    return f"{number_format(Decimal(cents) / 100, 2, use_l10n=True, force_grouping=True)} €"
