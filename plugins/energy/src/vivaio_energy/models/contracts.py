"""Offers, supply contracts, guarantees of origin."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from vivaio_core.people.models import Party
from vivaio_energy.models.campaigns import Adhesion, Campaign
from vivaio_energy.models.points import Commodity, Supplier, SupplyPoint
from vivaio_energy.states import PENDING, ContractState


class Offer(models.Model):
    """What a supplier offers; a signed contract keeps its own copy, so later changes touch nobody."""

    class Pricing(models.TextChoices):
        FIXED = "fixed", _("fixed price")
        INDEXED = "indexed", _("price that follows an index")

    supplier = models.ForeignKey(Supplier, models.PROTECT, related_name="offers", verbose_name=_("supplier"))
    campaign = models.ForeignKey(Campaign, models.PROTECT, null=True, blank=True, related_name="offers", verbose_name=_("campaign"))
    name = models.CharField(_("name of the offer"), max_length=120)
    code = models.CharField(_("offer code"), max_length=60, blank=True)
    commodity = models.CharField(_("what"), max_length=8, choices=Commodity.choices, default=Commodity.POWER)
    pricing = models.CharField(_("price"), max_length=8, choices=Pricing.choices, default=Pricing.FIXED)
    unit_price = models.DecimalField(_("price, or spread over the index"), max_digits=12, decimal_places=6)
    index = models.CharField(_("index"), max_length=40, blank=True)
    fixed_fee_cents = models.PositiveIntegerField(_("fixed fee for a year, in cents"), default=0)
    fee_cents = models.PositiveIntegerField(
        _("what the cooperative receives for each contract and year, in cents"),
        default=0,
        help_text=_("As agreed with the supplier; 0 when it pays nothing. Each contract keeps the sum of the day it was signed."),
    )
    valid_from = models.DateField(_("can be signed from"))
    valid_to = models.DateField(_("can be signed until, this day included"))
    price_until = models.DateField(_("price holds until"), null=True, blank=True)
    min_adhesions = models.PositiveIntegerField(_("at least this many adhesions"), default=0)
    conditions = models.TextField(_("conditions"), blank=True)
    provenance = models.CharField(_("where the offer comes from"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("offer")
        verbose_name_plural = _("offers")
        ordering = ["-valid_from", "-id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(valid_to__gte=models.F("valid_from")), name="energy_offer_period"),
            models.CheckConstraint(condition=models.Q(pricing="fixed") | ~models.Q(index=""), name="energy_offer_index"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def price_unit(self) -> str:
        """Unit of the price."""
        return "€/Smc" if self.commodity == Commodity.GAS else "€/kWh"


class SupplyContract(models.Model):
    """A supply on one point, in force on the days `[effective_on, ended_on)`. The snapshot never changes (energy I4)."""

    class Kind(models.TextChoices):
        SWITCH = "switch", _("change of supplier")
        TRANSFER = "transfer", _("change of name on the bill")
        RUNNING = "running", _("already running when recorded")

    class EndReason(models.TextChoices):
        NONE = "", "-"
        WITHDRAWAL = "withdrawal", _("the member changed his mind")
        REPLACED = "replaced", _("replaced by a new contract")
        MOVED = "moved", _("the member moved or left")
        SUPPLIER = "supplier", _("ended by the supplier")
        GIVEN_UP = "given_up", _("request given up")

    point = models.ForeignKey(SupplyPoint, models.PROTECT, related_name="contracts", verbose_name=_("supply point"))
    member = models.ForeignKey(Party, models.PROTECT, related_name="energy_contracts", verbose_name=_("member or client"))
    supplier = models.ForeignKey(Supplier, models.PROTECT, related_name="contracts", verbose_name=_("supplier"))
    adhesion = models.OneToOneField(Adhesion, models.PROTECT, null=True, blank=True, related_name="contract", verbose_name=_("adhesion"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.SWITCH)
    state = models.CharField(_("state"), max_length=12, choices=ContractState.choices, default=ContractState.REQUESTED, editable=False)
    offer_snapshot = models.JSONField(_("offer, as signed"), editable=False)
    snapshot_hash = models.CharField(max_length=64, editable=False)
    signed_on = models.DateField(_("signed on"))
    early_start = models.BooleanField(_("asked to start before the days for second thoughts are over"), default=False)
    requested_on = models.DateField(_("request of the switch"), null=True, blank=True)
    planned_on = models.DateField(_("starts on, as computed"), null=True, blank=True)
    fee_cents = models.PositiveIntegerField(_("what the cooperative receives each year, in cents"), default=0, editable=False)
    rule_ids = models.JSONField(_("rules used"), default=list, editable=False)
    effective_on = models.DateField(_("active from"), null=True, blank=True)
    ended_on = models.DateField(_("until"), null=True, blank=True)
    reason = models.CharField(_("reason of the refusal"), max_length=200, blank=True)
    end_reason = models.CharField(_("why it ended"), max_length=12, choices=EndReason.choices, blank=True, default="")

    class Meta:
        verbose_name = _("supply contract")
        verbose_name_plural = _("supply contracts")
        ordering = ["-id"]
        permissions = [("handle_switch", _("Can handle the switches with the suppliers"))]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ended_on__isnull=True) | models.Q(effective_on__isnull=False, ended_on__gt=models.F("effective_on")),
                name="energy_contract_period",
            ),
            models.CheckConstraint(condition=~models.Q(state="active") | models.Q(effective_on__isnull=False), name="energy_contract_started"),
            models.CheckConstraint(
                condition=models.Q(effective_on__isnull=True)
                | models.Q(planned_on__isnull=True)
                | models.Q(effective_on__gte=models.F("planned_on")),
                name="energy_contract_not_early",
            ),
            models.CheckConstraint(
                condition=models.Q(requested_on__isnull=True) | models.Q(requested_on__gte=models.F("signed_on")), name="energy_contract_order"
            ),
            models.UniqueConstraint(fields=["point"], condition=models.Q(state__in=PENDING), name="energy_contract_one_pending"),
        ]
        indexes = [
            models.Index(fields=["point", "effective_on"], name="energy_contract_point"),
            models.Index(fields=["state", "id"], name="energy_contract_state"),
            models.Index(fields=["supplier", "effective_on"], name="energy_contract_supplier"),
        ]

    def __str__(self) -> str:
        return f"{self.supplier}, {self.point}"


class GuaranteeOfOrigin(models.Model):
    """Proof that a supplier bought renewable energy: one certificate, cancelled on a day. 1 GO = 1 MWh (energy E8)."""

    supplier = models.ForeignKey(Supplier, models.PROTECT, related_name="guarantees", verbose_name=_("supplier"))
    certificate_code = models.CharField(_("certificate"), max_length=80, unique=True)
    mwh = models.PositiveIntegerField(_("MWh"))
    production_year = models.PositiveSmallIntegerField(_("year of production"))
    production_month = models.PositiveSmallIntegerField(_("month of production"))
    cancelled_on = models.DateField(_("cancelled on"))
    plant = models.CharField(_("plant"), max_length=160, blank=True)
    document = models.ForeignKey("wagtaildocs.Document", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("document"))

    class Meta:
        verbose_name = _("guarantee of origin")
        verbose_name_plural = _("guarantees of origin")
        ordering = ["-production_year", "-production_month", "-id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(production_month__gte=1, production_month__lte=12), name="energy_go_month"),
            models.CheckConstraint(condition=models.Q(mwh__gte=1), name="energy_go_mwh"),
        ]

    def __str__(self) -> str:
        return self.certificate_code
