"""Fields of the office's forms."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vivaio_core.people.models import Party
from vivaio_core.people.selectors import parties, search

SHOWN = 6
AMOUNT = re.compile(r"(?:[0-9]{1,9}|[0-9]{1,3}(?:\.[0-9]{3}){1,2})(?:,[0-9]{1,2})?")


class DayField(forms.DateField):
    """A day, with the browser's own calendar."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs)


class EuroField(forms.CharField):
    """An amount in euro as it is written in Italy (25 or 1.234,56): cleans to cents. `signed` allows a minus in front."""

    def __init__(self, *, signed: bool = False, **kwargs: Any) -> None:
        self.signed = signed
        super().__init__(**{"help_text": gettext_lazy("For example 1.234,56"), "max_length": 20, **kwargs})

    def clean(self, value: Any) -> int | None:
        """Cents. Raises ValidationError for what is no amount."""
        text = "".join(super().clean(value).replace("€", "").split())
        if not text:
            return None
        minus = self.signed and text.startswith("-")
        bare = text[1:] if minus else text
        if not AMOUNT.fullmatch(bare):
            raise ValidationError(_("Write the amount in euro, for example 25 or 1.234,56."))
        whole, _comma, cents = bare.partition(",")
        found = int(whole.replace(".", "")) * 100 + int(cents.ljust(2, "0"))
        return -found if minus else found


class PartyField(forms.CharField):
    """Somebody by member number, code or name: cleans to the one Party that fits, else says who might be meant. Never a list of everybody."""

    def __init__(self, **kwargs: Any) -> None:
        given = {"help_text": gettext_lazy("Member number, fiscal code or name."), "max_length": 120, **kwargs}
        super().__init__(**given)

    def clean(self, value: Any) -> Party | None:
        """The party. Raises ValidationError when nobody fits, or more than one."""
        words = super().clean(value)
        if not words:
            return None
        found = list(search(parties(), words)[: SHOWN + 1])
        exact = [one for one in found if _says_exactly(one, words)]
        chosen = exact if len(exact) == 1 else found
        if len(chosen) == 1:
            return chosen[0]
        if not found:
            raise ValidationError(_("Nobody is found by these words."))
        names = ", ".join(_told(one) for one in found[:SHOWN])
        raise ValidationError(_("More than one fits: %(names)s. Write the member number or the fiscal code.") % {"names": names})


def _says_exactly(party: Party, words: str) -> bool:
    """The words are the whole of its number, of a code or of its name."""
    text = words.strip().casefold()
    known = {party.display_name.casefold(), *(code.value.casefold() for code in party.identifiers.all())}
    return text in known | {str(bond.member_no) for bond in party.memberships.all()}


def _told(party: Party) -> str:
    code = next((code.value for code in party.identifiers.all()), "")
    return f"{party.display_name} ({code})" if code else party.display_name
