"""Forms of requests of payment and of standing orders. They only gather; services decide."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vivaio_liberex.models.participants import Participant
from vivaio_liberex.pay_forms import AmountForm
from vivaio_liberex.selectors.participants import search


def day_input() -> forms.DateInput:
    """A day as browsers let one pick it."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class WhoField(forms.CharField):
    """Somebody of the circuit, by code or by a name that fits one only; cleans to the participant, None for nothing written."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 120, **kwargs})
        self.widget.attrs["autocomplete"] = "off"

    def clean(self, value: Any) -> Participant | None:
        """The one found. Raises ValidationError that says what to write."""
        words = str(super().clean(value)).strip()
        if not words:
            return None
        found = search(words, timezone.localdate())
        if len(found) == 1:
            return found[0]
        if not found:
            raise forms.ValidationError(_("Nobody is found. Write the code of six signs, or a piece of the name."))
        names = ", ".join(f"{one.shown_as} ({one.code})" for one in found[:4])
        raise forms.ValidationError(_("More than one is found: %(names)s. Write the code of the right one.") % {"names": names})


class AskForm(AmountForm):
    """Whom to ask, how much, until when."""

    code = WhoField(
        label=gettext_lazy("Who has to pay?"),
        required=False,
        help_text=gettext_lazy("Name or code. Leave it empty for a link that you send yourself: the first one who opens it and confirms pays."),
    )
    expires_on = forms.DateField(label=gettext_lazy("Good until"), widget=day_input())
    field_order = ["code", "amount", "memo", "expires_on"]


class DeclineForm(forms.Form):
    """Why not, if one likes."""

    answer = forms.CharField(label=gettext_lazy("Why not? You need not say."), max_length=140, required=False, label_suffix="")


class StandingForm(AmountForm):
    """To whom, how much, on which day of the month, from when to when."""

    code = WhoField(label=gettext_lazy("Whom do you pay?"), help_text=gettext_lazy("Name or code."))
    day = forms.IntegerField(
        label=gettext_lazy("On which day of the month?"),
        min_value=1,
        max_value=31,
        help_text=gettext_lazy("31 is the last day of every month."),
    )
    first_on = forms.DateField(label=gettext_lazy("From"), widget=day_input())
    last_on = forms.DateField(label=gettext_lazy("To"), widget=day_input(), required=False, help_text=gettext_lazy("Empty: until you end it."))
    times = forms.IntegerField(
        label=gettext_lazy("At most how many times?"), min_value=1, max_value=1200, required=False, help_text=gettext_lazy("Empty: no limit.")
    )
    field_order = ["code", "amount", "memo", "day", "first_on", "last_on", "times"]
