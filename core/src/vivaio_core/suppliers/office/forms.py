"""Forms of the suppliers' office. They only gather; services decide."""

from django import forms
from django.utils.translation import gettext_lazy as lazy

from vivaio_core.office.fields import DayField
from vivaio_core.suppliers.models import Distributor, Supplier


class ProfileForm(forms.Form):
    """What we know of a supplier."""

    supplies = forms.CharField(label=lazy("What it supplies"), max_length=160, required=False)
    is_cooperative = forms.BooleanField(label=lazy("It is a cooperative"), required=False)
    coop_type = forms.ChoiceField(label=lazy("Which cooperative"), choices=[("", "—"), *Supplier.CoopType.choices], required=False)
    employs_disadvantaged = forms.BooleanField(label=lazy("It employs disadvantaged people"), required=False)
    local = forms.BooleanField(label=lazy("It works in our area"), required=False)
    staff_count = forms.IntegerField(label=lazy("People who work there"), min_value=0, max_value=1_000_000, required=False)
    note = forms.CharField(label=lazy("Note"), max_length=300, required=False)


class StartForm(forms.Form):
    """The first day."""

    on = DayField(label=lazy("Supplier from"))


class EndForm(forms.Form):
    """The first day out, and why."""

    on = DayField(label=lazy("First day no longer a supplier"))
    reason = forms.CharField(label=lazy("Why"), max_length=200)


class AgreementForm(forms.Form):
    """What a distributor is, and from when."""

    kind = forms.ChoiceField(label=lazy("What it is"), choices=Distributor.Kind.choices)
    distributes = forms.CharField(label=lazy("What it distributes"), max_length=160, required=False)
    on = DayField(label=lazy("Distributor from"))


class EndAgreementForm(forms.Form):
    """The first day out, and why."""

    on = DayField(label=lazy("First day no longer a distributor"))
    reason = forms.CharField(label=lazy("Why"), max_length=200)


class EmptyForm(forms.Form):
    """Nothing to write: only to confirm."""
