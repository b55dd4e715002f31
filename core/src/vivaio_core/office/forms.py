"""Forms of the office. They only gather; services decide."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vivaio_core.office.fields import DayField, PartyField
from vivaio_core.people.models import Collectivity, Identifier, Party
from vivaio_core.people.services import CORRECTABLE

WOMAN_MAN = [("", _("not said")), *Party.AddressedAs.choices]


class _Contacts(forms.Form):
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    address = forms.CharField(label=_("Address"), max_length=200, required=False)


class PersonForm(_Contacts):
    """Data of a person."""

    first_name = forms.CharField(label=_("First name"), max_length=100)
    last_name = forms.CharField(label=_("Last name"), max_length=100)
    birth_date = DayField(label=_("Date of birth"), required=False)
    birth_place = forms.CharField(label=_("Place of birth"), max_length=100, required=False)
    birth_place_code = forms.CharField(
        label=_("Code of the place"), max_length=4, required=False, help_text=_("The four signs in the fiscal code, if the person tells them.")
    )
    language = forms.ChoiceField(label=_("Language"), choices=[("", _("Italian")), *Party.Language.choices], required=False)
    addressed_as = forms.ChoiceField(
        label=_("How to address"), choices=WOMAN_MAN, required=False, help_text=_("So that we write “socia” or “socio”.")
    )
    field_order = [
        *("first_name", "last_name", "birth_date", "birth_place", "birth_place_code"),
        *("addressed_as", "language", "email", "phone", "address"),
    ]


class OrganisationForm(_Contacts):
    """Data of an organisation."""

    display_name = forms.CharField(label=_("Name"), max_length=200)
    legal_form = forms.CharField(label=_("Legal form"), max_length=80, required=False, help_text=_("For example: cooperative, association, s.r.l."))
    field_order = ["display_name", "legal_form", "email", "phone", "address"]


class _Newcomer(forms.Form):
    """What is asked only once; the last question appears when somebody alike is found."""

    confirmed = forms.BooleanField(label=_("It is another one: save all the same"), required=False, widget=forms.HiddenInput)

    def ask(self) -> None:
        """Show the question."""
        self.fields["confirmed"].widget = forms.CheckboxInput()


class NewPersonForm(PersonForm, _Newcomer):
    """A new person."""

    fiscal_code = forms.CharField(label=_("Fiscal code"), max_length=40, required=False)
    field_order = [
        *("confirmed", "first_name", "last_name", "fiscal_code", "birth_date", "birth_place", "birth_place_code"),
        *("addressed_as", "language", "email", "phone", "address"),
    ]


class NewOrganisationForm(OrganisationForm, _Newcomer):
    """A new organisation."""

    fiscal_code = forms.CharField(label=_("Fiscal code"), max_length=40, required=False)
    vat = forms.CharField(label=_("VAT number"), max_length=40, required=False)
    field_order = ["confirmed", "display_name", "legal_form", "fiscal_code", "vat", "email", "phone", "address"]


class IdentifierForm(_Newcomer):
    """A code for somebody who is there."""

    scheme = forms.ChoiceField(label=_("Which code"), choices=Identifier.Scheme.choices)
    raw = forms.CharField(label=_("Code"), max_length=254)
    on = DayField(label=_("Valid from"), required=False, help_text=_("Needed for a provisional fiscal code: the day it was given."))
    evidence = forms.CharField(label=_("Seen on"), max_length=200, required=False, help_text=_("For example: health card, company extract."))
    field_order = ["confirmed", "scheme", "raw", "on", "evidence"]


class JoinForm(forms.Form):
    """Which group, from when."""

    collectivity = forms.ModelChoiceField(Collectivity.objects.filter(state=Collectivity.State.INCLUDED), label=_("Group"))
    on = DayField(label=_("From"))
    role = forms.CharField(label=_("Role in the group"), max_length=80, required=False)


class AccessForm(forms.Form):
    """The address somebody enters with."""

    email = forms.EmailField(label=_("E-mail"), help_text=_("Somebody's own address: whoever reads its mail can enter."))


class DayForm(forms.Form):
    """Only the day."""

    on = DayField(label=_("From the day"))


class GroupForm(forms.Form):
    """A group that is or might be served."""

    name = forms.CharField(label=_("Name"), max_length=120)
    description = forms.CharField(label=_("Description"), widget=forms.Textarea(attrs={"rows": 4}), required=False)
    kind = forms.CharField(label=_("Kind"), max_length=80, required=False, help_text=_("For example: company, association, condominium."))
    parent = forms.CharField(label=_("Part of"), max_length=120, required=False, help_text=_("The name of the larger group, if there is one."))
    contact = PartyField(label=_("Contact"), required=False)

    def clean_parent(self) -> Collectivity | None:
        """The group of that name."""
        name = self.cleaned_data["parent"].strip()
        found = Collectivity.objects.filter(name__iexact=name).first() if name else None
        if name and found is None:
            raise forms.ValidationError(_("No group has this name."))
        return found


class DecisionForm(DayForm):
    """The day, and the resolution that says so when there is one."""

    held_on = DayField(label=_("Date of the resolution"), required=False)
    minute_no = forms.CharField(label=_("Number of the minutes"), max_length=40, required=False)


def of_party(party: Party) -> type[PersonForm] | type[OrganisationForm]:
    """The form with which a party is corrected."""
    return PersonForm if party.kind == Party.Kind.PERSON else OrganisationForm


def initial_of(party: Party) -> dict[str, Any]:
    """What that form shows first."""
    return {name: getattr(party, name) for name in CORRECTABLE}
