"""Forms of paying and being paid. They only gather; services decide."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vivaio_core.payments.fields import MoneyField
from vivaio_liberex.forms import PlainForm


class AmountForm(PlainForm):
    """How much, and what for."""

    amount = MoneyField(label=gettext_lazy("How much?"))
    memo = forms.CharField(
        label=gettext_lazy("What for?"), max_length=140, required=False, help_text=gettext_lazy("If you like: both of you read it.")
    )


class GiftForm(PlainForm):
    """How much goes to the fund."""

    amount = MoneyField(label=gettext_lazy("How much do you give?"))


class OrderForm(PlainForm):
    """The signed order of a confirm page."""

    order = forms.CharField(max_length=2000, widget=forms.HiddenInput)


class DaysForm(PlainForm):
    """From which day to which."""

    since = forms.DateField(label=gettext_lazy("From"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    until = forms.DateField(label=gettext_lazy("To"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def clean(self) -> dict[str, Any]:
        """The first day comes first; no year before the calendar of the books."""
        data = super().clean() or {}
        since, until = data.get("since"), data.get("until")
        if since and until and since > until:
            self.add_error("until", _("The last day comes before the first one: swap them."))
        if since and since < date(1990, 1, 1):
            self.add_error("since", _("Choose a day from 1990 on."))
        return data
