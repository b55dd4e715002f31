"""Forms of the member's pages. They only gather; services decide and their refusals come back to the field."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vivaio_energy.models.campaigns import Campaign, ConsentText
from vivaio_energy.models.points import Commodity, SupplyPoint

NEW = "new"
CODE_HELP = _("It is on the first page of the bill. Electricity: POD, it starts with IT. Gas: PDR, 14 digits. Spaces and dots do not matter.")


class PlainForm(forms.Form):
    """A form whose labels are questions or words, without a colon behind."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})


class SearchForm(PlainForm):
    """Filters of the campaigns' list."""

    q = forms.CharField(label=_("Search"), required=False, max_length=80)
    kind = forms.ChoiceField(label=_("What for"), required=False, choices=[("", _("everything")), *Campaign.Kind.choices])
    when = forms.ChoiceField(label=_("When"), required=False, choices=[("", _("all")), ("running", _("running")), ("past", _("finished"))])


class MeterForm(PlainForm):
    """What can be said and corrected about a meter."""

    address = forms.CharField(label=_("Where the meter is"), max_length=200, help_text=_("Street, number and town."))
    use = forms.ChoiceField(label=_("What it is used for"), choices=SupplyPoint.Use.choices)
    annual_consumption = forms.IntegerField(
        label=_("Consumption in a year"),
        required=False,
        min_value=0,
        max_value=100_000_000,
        help_text=_("kWh for electricity, Smc for gas: the bill says “consumo annuo”. You can add it later."),
    )
    power_kw = forms.DecimalField(
        label=_("Contract power, kW (electricity only)"), required=False, min_value=0, max_digits=8, decimal_places=2, localize=True
    )
    holder_name = forms.CharField(
        label=_("In whose name is the bill?"), max_length=200, required=False, help_text=_("Leave it empty when the bill is in your own name.")
    )


class PointForm(MeterForm):
    """A new meter."""

    commodity = forms.ChoiceField(label=_("What do you pay with this bill?"), choices=Commodity.choices, widget=forms.RadioSelect, initial="power")
    code = forms.CharField(label=_("POD or PDR"), max_length=60, required=False, strip=False, help_text=CODE_HELP)
    field_order = ["commodity", "code", "address", "use", "annual_consumption", "power_kw", "holder_name"]


class ChoosePointForm(PlainForm):
    """Which meter joins the campaign."""

    point = forms.ChoiceField(label=_("Which meter joins?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, points: Iterable[SupplyPoint], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["point"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type checker
        field.choices = [
            *((str(point.pk), f"{point.get_commodity_display()}, {point.address}") for point in points),
            (NEW, _("another one, to be added")),
        ]


class CompleteForm(MeterForm):
    """The data a campaign needs: here the consumption is asked for."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["annual_consumption"].required = True
        self.fields["annual_consumption"].help_text = _("kWh for electricity, Smc for gas: the bill says “consumo annuo”.")


class ConsentForm(PlainForm):
    """The consent to one version of the text."""

    version = forms.ModelChoiceField(ConsentText.objects.all(), to_field_name="version", widget=forms.HiddenInput)
    agreed = forms.BooleanField(label=_("I have read the text and I agree"), required=False)


class AcceptForm(PlainForm):
    """The answer to an offer."""

    agreed = forms.BooleanField(label=_("I have read the offer and I accept it"), required=False)
    early_start = forms.BooleanField(
        label=_("Please start as soon as possible"),
        required=False,
        help_text=_("Otherwise the supply starts only after the days for second thoughts. You keep the right to change your mind."),
    )
