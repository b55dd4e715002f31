"""Forms of mandates and of files for the bank. They gather; services decide."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from vivaio_core.office.fields import DayField, PartyField
from vivaio_core.payments.models.charges import Receipt
from vivaio_core.payments.office.forms import not_later
from vivaio_core.payments.office.words import who
from vivaio_core.payments.sepa.codes import sepa_iban
from vivaio_core.payments.services.prepare_file import Refund
from vivaio_core.people.errors import Refused

DIGITS = 15


class MandateForm(forms.Form):
    """What was signed."""

    debtor = PartyField(label=lazy("Who pays"))
    iban = forms.CharField(label=lazy("IBAN"), max_length=60)
    holder = forms.CharField(
        label=lazy("Holder of the account"), max_length=70, required=False, help_text=lazy("Empty: the account is in the name of who pays.")
    )
    signed_on = DayField(label=lazy("Signed on"))
    reference = forms.CharField(
        label=lazy("Reference of the mandate"), max_length=60, required=False, help_text=lazy("As it is on the paper. Empty: we give it one.")
    )


class DebitsForm(forms.Form):
    """Which day, and what is left out."""

    execute_on = DayField(label=lazy("Day of collection"))
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def left_out(self) -> frozenset[int]:
        """Keys of the charges that were ticked; what is no number is nobody's."""
        said = self.data.getlist("leave") if hasattr(self.data, "getlist") else []
        return frozenset(int(one) for one in said if one.isascii() and one.isdecimal() and len(one) <= DIGITS)


class TransfersForm(forms.Form):
    """Which credits go back, to which account; one tick, one IBAN and one name a row."""

    execute_on = DayField(label=lazy("Day of the transfers"))
    words = forms.CharField(label=lazy("Words on the statement"), max_length=140)
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, *args: Any, rows: Sequence[Receipt], ibans: dict[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = list(rows)
        for row in self.rows:
            self.fields[f"take_{row.pk}"] = forms.BooleanField(required=False)
            self.fields[f"iban_{row.pk}"] = forms.CharField(label=lazy("IBAN"), max_length=60, required=False, initial=ibans.get(row.pk, ""))
            self.fields[f"holder_{row.pk}"] = forms.CharField(
                label=lazy("Holder of the account"), max_length=70, required=False, initial=who(row.payer)[:70]
            )

    def lines(self) -> list[tuple[Receipt, Any, Any, Any]]:
        """Each receipt with its three fields."""
        return [(row, self[f"take_{row.pk}"], self[f"iban_{row.pk}"], self[f"holder_{row.pk}"]) for row in self.rows]

    def clean(self) -> dict[str, Any]:
        """The refunds that were ticked, each with an account that can be."""
        data, found = super().clean() or {}, []
        for row in self.rows:
            if not data.get(f"take_{row.pk}"):
                continue
            try:
                found.append(Refund(row, sepa_iban(data.get(f"iban_{row.pk}", "")), data.get(f"holder_{row.pk}", "")))
            except Refused as refusal:
                self.add_error(f"iban_{row.pk}", str(refusal))
        if not found and not self.errors:
            self.add_error(None, _("Tick the credits that go back."))
        return {**data, "refunds": found}


class ExecutedForm(forms.Form):
    """When the bank did it."""

    on = DayField(label=lazy("Carried out on"))

    def clean_on(self) -> date | None:
        """Not a day to come."""
        return not_later(self.cleaned_data["on"])
