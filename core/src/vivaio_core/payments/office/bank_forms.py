"""Forms of bank statements. They gather; services decide."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from vivaio_core.office.fields import EuroField
from vivaio_core.payments.codes import code_in_fours
from vivaio_core.payments.models.bank import BankLine
from vivaio_core.payments.models.charges import Receipt
from vivaio_core.payments.office.forms import ChooseChargeForm
from vivaio_core.payments.office.words import days, who
from vivaio_core.payments.selectors.accounts import accounts
from vivaio_core.payments.selectors.bank import same_amount, twins

SHOWN = 30


def _own() -> list[tuple[str, str]]:
    """The accounts for payments, each once, the newest first."""
    return [(iban, code_in_fours(iban)) for iban in dict.fromkeys(accounts().values_list("iban", flat=True))]


class StatementForm(forms.Form):
    """The file, and what a spreadsheet does not tell."""

    file = forms.FileField(
        label=lazy("File of the bank"),
        help_text=lazy("CAMT.053 (XML) tells everything by itself. A spreadsheet (CSV or XLSX) needs the three fields below."),
    )
    iban = forms.ChoiceField(label=lazy("Account, for a spreadsheet"), choices=_own, required=False)
    opening = EuroField(
        label=lazy("Opening balance, for a spreadsheet"), signed=True, required=False, help_text=lazy("Before the first line, for example 1.234,56.")
    )
    closing = EuroField(
        label=lazy("Closing balance, for a spreadsheet"),
        signed=True,
        required=False,
        help_text=lazy("After the last line. With a minus when it is below zero."),
    )


class MatchForm(ChooseChargeForm):
    """Which charge: one of the same amount, or any by its payment code."""

    def __init__(self, *args: Any, line: BankLine, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = [(row, f"{who(row.debtor)}: {row.title}, {days(row.due_on)}") for row in same_amount(line, SHOWN)]
        self.offer(rows, lazy("Charge of the same amount"), _("nobody owes just this amount"))


class TwinForm(forms.Form):
    """Which payment, of those written down already."""

    receipt = forms.ChoiceField(label=lazy("Payment"), choices=())

    def __init__(self, *args: Any, line: BankLine, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = {str(row.pk): row for row in twins(line, SHOWN)}
        named = [
            (key, f"{days(row.value_on)}: {who(row.payer)}, {row.get_method_display()} {row.external_ref}".strip()) for key, row in self.found.items()
        ]
        self.fields["receipt"] = forms.ChoiceField(label=lazy("Payment"), choices=named, widget=forms.RadioSelect)

    def clean_receipt(self) -> Receipt:
        """The row."""
        return self.found[self.cleaned_data["receipt"]]


class AsideForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=lazy("Why"), max_length=200, help_text=lazy("For example: bank fees, transfer between our own accounts."))


class ShownForm(forms.Form):
    """The charge that the person saw."""

    charge = forms.IntegerField(min_value=1, max_value=2**53, widget=forms.HiddenInput)

    def as_number(self) -> int | None:
        """The charge's key; none for nonsense."""
        return int(self.cleaned_data["charge"]) if self.is_valid() else None
