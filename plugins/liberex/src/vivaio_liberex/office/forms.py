"""Forms of the circuit's office."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vivaio_core.access.models import User
from vivaio_core.office.fields import DayField, PartyField
from vivaio_core.payments.fields import MoneyField
from vivaio_core.people.models import Resolution
from vivaio_core.people.services import record_resolution
from vivaio_liberex.models.participants import Participant, Sector


class EmptyForm(forms.Form):
    """An act that asks nothing."""


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Reason"), max_length=300)


class NoteForm(forms.Form):
    """Why, if there is something to say."""

    reason = forms.CharField(label=_("Reason"), max_length=300, required=False)


class SeenForm(forms.Form):
    """What others read of a participant."""

    shown_as = forms.CharField(label=_("Name shown to the others"), max_length=120)
    sector = forms.ModelChoiceField(Sector.objects.all(), label=_("Sector"), required=False)
    seller_share = forms.IntegerField(label=_("Share accepted in credits, out of a hundred"), min_value=0, max_value=100, initial=100)
    listed = forms.BooleanField(label=_("The others find it by name"), required=False, initial=True)


class OpenForm(SeenForm):
    """A new account for somebody."""

    party = PartyField(label=_("Who"))
    kind = forms.ChoiceField(label=_("Takes part as"), choices=Participant.Kind.choices)
    agreed = forms.BooleanField(label=_("The rules of the circuit are signed on paper"), required=False)
    field_order = ["party", "kind", "shown_as", "sector", "seller_share", "listed", "agreed"]


class OpenForPartyForm(OpenForm):
    """A new account for somebody whose page is open."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["party"]


class DecidedForm(forms.Form):
    """Which organ decided, when, and the number of the minutes."""

    organ = forms.ChoiceField(label=_("Who decided"), choices=Resolution.Organ.choices)
    held_on = DayField(label=_("Date of the meeting"))
    minute_no = forms.CharField(label=_("Number of the minutes"), max_length=40)

    @staticmethod
    def written(data: dict[str, Any], actor: User) -> Resolution:
        """The resolution of the form's data, written down; its three fields leave `data`."""
        fields = {name: data.pop(name) for name in ("organ", "held_on", "minute_no")}
        return record_resolution(actor=actor, **fields)


class LineForm(DecidedForm):
    """A credit line."""

    amount = MoneyField(label=_("How far below zero"))
    reason = forms.CharField(label=_("Reason"), max_length=300)
    valid_from = DayField(label=_("From"))
    valid_to = DayField(label=_("Until"), required=False, help_text=_("The first day without the line. Leave it empty when no end is known."))
    field_order = ["amount", "reason", "valid_from", "valid_to", "organ", "held_on", "minute_no"]


class EndLineForm(ReasonForm):
    """An earlier end."""

    ends_on = DayField(label=_("First day without the line"))
    field_order = ["ends_on", "reason"]


class HelpForm(forms.Form):
    """What was agreed with somebody."""

    text = forms.CharField(label=_("What was agreed"), max_length=600, widget=forms.Textarea(attrs={"rows": 4}))
    look_again_on = DayField(label=_("Look again on"))


class SettleForm(forms.Form):
    """The settlement of an exit."""

    agreed = forms.BooleanField(label=_("The participant agrees to settle now"), required=False)


class SupportForm(DecidedForm):
    """Help from the fund."""

    amount = MoneyField(label=_("Amount"))
    reason = forms.CharField(label=_("Reason"), max_length=300)
    key = forms.UUIDField(widget=forms.HiddenInput)
    field_order = ["amount", "reason", "organ", "held_on", "minute_no", "key"]


class GrantForm(DecidedForm):
    """A yearly sum."""

    title = forms.CharField(label=_("Title"), max_length=120, help_text=_("It stands in the statements of those who get it."))
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2200)
    amount = MoneyField(label=_("Sum for each person"))
    employer = PartyField(label=_("Only who works for"), required=False, help_text=_("Empty: all employees of the circuit."))
    field_order = ["title", "year", "amount", "employer", "organ", "held_on", "minute_no"]


class FeesForm(forms.Form):
    """Which fee."""

    every = forms.ChoiceField(label=_("Which fee"), choices=[("month", _("of this month")), ("year", _("of this year"))])


class CategoryForm(forms.Form):
    """A shelf of the notice board."""

    title = forms.CharField(label=_("Title"), max_length=60)
    order = forms.IntegerField(label=_("Place in the list"), min_value=0, max_value=999, initial=0, help_text=_("0 stands first."))
    sector = forms.ModelChoiceField(
        Sector.objects.all(),
        label=_("Sector"),
        required=False,
        help_text=_("In the health of the circuit its wants and offers count for this sector."),
    )
    active = forms.BooleanField(label=_("Takes new listings"), required=False, initial=True)


class SectorForm(forms.Form):
    """A branch of trade."""

    title = forms.CharField(label=_("Title"), max_length=80)
    code = forms.SlugField(label=_("Code"), max_length=40, help_text=_("A short word without spaces, for addresses and exports."))
