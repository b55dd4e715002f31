"""Amounts, numbers and days as Italian people write them."""

from datetime import date

from django.utils.formats import date_format, number_format


def plain(value: float) -> str:
    """`1234.5` → "1.234,5"; whole numbers without decimals, others with at most two."""
    rounded = round(value, 2)
    places = 0 if rounded == int(rounded) else 1 if round(value, 1) == rounded else 2
    return number_format(rounded, places, use_l10n=True, force_grouping=True)


def euros(cents: int) -> str:
    """Integer cents → "1.234,56 €"."""
    sign, whole, rest = ("−" if cents < 0 else "", *divmod(abs(cents), 100))
    return f"{sign}{number_format(whole, 0, use_l10n=True, force_grouping=True)},{rest:02d} €"


def day(value: date) -> str:
    """A day in words: "3 marzo 2026"."""
    return date_format(value, "j F Y").lower()  # Django capitalises Italian months; Italian does not
