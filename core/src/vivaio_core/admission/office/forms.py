"""Forms of the applications' office. They only gather; services decide."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from vivaio_core.admission.forms import CodesMixin, initial_of
from vivaio_core.admission.models.application import Application
from vivaio_core.admission.selectors import included_groups
from vivaio_core.office.fields import DayField
from vivaio_core.people.models import Identifier, Party, Resolution

NEW = "new"
METHODS = [("transfer", _("bank transfer")), ("card", _("card")), ("cash", _("cash")), ("cheque", _("cheque"))]

__all__ = ["initial_of"]


class EmptyForm(forms.Form):
    """Nothing to ask."""


class DayForm(forms.Form):
    """Only the day."""

    on = DayField(label=_("On the day"))


class _Contacts(CodesMixin, forms.Form):
    fiscal_code = forms.CharField(label=_("Fiscal code"), max_length=40)
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    address = forms.CharField(label=_("Address"), max_length=200, required=False)


class PersonDataForm(_Contacts):
    """What a person gave."""

    first_name = forms.CharField(label=_("First name"), max_length=100)
    last_name = forms.CharField(label=_("Last name"), max_length=100)
    birth_date = DayField(label=_("Date of birth"), required=False)
    birth_place = forms.CharField(label=_("Place of birth"), max_length=100, required=False)
    field_order = ["first_name", "last_name", "birth_date", "birth_place", "fiscal_code", "email", "phone", "address"]


class OrganisationDataForm(_Contacts):
    """What an organisation gave."""

    display_name = forms.CharField(label=_("Name"), max_length=200)
    legal_form = forms.CharField(label=_("Legal form"), max_length=80, required=False)
    vat = forms.CharField(label=_("VAT number"), max_length=40, required=False)
    representative = forms.CharField(label=_("Legal representative"), max_length=200, required=False)
    field_order = ["display_name", "legal_form", "fiscal_code", "vat", "representative", "email", "phone", "address"]


DATA_FORMS: dict[str, type[forms.Form]] = {Party.Kind.PERSON: PersonDataForm, Party.Kind.ORGANISATION: OrganisationDataForm}


class _Asked(forms.Form):
    received_on = DayField(label=_("Received on"), help_text=_("From this day the law's term is counted."))
    collectivity = forms.ModelChoiceField(included_groups(), label=_("Group"), required=False, empty_label=_("none of these"))
    shares = forms.IntegerField(label=_("Shares asked"), min_value=1, max_value=100_000, initial=1)
    payment_plan = forms.ChoiceField(label=_("How the shares are paid"), choices=[("", _("to be agreed")), *Application.Plan.choices], required=False)
    requirements_declared = forms.BooleanField(label=_("Declares to have the requirements of the statute"), required=False)
    no_competitor = forms.BooleanField(label=_("Declares to run no business in competition"), required=False)
    founder = forms.BooleanField(label=_("Is a founder: needs nobody to present them"), required=False)


class PrepareForm(forms.Form):
    """When the application came, for how many shares."""

    received_on = DayField(label=_("Received on"), help_text=_("From this day the law's term is counted."))
    shares = forms.IntegerField(label=_("Shares"), min_value=1, max_value=100_000)


class PaperPersonForm(PersonDataForm, _Asked):
    """A person's application on paper."""

    field_order = ["received_on", *PersonDataForm.field_order, "collectivity", "shares", "payment_plan"]


class PaperOrganisationForm(OrganisationDataForm, _Asked):
    """An organisation's application on paper."""

    field_order = ["received_on", *OrganisationDataForm.field_order, "collectivity", "shares", "payment_plan"]


class IdentifyForm(forms.Form):
    """Which of those that are alike it is, or somebody new."""

    party = forms.ChoiceField(label=_("Who is it?"), widget=forms.RadioSelect)
    confirmed = forms.BooleanField(label=_("I have compared: it is somebody else"), required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, parties: list[Party], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [*((str(party.pk), party.display_name) for party in parties), (NEW, _("Somebody new: enter in the records"))]
        self.fields["party"].choices = choices  # type: ignore[attr-defined]

    def ask(self) -> None:
        """Show the question."""
        self.fields["confirmed"].widget = forms.CheckboxInput()


class AnswerForm(forms.Form):
    """What a member said by voice or on paper."""

    sponsor = forms.CharField(label=_("Member number or fiscal code of who presents"), max_length=40)
    accept = forms.TypedChoiceField(
        label=_("Answer"), choices=[("yes", _("presents the applicant")), ("no", _("does not"))], coerce=lambda text: text == "yes"
    )
    statement = forms.CharField(label=_("What was said"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def clean_sponsor(self) -> Party:
        """The party of the number or code."""
        found = find_party(self.cleaned_data["sponsor"])
        if found is None:
            raise ValidationError(_("Nobody has this number or this code."))
        return found


class GroupForm(forms.Form):
    """Which included group."""

    collectivity = forms.ModelChoiceField(included_groups(), label=_("Group"))


class SharesForm(forms.Form):
    """How many, paid how."""

    shares = forms.IntegerField(label=_("Shares asked"), min_value=1, max_value=100_000)
    payment_plan = forms.ChoiceField(label=_("How the shares are paid"), choices=Application.Plan.choices)


class DeclareForm(forms.Form):
    """The declarations, on paper or by voice."""

    requirements = forms.BooleanField(label=_("Declares to have the requirements of the statute"), required=False)
    no_competitor = forms.BooleanField(label=_("Declares to run no business in competition"), required=False)
    founder = forms.BooleanField(label=_("Is a founder: needs nobody to present them"), required=False)


class CharterForm(forms.Form):
    """The charter was signed on paper."""

    on = DayField(label=_("Signed on the day"))
    evidence = forms.CharField(label=_("Where the signed sheet is kept"), max_length=300)


class ResolutionForm(forms.Form):
    """Organ, day, minutes."""

    organ = forms.ChoiceField(label=_("Who decided"), choices=Resolution.Organ.choices, initial=Resolution.Organ.BOARD)
    held_on = DayField(label=_("Date of the meeting"))
    minute_no = forms.CharField(label=_("Number of the minutes"), max_length=40)


class RefusalForm(ResolutionForm):
    """The same with the reasons."""

    reasons = forms.CharField(
        label=_("Reasons"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5}), help_text=_("The applicant reads these words in the letter.")
    )


class AssemblyForm(forms.Form):
    """The assembly's meeting."""

    held_on = DayField(label=_("Date of the assembly"))
    minute_no = forms.CharField(label=_("Number of the minutes"), max_length=40)


class AppealForm(forms.Form):
    """When the appeal came, and why."""

    received_on = DayField(label=_("Received on"))
    reasons = forms.CharField(label=_("What the applicant says"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4}))


class AnnotateForm(forms.Form):
    """The day of the entry, and what was paid."""

    recorded_on = DayField(label=_("Entered in the register on"))
    paid = forms.DecimalField(label=_("Paid, in euro"), min_value=0, max_digits=12, decimal_places=2, required=False, localize=True)
    method = forms.ChoiceField(label=_("How"), choices=METHODS, required=False)
    reference = forms.CharField(label=_("Reference of the payment"), max_length=80, required=False)


def find_party(text: str) -> Party | None:
    """Who has this member number or fiscal code."""
    word = text.strip().replace(" ", "")
    active = Party.objects.filter(status=Party.Status.ACTIVE)
    if word.isdecimal() and len(word) < 9:
        return active.filter(member_number__number=int(word)).first()
    coded = Identifier.objects.filter(scheme=Identifier.Scheme.CF, active=True, value=word.upper()).select_related("party").first()
    return coded.party if coded and coded.party.status == Party.Status.ACTIVE else None
