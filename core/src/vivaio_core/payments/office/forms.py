"""Forms of payments' office. They gather; services decide."""

from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from vivaio_core.office.fields import DayField, PartyField
from vivaio_core.payments import methods
from vivaio_core.payments.codes import sound_code
from vivaio_core.payments.fields import MoneyField
from vivaio_core.payments.models.charges import Charge, Receipt
from vivaio_core.payments.office.words import days, sum_of
from vivaio_core.payments.selectors.charges import open_for

SHOWN = 100


class CodeField(forms.CharField):
    """A charge by its payment code, spaces or not: cleans to the Charge."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 40, "help_text": lazy("For example RF18 7K3M 92QD 5V. Leave it empty when you do not know it."), **kwargs})

    def clean(self, value: Any) -> Charge | None:
        """The charge. Raises ValidationError when there is none."""
        text = "".join(str(super().clean(value)).split()).upper()
        if not text:
            return None
        found = Charge.objects.filter(code=text).select_related("debtor", "creditor").first()
        if found is None:
            slip = _("There is a slip in this payment code: its check digits do not fit. Look at it again.")
            raise ValidationError(_("No charge has this payment code: look at it again, or leave the field empty.") if sound_code(text) else slip)
        return found


def not_later(value: date | None) -> date | None:
    """The day itself. Raises ValidationError for one to come."""
    if value and value > timezone.localdate():
        raise ValidationError(_("This day is still to come."))
    return value


class ChargeForm(forms.Form):
    """What somebody owes."""

    debtor = PartyField(label=lazy("Who owes"))
    title = forms.CharField(label=lazy("What for"), max_length=200, help_text=lazy("The person reads these words."))
    amount = MoneyField(label=lazy("Amount in euro"))
    due_on = DayField(label=lazy("To be paid by"))
    creditor = PartyField(label=lazy("To whom"), required=False, help_text=lazy("Only when the money is not for the cooperative."))
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class ReceiptForm(forms.Form):
    """Money that came in."""

    payer = PartyField(label=lazy("Who paid"), required=False, help_text=lazy("Member number, fiscal code or name. Empty when nobody knows yet."))
    method = forms.ChoiceField(label=lazy("How"), choices=lambda: [(one.code, one.title) for one in methods.at_once()])
    amount = MoneyField(label=lazy("Amount in euro"))
    received_on = DayField(label=lazy("Came in on"))
    value_on = DayField(label=lazy("Value date"), required=False, help_text=lazy("When the bank says another day."))
    external_ref = forms.CharField(
        label=lazy("Reference"),
        max_length=140,
        required=False,
        help_text=lazy("CRO or TRN of the bank transfer, number of the cheque or of the slip."),
    )
    charge = CodeField(label=lazy("Payment code of the charge"), required=False)
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def clean_received_on(self) -> date | None:
        """Not a day to come."""
        return not_later(self.cleaned_data["received_on"])


class ChooseChargeForm(forms.Form):
    """Which charge: one of those at hand, or any by its payment code; `chosen` in what it gathers."""

    charge = forms.ChoiceField(label=lazy("Charge"), required=False, choices=())
    code = CodeField(label=lazy("Or another one, by its payment code"), required=False)

    def offer(self, rows: list[tuple[Charge, str]], label: Any, nothing: str) -> None:
        """The charges at hand, each with its words; `nothing` is told when there is none."""
        self.found = {str(row.pk): row for row, _words in rows}
        choices = [("", _("choose") if rows else nothing), *((str(row.pk), words) for row, words in rows)]
        self.fields["charge"] = forms.ChoiceField(label=label, required=False, choices=choices)

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        data = super().clean() or {}
        chosen = data.get("code") or self.found.get(data.get("charge") or "")
        if chosen is None and not self.errors:
            raise ValidationError(_("Choose a charge, or write its payment code."))
        return {**data, "chosen": chosen}


class AllocateForm(ChooseChargeForm):
    """Which charge, and how much."""

    amount = MoneyField(label=lazy("Amount in euro"), required=False, help_text=lazy("Empty: as much as fits."))

    def __init__(self, *args: Any, receipt: Receipt, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = list(open_for(receipt.payer)[:SHOWN]) if receipt.payer else []
        told = [(row, f"{row.title}: {sum_of(row.due, row.unit)}, {days(row.due_on)}") for row in rows]  # type: ignore[attr-defined]
        self.offer(told, lazy("Charge of the payer"), _("the payer owes nothing"))


class ConfirmForm(forms.Form):
    """Nothing to write: only to confirm."""


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=lazy("Why"), max_length=200)


class DatedReasonForm(ReasonForm):
    """When and why."""

    on = DayField(label=lazy("Day"))
    field_order = ["on", "reason"]

    def clean_on(self) -> date | None:
        """Not a day to come."""
        return not_later(self.cleaned_data["on"])


class GiveBackForm(DatedReasonForm):
    """How much goes back."""

    amount = MoneyField(label=lazy("Amount in euro"))
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    field_order = ["amount", "on", "reason"]


class PayerForm(forms.Form):
    """Who paid."""

    payer = PartyField(label=lazy("Who paid"))


class ResolveForm(forms.Form):
    """How it ended."""

    resolution = forms.CharField(
        label=lazy("How it ended"), max_length=300, help_text=lazy("For example: stays as credit, agreed by telephone; the rest comes next month.")
    )


class LeaveForm(forms.Form):
    """Leave to take cash or a cheque."""

    party = PartyField(label=lazy("Who pays"))
    method = forms.ChoiceField(label=lazy("How"), choices=lambda: [(one.code, one.title) for one in methods.at_once() if one.needs_authorisation])
    limit = MoneyField(label=lazy("At most, in euro"))
    reason = forms.CharField(label=lazy("Why no bank transfer or card"), max_length=200)
    valid_to = DayField(label=lazy("Good until"))
    charge = CodeField(label=lazy("Only for the charge with payment code"), required=False)


class AccountForm(forms.Form):
    """Where money is to be sent."""

    iban = forms.CharField(label=lazy("IBAN"), max_length=60)
    holder = forms.CharField(label=lazy("In the name of"), max_length=70)
    valid_from = DayField(label=lazy("From the day"))
    creditor_id = forms.CharField(
        label=lazy("Creditor identifier"), max_length=60, required=False, help_text=lazy("Only for direct debits: the bank gave it to you.")
    )
    bic = forms.CharField(label=lazy("BIC"), max_length=20, required=False, help_text=lazy("Only when your bank asks for it."))


class DecideForm(forms.Form):
    """Yes or no."""

    given = forms.ChoiceField(label=lazy("Decision"), choices=[("yes", lazy("I give leave")), ("no", lazy("I refuse"))], widget=forms.RadioSelect)
