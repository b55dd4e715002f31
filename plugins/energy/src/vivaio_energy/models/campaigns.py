"""Campaigns of group purchase, their price tiers and adhesions."""

from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from vivaio_core.people.models import Collectivity, Party
from vivaio_energy.models.points import Commodity, SupplyPoint
from vivaio_energy.states import ADHESION_ORDER, AdhesionState, CampaignState


class Campaign(models.Model):
    """People who buy together; `counted` is kept by the services and never exceeds `places` (energy E10)."""

    class Kind(models.TextChoices):
        SUPPLY = "supply", _("electricity and gas supply")
        PV = "pv", _("photovoltaic panels")
        EV = "ev", _("electric vehicles")
        STORAGE = "storage", _("storage batteries")
        OTHER = "other", _("other")

    title = models.CharField(_("title"), max_length=120)
    slug = models.SlugField(_("address of the page"), max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.SUPPLY)
    commodity = models.CharField(_("points it takes"), max_length=8, choices=Commodity.choices, default=Commodity.POWER)
    summary = models.CharField(_("in one sentence"), max_length=240)
    body = models.TextField(_("what it is and how it works"), blank=True)
    state = models.CharField(_("state"), max_length=12, choices=CampaignState.choices, default=CampaignState.DRAFT, editable=False)
    opens_on = models.DateField(_("adhesions from"))
    deadline = models.DateField(_("adhesions until, this day included"))
    places = models.PositiveIntegerField(_("places"), null=True, blank=True, help_text=_("Leave it empty when there is no limit."))
    counted = models.PositiveIntegerField(_("adhesions counted"), default=0, editable=False)
    count_from_state = models.CharField(
        _("an adhesion counts from"),
        max_length=16,
        choices=[(state, state.label) for state in ADHESION_ORDER],
        default=AdhesionState.DATA_COMPLETE,
    )
    collectivities = models.ManyToManyField(Collectivity, blank=True, related_name="energy_campaigns", verbose_name=_("groups that buy together"))
    chosen_offer = models.ForeignKey(
        "energy.Offer", models.PROTECT, null=True, blank=True, editable=False, related_name="+", verbose_name=_("offer chosen by the members")
    )
    choice_note = models.CharField(_("how the members chose"), max_length=240, blank=True, editable=False)

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        ordering = ["deadline", "id"]
        permissions = [
            ("run_campaign", _("Can lead a campaign through its steps")),
            ("choose_offer", _("Can record the offer that members chose")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(places__isnull=True) | models.Q(counted__lte=models.F("places")), name="energy_campaign_places"
            ),
            models.CheckConstraint(condition=models.Q(deadline__gte=models.F("opens_on")), name="energy_campaign_period"),
        ]
        indexes = [models.Index(fields=["state", "deadline", "id"], name="energy_campaign_list")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The public page."""
        return reverse("energy:campaign", args=[self.slug])


class PriceTier(models.Model):
    """What everybody gets once `threshold` adhesions are counted."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="tiers", verbose_name=_("campaign"))
    threshold = models.PositiveIntegerField(_("from how many adhesions"))
    benefit = models.CharField(_("what everybody gets"), max_length=80, help_text=_("For example: 0,128 € per kWh"))

    class Meta:
        verbose_name = _("price tier")
        verbose_name_plural = _("price tiers")
        ordering = ["threshold"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "threshold"], name="energy_tier_unique"),
            models.CheckConstraint(condition=models.Q(threshold__gte=1), name="energy_tier_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.threshold}: {self.benefit}"


class CampaignQuestion(models.Model):
    """A question that people ask about a campaign, with the answer."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="questions", verbose_name=_("campaign"))
    question = models.CharField(_("question"), max_length=160)
    answer = models.TextField(_("answer"))

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.question


class ConsentText(models.Model):
    """The words somebody agreed to. A version is never changed: a new text is a new version."""

    version = models.PositiveIntegerField(_("version"), unique=True)
    body = models.TextField(_("text"))
    published_on = models.DateField(_("published on"))

    class Meta:
        verbose_name = _("consent text")
        verbose_name_plural = _("consent texts")
        ordering = ["-version"]

    def __str__(self) -> str:
        return str(_("version %(number)s")) % {"number": self.version}


class Adhesion(models.Model):
    """One supply point in one campaign; withdrawn ones stay and free the point."""

    class Channel(models.TextChoices):
        SITE = "site", _("on the site")
        DESK = "desk", _("at the office")
        PHONE = "phone", _("by telephone")

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="adhesions", verbose_name=_("campaign"))
    member = models.ForeignKey(Party, models.PROTECT, related_name="energy_adhesions", verbose_name=_("member or client"))
    point = models.ForeignKey(SupplyPoint, models.PROTECT, related_name="adhesions", verbose_name=_("supply point"))
    state = models.CharField(_("state"), max_length=16, choices=AdhesionState.choices, default=AdhesionState.INTERESTED, editable=False)
    channel = models.CharField(_("how"), max_length=8, choices=Channel.choices, default=Channel.SITE)
    assisted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("with the help of")
    )
    started_on = models.DateField(_("started on"))
    consent = models.ForeignKey(ConsentText, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("consent"))
    consent_at = models.DateTimeField(_("consent given"), null=True, blank=True)
    bill_seen_on = models.DateField(_("bill seen on"), null=True, blank=True)
    offer = models.ForeignKey("energy.Offer", models.PROTECT, null=True, blank=True, related_name="adhesions", verbose_name=_("offer"))
    accepted_on = models.DateField(_("offer accepted on"), null=True, blank=True)
    withdrawal_until = models.DateField(_("can change one's mind until"), null=True, blank=True)
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)

    class Meta:
        verbose_name = _("adhesion")
        verbose_name_plural = _("adhesions")
        ordering = ["-id"]
        permissions = [("act_for_member", _("Can act for a member"))]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "point"], condition=~models.Q(state="withdrawn"), name="energy_adhesion_unique"),
            models.CheckConstraint(
                condition=models.Q(state__in=["interested", "withdrawn"]) | models.Q(consent__isnull=False, consent_at__isnull=False),
                name="energy_adhesion_consent",
            ),
        ]
        indexes = [
            models.Index(fields=["campaign", "state"], name="energy_adhesion_state"),
            models.Index(fields=["member", "state"], name="energy_adhesion_member"),
        ]

    def __str__(self) -> str:
        return str(_("%(member)s in %(campaign)s")) % {"member": self.member, "campaign": self.campaign}

    def next_step(self) -> Any:
        """What happens now, in words for the member."""
        return NEXT_STEP[AdhesionState(self.state)]


NEXT_STEP = {
    AdhesionState.INTERESTED: _("Some data or your consent are missing. Please complete the adhesion: only then it counts."),
    AdhesionState.DATA_COMPLETE: _("You are counted. There is nothing to do: we write to you when the offer is ready."),
    AdhesionState.PRICED: _("The offer is ready. Please read it and say whether you accept."),
    AdhesionState.ACCEPTED: _("You accepted. We send the request to the supplier and write the starting date here."),
    AdhesionState.WITHDRAWN: _("You withdrew. If you change your mind you can join again while the campaign is open."),
}
