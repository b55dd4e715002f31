"""Forms of the public pages. They only gather; services decide and their refusals come back to the field."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from vivaio_core.admission.given import EARLIEST
from vivaio_core.admission.models.application import Application
from vivaio_core.people.identifiers import Checked, check_fiscal_code, check_vat
from vivaio_core.people.matching import explain
from vivaio_core.people.models import Collectivity, Party

DAYS = ["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d %m %Y", "%d/%m/%y", "%Y-%m-%d"]
NONE = "none"


def _text(**attrs: str) -> forms.TextInput:
    return forms.TextInput(attrs=attrs)


class PlainForm(forms.Form):
    """A form whose labels are questions or words, without a colon behind."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})


class CodesMixin:
    """Fiscal code and VAT number, explained where they are wrong."""

    cleaned_data: dict[str, Any]

    def clean_fiscal_code(self) -> str:
        """The sound code."""
        return _sound(check_fiscal_code(self.cleaned_data["fiscal_code"]), "cf")

    def clean_vat(self) -> str:
        """The sound number, or nothing."""
        given: str = self.cleaned_data["vat"]
        return _sound(check_vat(given), "vat") if given.strip() else ""


class _Contacts(PlainForm):
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("We send you a letter there: its link sends the application."),
    )
    phone = forms.CharField(label=_("Telephone"), max_length=40, widget=_text(type="tel", autocomplete="tel", inputmode="tel"))
    address = forms.CharField(
        label=_("Address"), max_length=200, widget=_text(autocomplete="street-address"), help_text=_("Street, number, post code and town.")
    )


class PersonForm(CodesMixin, _Contacts):
    """A person's own data."""

    first_name = forms.CharField(label=_("First name"), max_length=100, widget=_text(autocomplete="given-name"))
    last_name = forms.CharField(label=_("Last name"), max_length=100, widget=_text(autocomplete="family-name"))
    birth_date = forms.DateField(
        label=_("Date of birth"),
        input_formats=DAYS,
        widget=forms.DateInput(attrs={"inputmode": "numeric", "autocomplete": "bday"}, format="%d/%m/%Y"),
        help_text=_("Day, month, year: for example 21/09/1978."),
    )
    birth_place = forms.CharField(label=_("Place of birth"), max_length=100)
    fiscal_code = forms.CharField(
        label=_("Fiscal code"),
        max_length=40,
        widget=_text(autocapitalize="characters", autocomplete="off", spellcheck="false"),
        help_text=_("It is on the health card: 16 letters and digits."),
    )
    field_order = ["first_name", "last_name", "birth_date", "birth_place", "fiscal_code", "email", "phone", "address"]

    def clean_birth_date(self) -> date:
        """Nobody is born tomorrow."""
        day: date = self.cleaned_data["birth_date"]
        if not EARLIEST <= day <= timezone.localdate():
            raise ValidationError(_("Write the date of birth as day, month and year."))
        return day


class OrganisationForm(CodesMixin, _Contacts):
    """An organisation's data and who speaks for it."""

    display_name = forms.CharField(label=_("Full name of the organisation"), max_length=200, widget=_text(autocomplete="organization"))
    legal_form = forms.CharField(label=_("Legal form"), max_length=80, required=False, help_text=_("For example: cooperative, association, s.r.l."))
    fiscal_code = forms.CharField(
        label=_("Fiscal code of the organisation"),
        max_length=40,
        widget=_text(inputmode="numeric", autocomplete="off"),
        help_text=_("Eleven digits."),
    )
    vat = forms.CharField(label=_("VAT number"), max_length=40, required=False, widget=_text(inputmode="numeric", autocomplete="off"))
    representative = forms.CharField(label=_("First and last name of the legal representative"), max_length=200, widget=_text(autocomplete="name"))
    field_order = ["display_name", "legal_form", "fiscal_code", "vat", "representative", "email", "phone", "address"]


DATA_FORMS: dict[str, type[PersonForm] | type[OrganisationForm]] = {Party.Kind.PERSON: PersonForm, Party.Kind.ORGANISATION: OrganisationForm}


class SponsorForm(PlainForm):
    """Whom somebody names: a number, or e-mail and last name. Nobody is looked up here."""

    number = forms.IntegerField(
        label=_("Number on the member's card"),
        min_value=1,
        max_value=999_999_999,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text=_("If you do not know it, write e-mail and last name."),
    )
    sponsor_email = forms.EmailField(
        label=_("E-mail of the member"), max_length=254, required=False, widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    sponsor_name = forms.CharField(label=_("Last name of the member"), max_length=100, required=False, widget=_text(autocomplete="off"))

    @property
    def named(self) -> bool:
        """True when anything was typed."""
        return any(self.cleaned_data.get(name) for name in ("number", "sponsor_email", "sponsor_name"))

    def clean(self) -> dict[str, Any]:
        """A number, or both of the other two."""
        data = super().clean() or {}
        if self.errors or data.get("number"):
            return data
        email, name = data.get("sponsor_email"), data.get("sponsor_name")
        if bool(email) != bool(name):
            self.add_error("sponsor_name" if email else "sponsor_email", _("Without the member number we need both: e-mail and last name."))
        return data

    def given(self) -> dict[str, Any]:
        """What the service asks for."""
        data = self.cleaned_data
        return {"number": data["number"], "email": data["sponsor_email"], "last_name": data["sponsor_name"]}


class GroupForm(SponsorForm):
    """The group, and who presents the applicant."""

    collectivity = forms.ChoiceField(
        label=_("Which of these groups do you belong to?"),
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Choose a group, or “None of these” at the end.")),
    )
    group_note = forms.CharField(
        label=_("If none fits: with whom would you like to buy?"),
        max_length=200,
        required=False,
        help_text=_("Your building, your work, an association."),
    )
    field_order = ["collectivity", "group_note", "number", "sponsor_email", "sponsor_name"]

    def __init__(self, *args: Any, groups: list[Collectivity], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.groups = {str(group.pk): group for group in groups}
        choices = [*((key, group.name) for key, group in self.groups.items()), (NONE, _("None of these"))]
        self.fields["collectivity"].choices = choices  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Collectivity | None:
        """The group, None for none of these."""
        return self.groups.get(self.cleaned_data["collectivity"])


class SharesForm(PlainForm):
    """How many shares, paid how."""

    shares = forms.IntegerField(
        label=_("How many shares do you take?"),
        min_value=1,
        max_value=100_000,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), _("Write how many shares, in figures: one at least.")),
    )
    payment_plan = forms.ChoiceField(label=_("How do you pay?"), choices=Application.Plan.choices, widget=forms.RadioSelect)


class SendForm(PlainForm):
    """The declarations and the charter; `charter_hash` says which text was on the page."""

    requirements = forms.BooleanField(label=_("I have read the statute's requirements and I have them."), required=False)
    no_competitor = forms.BooleanField(label=_("I run no business that competes with the cooperative."), required=False)
    charter = forms.BooleanField(label=_("I have read the charter of values and I accept it."), required=False)
    charter_hash = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, with_charter: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not with_charter:
            del self.fields["charter"], self.fields["charter_hash"]

    def clean(self) -> dict[str, Any]:
        """Each box that is there must be ticked."""
        data = super().clean() or {}
        for name in ("requirements", "no_competitor", "charter"):
            if name in self.fields and not data.get(name):
                self.add_error(name, _("Tick this box to go on. If you cannot, call us."))
        return data


class CharterForm(PlainForm):
    """Only the charter, accepted later."""

    charter = forms.BooleanField(
        label=_("I have read the charter of values and I accept it."), error_messages={"required": _("Tick the box to accept.")}
    )
    charter_hash = forms.CharField(max_length=64, widget=forms.HiddenInput)


class AppealForm(PlainForm):
    """Why the applicant asks the assembly."""

    reasons = forms.CharField(
        label=_("What would you like to tell the assembly?"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 5})
    )


class AnswerForm(PlainForm):
    """A presenting member's answer."""

    statement = forms.CharField(
        label=_("A few words about this person"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The board reads them."),
    )
    known = forms.BooleanField(label=_("I know this person and I vouch for them."), required=False)
    answer = forms.ChoiceField(choices=[("accept", ""), ("decline", "")], required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, organisation: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisation = organisation
        if organisation:
            self.fields["statement"].label = _("A few words about this organisation")
            self.fields["known"].label = _("I know this organisation and I vouch for it.")

    @property
    def accepts(self) -> bool:
        """True for yes."""
        return bool(self.cleaned_data.get("answer") == "accept")

    def clean(self) -> dict[str, Any]:
        """A yes needs the tick."""
        data = super().clean() or {}
        if not data.get("answer"):
            self.add_error(None, _("Choose one of the two answers."))
        elif data["answer"] == "accept" and not data.get("known"):
            self.add_error("known", _("Tick the box if you know this person. Otherwise decline: nobody will ask why."))
        return data


def initial_of(application: Model) -> dict[str, Any]:
    """What was given, for a form that shows it again."""
    names = {*PersonForm.base_fields, *OrganisationForm.base_fields}
    return {name: getattr(application, name) for name in names}


def _sound(result: Checked, scheme: str) -> str:
    if not result.ok:
        raise ValidationError(explain(result, scheme))
    return result.value
