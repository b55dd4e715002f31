"""Forms of exits and transfers. They only gather; the services decide."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from vivaio_core.office.fields import DayField, EuroField
from vivaio_core.people.models import MemberNumber
from vivaio_core.people.selectors import party_of_fiscal_code
from vivaio_core.register.models.cases import ExitCase
from vivaio_core.register.office.forms import METHODS, EntryForm, PastDay, ResolutionForm

Ground = ExitCase.Ground
AREA = forms.Textarea(attrs={"rows": 3})


class WhoField(forms.CharField):
    """Somebody, by member number or fiscal code: with 15,000 people nobody scrolls a list."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", lazy("Member number or fiscal code."))
        super().__init__(max_length=40, **kwargs)

    def clean(self, value: Any) -> Any:
        """The party, or what to write instead."""
        text = str(super().clean(value) or "").replace(" ", "").upper()
        if not text:
            return None
        if text.isascii() and text.isdecimal() and len(text) < 9:
            found = MemberNumber.objects.filter(number=int(text)).select_related("party").first()
            party = found.party if found else None
        else:
            party = party_of_fiscal_code(text)
        if party is None:
            raise forms.ValidationError(_("Nobody has this member number or fiscal code."))
        return party


class OpenExitForm(forms.Form):
    """A member wants to leave."""

    party = WhoField(label=lazy("Member"))
    received_on = PastDay(label=lazy("Received on"))
    ground = forms.ChoiceField(label=lazy("On which ground"), choices=[choice for choice in Ground.choices if choice[0] != Ground.UNPAID])
    qty = forms.IntegerField(
        label=lazy("Shares that the letter speaks of"), min_value=1, required=False, help_text=lazy("Empty means all: nobody leaves in part.")
    )
    reason = forms.CharField(label=lazy("What the member writes"), widget=AREA, required=False)


class OpenExclusionForm(forms.Form):
    """The board wants to exclude a member."""

    party = WhoField(label=lazy("Member"))
    received_on = PastDay(label=lazy("Begun on"))
    ground = forms.ChoiceField(label=lazy("On which ground"), choices=[choice for choice in Ground.choices if choice[0] != Ground.TRANSFER_BAN])
    notice_on = PastDay(label=lazy("Formal notice to pay of"), required=False, help_text=lazy("Only for shares not paid."))
    reason = forms.CharField(label=lazy("Reasons"), widget=AREA)


class OpenDeathForm(forms.Form):
    """A member died."""

    party = WhoField(label=lazy("Member"))
    happened_on = PastDay(label=lazy("Day of death"))
    received_on = PastDay(label=lazy("News received on"))
    heirs = forms.CharField(label=lazy("Heirs, as far as we know"), max_length=300, required=False)


class DecisionForm(ResolutionForm):
    """A yes."""


class RefusalForm(ResolutionForm):
    """A no, with its reasons."""

    reasons = forms.CharField(label=lazy("Reasons"), widget=AREA)


class CommunicatedForm(forms.Form):
    """The day on which an answer reached the person."""

    on = PastDay(label=lazy("Communicated on"), help_text=lazy("The day on which it reached the person: the receipt of the letter or of the PEC."))


class OnForm(forms.Form):
    """Only a day."""

    on = PastDay(label=lazy("Day"))


class CourtForm(OnForm):
    """What the court decided."""

    upheld = forms.ChoiceField(label=lazy("The court agrees with"), choices=[("yes", lazy("the member")), ("no", lazy("the cooperative"))])


class BalanceForm(forms.Form):
    """When the balance sheet was approved."""

    approved_on = PastDay(label=lazy("Balance sheet approved on"))


class YearBalanceForm(BalanceForm):
    """The same, for all who left in a year."""

    close_on = DayField(label=lazy("Balance sheet closed on"))
    field_order = ["close_on", "approved_on"]


class InstalmentsForm(forms.Form):
    """An agreement to pay in parts."""

    text = forms.CharField(label=lazy("Instalments"), max_length=200, help_text=lazy("For example: 5 yearly rates from 2027, with legal interest."))


class RefundForm(EntryForm):
    """The money that goes back."""

    euro = EuroField(label=lazy("Amount in euro"), help_text=lazy("Less than the nominal value if the balance sheet says so."))
    method = forms.ChoiceField(label=lazy("How"), choices=METHODS)
    reference = forms.CharField(label=lazy("Reference"), max_length=80, required=False)
    field_order = ["euro", "method", "reference", "recorded_on"]


class HeirForm(ResolutionForm, EntryForm):
    """Who enters."""

    heir = WhoField(label=lazy("Heir"))
    field_order = ["heir", "organ", "held_on", "minute_no", "recorded_on"]


class OpenTransferForm(forms.Form):
    """A member wants to give shares away."""

    seller = WhoField(label=lazy("Who gives"))
    qty = forms.IntegerField(label=lazy("How many shares"), min_value=1, max_value=1_000_000)
    buyer = WhoField(label=lazy("Who receives, if known"), required=False)
    buyer_name = forms.CharField(label=lazy("or the name written in the letter"), max_length=200, required=False)
    received_on = PastDay(label=lazy("Received on"))


class AnswerForm(ResolutionForm):
    """A yes to a transfer, communicated."""

    communicated_on = PastDay(
        label=lazy("Communicated on"), help_text=lazy("The day on which it reached the person: the receipt of the letter or of the PEC.")
    )


class RefusedAnswerForm(AnswerForm):
    """A no to a transfer, communicated, with its reasons."""

    reasons = forms.CharField(label=lazy("Reasons"), widget=AREA)


class RegisterTransferForm(EntryForm):
    """The entry of a transfer."""

    buyer = WhoField(label=lazy("Who receives"))
    effective_on = PastDay(label=lazy("Counts from"))
    field_order = ["buyer", "effective_on", "recorded_on"]
