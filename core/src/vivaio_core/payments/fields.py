"""Amounts as people in Italy write them: one parser for every form."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vivaio_core.pages.numbers import euros

LARGEST = 99_999_999_999
_PLAIN = re.compile(r"[0-9]+(?:,[0-9]+)?")
_GROUPED = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]+)?")
_ENGLISH = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]*)?|[0-9]+\.[0-9]*")


def cents_of(text: str) -> int | None:
    """`1.234,56`, `12`, `12,5`, `€ 12` → cents; None for nothing written. Raises ValidationError with what to write instead."""
    bare = "".join(text.replace("€", " ").split())
    if not bare:
        return None
    if bare[0] in "-−+":
        raise ValidationError(_("Write the amount without a sign, for example 12,50."))
    if not _PLAIN.fullmatch(bare) and not _GROUPED.fullmatch(bare):
        raise ValidationError(_foreign() if _ENGLISH.fullmatch(bare) else _unread())
    whole, _comma, rest = bare.partition(",")
    if len(rest) > 2:
        raise ValidationError(_("After the comma write two digits at most, for example 12,50."))
    digits = whole.replace(".", "").lstrip("0") or "0"
    if len(digits) > 9 or (found := int(digits) * 100 + int(rest.ljust(2, "0"))) > LARGEST:
        raise ValidationError(_("This amount is too large: write at most %(most)s.") % {"most": euros(LARGEST)})
    if not found:
        raise ValidationError(_("The amount must be greater than zero, for example 12,50."))
    return found


def shown(cents: int) -> str:
    """Cents as one would type them: 123456 → `1.234,56`."""
    return euros(cents).removesuffix(" €").strip()


class MoneyField(forms.CharField):
    """An amount greater than zero, typed the Italian way; cleans to cents, shows an initial value in cents the same way."""

    def __init__(self, **kwargs: Any) -> None:
        given = {"help_text": gettext_lazy("For example 1.234,56"), "max_length": 40, **kwargs}
        super().__init__(**given)
        self.widget.attrs.update({"inputmode": "decimal", "autocomplete": "off"})

    def clean(self, value: Any) -> int | None:
        """Cents; None when nothing was written and nothing is required. Raises ValidationError."""
        return cents_of(str(super().clean(value)))

    def prepare_value(self, value: Any) -> Any:
        """Cents become digits; what was typed stays as it is."""
        return shown(value) if type(value) is int else value


def _foreign() -> str:
    return _("Use the comma for the cents and the point for the thousands, for example 1.234,56.")


def _unread() -> str:
    return _("Write the amount with digits only, for example 25 or 1.234,56.")
