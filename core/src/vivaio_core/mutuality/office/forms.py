"""Forms of mutuality."""

from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy

from vivaio_core.mutuality.models.exchanges import MutualExchange
from vivaio_core.mutuality.models.ristorni import RistornoPlan
from vivaio_core.office.fields import EuroField, PartyField
from vivaio_core.people.models import Membership
from vivaio_core.register.office.forms import EntryForm, PastDay, ResolutionForm

FIRST_YEAR, LAST_YEAR = 1990, 2200


class ActivityField(forms.CharField):
    """An activity by its short name: small letters, the same each time."""

    def clean(self, value: Any) -> str:
        """«Energia verde» → «energia-verde»."""
        return str(slugify(super().clean(value)))[:40]


class ExchangeForm(forms.Form):
    """One exchange by hand."""

    party = PartyField(label=gettext_lazy("With whom"))
    activity = ActivityField(label=gettext_lazy("Activity"), max_length=40, help_text=gettext_lazy("For example: energia, assicurazioni, welfare."))
    letter = forms.ChoiceField(label=gettext_lazy("Letter of art. 2513"), choices=MutualExchange.Letter.choices)
    on = PastDay(label=gettext_lazy("Day"))
    amount_cents = EuroField(label=gettext_lazy("Amount in euro"), signed=True)
    source_fact = forms.CharField(
        label=gettext_lazy("Document"), max_length=120, help_text=gettext_lazy("The number of the invoice or the entry: it is used once.")
    )


class FileForm(forms.Form):
    """A file of exchanges."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "XLSX or CSV with the headings: attività, data, codice fiscale (or n. socio), importo, documento; lettera if it is not a."
        ),
    )


class ReverseForm(forms.Form):
    """Why an exchange is taken back."""

    note = forms.CharField(label=gettext_lazy("Why"), max_length=200)


class ApproveForm(ResolutionForm):
    """The resolution that approves a year."""


class PlanForm(forms.Form):
    """A ristorno to plan."""

    year = forms.IntegerField(label=gettext_lazy("Year"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    activity = forms.ChoiceField(label=gettext_lazy("Activity"))
    pool_cents = EuroField(label=gettext_lazy("Sum to share out, in euro"))
    criterion = forms.CharField(
        label=gettext_lazy("Criterion of the statute"), max_length=300, help_text=gettext_lazy("As the statute or the regulation says it.")
    )
    form = forms.ChoiceField(label=gettext_lazy("How it is given"), choices=RistornoPlan.Form.choices)
    special = forms.IntegerField(
        label=gettext_lazy("Quality of exchanges of special members, in hundredths"),
        min_value=0,
        max_value=1000,
        initial=100,
        help_text=gettext_lazy("100 counts as for everybody else."),
    )

    def __init__(self, *args: Any, activities: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["activity"].choices = [(name, name) for name in activities]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The coefficient by category."""
        data = super().clean() or self.cleaned_data
        special = data.pop("special", 100)
        data["quality"] = {} if special in (None, 100) else {Membership.Category.SPECIAL.value: special}
        return data


class ConfirmForm(forms.Form):
    """Nothing to write: the button is the answer."""


class GiveForm(EntryForm):
    """When the shares of a ristorno are entered in the register."""
