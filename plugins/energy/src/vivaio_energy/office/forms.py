"""Forms of energy's office. They gather and check what is written; services decide."""

import re
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from vivaio_core.office.fields import DayField
from vivaio_core.rules.selectors import rule
from vivaio_energy.forms import CODE_HELP, MeterForm
from vivaio_energy.models.campaigns import Adhesion, Campaign, CampaignQuestion, ConsentText, PriceTier
from vivaio_energy.models.contracts import GuaranteeOfOrigin, Offer, SupplyContract
from vivaio_energy.models.donations import DonationRule, FundedProject, SocialFund
from vivaio_energy.models.points import Commodity, Supplier
from vivaio_energy.selectors.own import settings
from vivaio_energy.states import JOINABLE

Area = forms.Textarea(attrs={"rows": 5})
CALENDAR = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class PointForm(MeterForm):
    """A meter of somebody."""

    commodity = forms.ChoiceField(label=lazy("What"), choices=Commodity.choices)
    code = forms.CharField(label=lazy("POD or PDR"), max_length=60, required=False, strip=False, help_text=CODE_HELP)
    field_order = ["commodity", "code", "address", "use", "annual_consumption", "power_kw", "holder_name"]


class JoinForm(forms.Form):
    """An adhesion collected by an operator."""

    campaign = forms.ModelChoiceField(Campaign.objects.filter(state__in=JOINABLE), label=lazy("Campaign"))
    channel = forms.ChoiceField(label=lazy("How"), choices=[choice for choice in Adhesion.Channel.choices if choice[0] != "site"])
    agreed = forms.BooleanField(label=lazy("The text of the consent was read, and the person agreed"), required=False)


class DayForm(forms.Form):
    """Only a day."""

    on = DayField(label=lazy("Day"))


class EmptyForm(forms.Form):
    """Nothing to write: only to confirm."""


class AgreedForm(forms.Form):
    """Consent given by telephone or on paper."""

    agreed = forms.BooleanField(label=lazy("The text of the consent was read, and the person agreed"), required=False)


class AnswerForm(forms.Form):
    """The member's answer to the offer, given to an operator."""

    on = DayField(label=lazy("Accepted on"))
    early_start = forms.BooleanField(label=lazy("The person asks to start as soon as possible"), required=False)


class RejectForm(forms.Form):
    """Why the supplier refuses."""

    reason = forms.CharField(label=lazy("The supplier's reason"), max_length=200, required=False)


class EndForm(forms.Form):
    """When a supply ends and why."""

    ended_on = DayField(label=lazy("First day without this supply"), required=False, help_text=lazy("Leave it empty when the supply never started."))
    reason = forms.ChoiceField(label=lazy("Why"), choices=[choice for choice in SupplyContract.EndReason.choices if choice[0]])


class VoteForm(forms.Form):
    """The offer the members chose."""

    offer = forms.ModelChoiceField(Offer.objects.none(), label=lazy("Offer"))
    note = forms.CharField(
        label=lazy("How and when the members chose"), max_length=240, help_text=lazy("For example: assembly of 12 May, 80 in favour.")
    )


class TransferForm(forms.Form):
    """A change of name with a change of supplier: the dates are typed."""

    offer = forms.ModelChoiceField(Offer.objects.select_related("supplier__seller__party"), label=lazy("Offer"))
    signed_on = DayField(label=lazy("Signed on"))
    planned_on = DayField(label=lazy("First day of supply"), help_text=lazy("As the supplier says: here nothing is computed."))


class YearForm(forms.Form):
    """Which year."""

    year = forms.IntegerField(label=lazy("Year"), min_value=2000, max_value=2200)


class SumForm(forms.Form):
    """A sum for a project; euro in, cents out."""

    amount = forms.DecimalField(label=lazy("Euro"), min_value=0, decimal_places=2, max_digits=12, localize=True)
    note = forms.CharField(label=lazy("Decision, payment or source"), max_length=240, required=False)
    on = DayField(label=lazy("Day"))


class CampaignForm(forms.ModelForm[Campaign]):
    """A campaign with its tiers and questions, each written as lines of text."""

    tiers_text = forms.CharField(
        label=lazy("Price tiers"),
        widget=Area,
        help_text=lazy("One tier a line: how many adhesions, a colon, what everybody gets. For example: 50: 0,135 € per kWh"),
    )
    questions_text = forms.CharField(
        label=lazy("Questions and answers"),
        widget=forms.Textarea(attrs={"rows": 8}),
        required=False,
        help_text=lazy("The question on one line, the answer on the lines below, an empty line before the next question."),
    )

    class Meta:
        model = Campaign
        fields = ["title", "slug", "kind", "commodity", "summary", "body", "opens_on", "deadline", "places", "count_from_state", "collectivities"]
        widgets = {"opens_on": CALENDAR, "deadline": CALENDAR, "body": Area, "collectivities": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["tiers_text"] = "\n".join(f"{tier.threshold}: {tier.benefit}" for tier in self.instance.tiers.all())
            self.initial["questions_text"] = "\n\n".join(f"{one.question}\n{one.answer}" for one in self.instance.questions.all())
        else:
            self.initial["count_from_state"] = settings().count_from_state
        self.fields["slug"].required = False
        self.fields["slug"].help_text = _("Leave it empty: it is made from the title.")

    def clean_slug(self) -> str:
        """The address as written, or made from the title."""
        slug: str = self.cleaned_data["slug"] or slugify(self.cleaned_data.get("title", ""))[:80]
        if not slug:
            raise forms.ValidationError(_("Please write a short address, for example luce-verde."))
        return slug

    def clean_tiers_text(self) -> list[tuple[int, str]]:
        """Threshold and benefit of each line."""
        found: dict[int, str] = {}
        for line in filter(str.strip, self.cleaned_data["tiers_text"].splitlines()):
            match = re.fullmatch(r"\s*(\d{1,6})\s*:\s*(\S.{0,79})", line)
            if not match or int(match[1]) < 1 or int(match[1]) in found:
                raise forms.ValidationError(
                    _("This line cannot be read, or repeats a number: “%(line)s”. Write for example 50: 0,135 €") % {"line": line}
                )
            found[int(match[1])] = match[2].strip()
        return sorted(found.items())

    def clean_questions_text(self) -> list[tuple[str, str]]:
        """Question and answer of each block."""
        blocks = [
            block.strip().split("\n", 1) for block in re.split(r"\n\s*\n", self.cleaned_data["questions_text"].replace("\r", "")) if block.strip()
        ]
        if any(len(block) < 2 or len(block[0]) > 160 for block in blocks):
            raise forms.ValidationError(_("Each question needs an answer on the line below, and at most 160 letters."))
        return [(question.strip(), answer.strip()) for question, answer in blocks]

    def save(self, commit: bool = True) -> Campaign:
        """The campaign with its tiers and questions; called by the service inside its transaction."""
        campaign: Campaign = super().save(commit)
        if "tiers_text" in self.changed_data or not campaign.tiers.exists():
            campaign.tiers.all().delete()
            campaign.tiers.set([PriceTier(threshold=n, benefit=text) for n, text in self.cleaned_data["tiers_text"]], bulk=False)
        if "questions_text" in self.changed_data:
            campaign.questions.all().delete()
            campaign.questions.set([CampaignQuestion(question=q, answer=a) for q, a in self.cleaned_data["questions_text"]], bulk=False)
        return campaign


class SupplierForm(forms.ModelForm[Supplier]):
    """A supplier's own data."""

    class Meta:
        model = Supplier
        fields = ["serves", "renewable_claim", "seller_is_dispatching_user"]


class OfferForm(forms.ModelForm[Offer]):
    """An offer."""

    class Meta:
        model = Offer
        fields = [
            "supplier",
            "campaign",
            "name",
            "code",
            "commodity",
            "pricing",
            "unit_price",
            "index",
            "fixed_fee_cents",
            "fee_cents",
            "valid_from",
            "valid_to",
            "price_until",
            "min_adhesions",
            "conditions",
            "provenance",
        ]
        widgets = {"valid_from": CALENDAR, "valid_to": CALENDAR, "price_until": CALENDAR, "conditions": Area}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit_price"].localize = True
        self.fields["fee_cents"].initial = rule("energy.fee_cents", timezone.localdate()).days
        field = self.fields["campaign"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - tells the type checker
        field.queryset = Campaign.objects.exclude(state__in=["closed", "reporting"])


class GuaranteeForm(forms.ModelForm[GuaranteeOfOrigin]):
    """A guarantee of origin."""

    class Meta:
        model = GuaranteeOfOrigin
        fields = ["supplier", "certificate_code", "mwh", "production_year", "production_month", "cancelled_on", "plant"]
        widgets = {"cancelled_on": CALENDAR}


class FundForm(forms.ModelForm[SocialFund]):
    """A fund."""

    class Meta:
        model = SocialFund
        fields = ["name", "description"]


class ProjectForm(forms.ModelForm[FundedProject]):
    """A project."""

    class Meta:
        model = FundedProject
        fields = ["fund", "title", "beneficiary", "purpose", "decision"]


class RuleForm(forms.ModelForm[DonationRule]):
    """A donation rule; the setting proposes the amount."""

    class Meta:
        model = DonationRule
        fields = ["supplier", "project", "amount_cents", "basis", "first_year", "last_year"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amount_cents"].initial = settings().donation_cents


class ConsentTextForm(forms.ModelForm[ConsentText]):
    """A new version of the consent."""

    class Meta:
        model = ConsentText
        fields = ["version", "body", "published_on"]
        widgets = {"published_on": CALENDAR}
