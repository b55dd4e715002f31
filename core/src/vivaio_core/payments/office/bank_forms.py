"""Forms of bank statements. They gather; services decide."""

from django import forms
from django.utils.translation import gettext_lazy as lazy

from vivaio_core.office.fields import EuroField
from vivaio_core.payments.codes import code_in_fours
from vivaio_core.payments.office.forms import CodeField
from vivaio_core.payments.selectors.accounts import accounts


def _own() -> list[tuple[str, str]]:
    """The accounts for payments, each once, the newest first."""
    return [(iban, code_in_fours(iban)) for iban in dict.fromkeys(accounts().values_list("iban", flat=True))]


class StatementForm(forms.Form):
    """The file, and what a CSV does not tell."""

    file = forms.FileField(
        label=lazy("File of the bank"), help_text=lazy("CAMT.053 (XML) tells everything by itself. A CSV needs the three fields below.")
    )
    iban = forms.ChoiceField(label=lazy("Account, for a CSV"), choices=_own, required=False)
    opening = EuroField(
        label=lazy("Opening balance, for a CSV"), signed=True, required=False, help_text=lazy("Before the first line, for example 1.234,56.")
    )
    closing = EuroField(
        label=lazy("Closing balance, for a CSV"),
        signed=True,
        required=False,
        help_text=lazy("After the last line. With a minus when it is below zero."),
    )


class MatchForm(forms.Form):
    """Which charge, by its payment code."""

    code = CodeField(label=lazy("Payment code of the charge"), help_text=lazy("You find it on the charge's page, for example RF18 7K3M 92QD 5V."))


class AsideForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=lazy("Why"), max_length=200, help_text=lazy("For example: bank fees, transfer between our own accounts."))


class ShownForm(forms.Form):
    """The charge that the person saw."""

    charge = forms.IntegerField(min_value=1, max_value=2**53, widget=forms.HiddenInput)

    def as_number(self) -> int | None:
        """The charge's key; none for nonsense."""
        return int(self.cleaned_data["charge"]) if self.is_valid() else None
