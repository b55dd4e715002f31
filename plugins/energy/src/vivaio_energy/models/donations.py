"""Donations: the rule, the entry of each contract and year, the fund and its projects (energy E7)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from vivaio_energy.models.contracts import SupplyContract
from vivaio_energy.models.points import Supplier


class SocialFund(models.Model):
    """Where donations gather; the services keep its totals, the database keeps accrued ≥ approved ≥ paid."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    description = models.CharField(_("in one sentence"), max_length=240, blank=True)
    accrued_cents = models.PositiveBigIntegerField(_("accrued"), default=0, editable=False)
    approved_cents = models.PositiveBigIntegerField(_("approved"), default=0, editable=False)
    paid_cents = models.PositiveBigIntegerField(_("paid"), default=0, editable=False)

    class Meta:
        verbose_name = _("social fund")
        verbose_name_plural = _("social funds")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=models.Q(accrued_cents__gte=models.F("approved_cents")), name="energy_fund_approved"),
            models.CheckConstraint(condition=models.Q(approved_cents__gte=models.F("paid_cents")), name="energy_fund_paid"),
        ]

    def __str__(self) -> str:
        return self.name


class FundedProject(models.Model):
    """A project that the cooperative chose to help."""

    fund = models.ForeignKey(SocialFund, models.PROTECT, related_name="projects", verbose_name=_("fund"))
    title = models.CharField(_("title"), max_length=120)
    beneficiary = models.CharField(_("who receives"), max_length=120)
    purpose = models.CharField(_("what for"), max_length=240, blank=True)
    decision = models.CharField(_("who chose it and when"), max_length=200, blank=True)
    approved_cents = models.PositiveBigIntegerField(_("approved"), default=0, editable=False)
    paid_cents = models.PositiveBigIntegerField(_("paid"), default=0, editable=False)

    class Meta:
        verbose_name = _("funded project")
        verbose_name_plural = _("funded projects")
        ordering = ["title"]
        constraints = [
            models.UniqueConstraint(fields=["fund", "title"], name="energy_project_unique"),
            models.CheckConstraint(condition=models.Q(approved_cents__gte=models.F("paid_cents")), name="energy_project_paid"),
        ]

    def __str__(self) -> str:
        return self.title


class DonationRule(models.Model):
    """What a supplier gives for each contract and year, and for which project."""

    class Basis(models.TextChoices):
        ANY_DAY = "any_day", _("active on any day of the year")
        YEAR_END = "year_end", _("active on 31 December")

    supplier = models.ForeignKey(Supplier, models.PROTECT, related_name="donation_rules", verbose_name=_("supplier"))
    project = models.ForeignKey(FundedProject, models.PROTECT, related_name="rules", verbose_name=_("project"))
    amount_cents = models.PositiveIntegerField(_("cents for each contract and year"))
    basis = models.CharField(_("a contract counts when"), max_length=10, choices=Basis.choices, default=Basis.ANY_DAY)
    first_year = models.PositiveSmallIntegerField(_("first year"))
    last_year = models.PositiveSmallIntegerField(_("last year"), null=True, blank=True)

    class Meta:
        verbose_name = _("donation rule")
        verbose_name_plural = _("donation rules")
        ordering = ["-first_year", "-id"]
        permissions = [("accrue_donations", _("Can record the donations of a year"))]
        constraints = [
            models.CheckConstraint(condition=models.Q(amount_cents__gte=1), name="energy_rule_positive"),
            models.CheckConstraint(
                condition=models.Q(last_year__isnull=True) | models.Q(last_year__gte=models.F("first_year")), name="energy_rule_years"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.supplier} → {self.project}"


class DonationEntry(models.Model):
    """One donation of one contract in one year; written once, never changed."""

    contract = models.ForeignKey(SupplyContract, models.PROTECT, related_name="donations", verbose_name=_("contract"))
    rule = models.ForeignKey(DonationRule, models.PROTECT, related_name="entries", verbose_name=_("rule"))
    project = models.ForeignKey(FundedProject, models.PROTECT, related_name="entries", verbose_name=_("project"))
    year = models.PositiveSmallIntegerField(_("year"))
    amount_cents = models.PositiveIntegerField(_("amount"))
    recorded_on = models.DateField(_("recorded on"))

    class Meta:
        verbose_name = _("donation")
        verbose_name_plural = _("donations")
        ordering = ["-year", "-id"]
        constraints = [models.UniqueConstraint(fields=["contract", "rule", "year"], name="energy_donation_once")]
        indexes = [models.Index(fields=["project", "year"], name="energy_donation_year")]

    def __str__(self) -> str:
        return f"{self.year}"


class FundMovement(models.Model):
    """What happened to a fund beside the entries; written once, never changed."""

    class Kind(models.TextChoices):
        HISTORY = "history", _("accrued before this register, as declared")
        APPROVED = "approved", _("approved")
        PAID = "paid", _("paid")

    fund = models.ForeignKey(SocialFund, models.PROTECT, related_name="movements", verbose_name=_("fund"))
    project = models.ForeignKey(FundedProject, models.PROTECT, related_name="movements", verbose_name=_("project"))
    kind = models.CharField(_("what"), max_length=10, choices=Kind.choices)
    amount_cents = models.PositiveBigIntegerField(_("amount"))
    on = models.DateField(_("on"))
    note = models.CharField(_("decision or source"), max_length=240)

    class Meta:
        verbose_name = _("movement of a fund")
        verbose_name_plural = _("movements of funds")
        ordering = ["-on", "-id"]
        permissions = [("approve_fund", _("Can approve sums for a project")), ("pay_fund", _("Can record a payment to a project"))]
        constraints = [models.CheckConstraint(condition=models.Q(amount_cents__gte=1), name="energy_movement_positive")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.project}"
