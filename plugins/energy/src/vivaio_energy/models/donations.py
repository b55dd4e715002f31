"""Donations: the rule, the entry of each contract and year, the fund and its projects (energy E7).

The money stands in the ledger's book `energia`: `donatori` gives to the fund's account, an approval is a reservation for the project's account, a
payment settles it. The sums that funds and projects show are read from there.
"""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import F, OuterRef, Subquery, Sum, Value
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils.translation import gettext_lazy as _

from vivaio_core.ledger.models import Account, Transfer
from vivaio_energy.models.contracts import SupplyContract
from vivaio_energy.models.points import Supplier

BOOK, DONORS, FUND, PROJECT = "energia", "donatori", "fondo:", "progetto:"


def _account_of(prefix: str, column: str, pk: str = "pk") -> Subquery:
    """A column of the account whose code is the prefix and the row's number."""
    code = Concat(Value(prefix), Cast(OuterRef(pk), models.CharField()))
    return Subquery(Account.objects.filter(book__code=BOOK, code=code).values(column))


class FundManager(models.Manager["SocialFund"]):
    """Funds with `accrued_cents` ≥ `approved_cents` ≥ `paid_cents`, read from the ledger."""

    def get_queryset(self) -> "models.QuerySet[SocialFund]":
        """Three sums beside each row."""
        out = Transfer.objects.filter(payer=OuterRef("account_id"), phase=Transfer.Phase.POST).order_by().values("payer")
        paid = Coalesce(Subquery(out.annotate(sum=Sum("amount")).values("sum")), 0, output_field=models.BigIntegerField())
        sums: dict[str, Any] = {
            "account_id": _account_of(FUND, "pk"),
            "paid_cents": paid,
            "accrued_cents": Coalesce(_account_of(FUND, "balance"), 0) + F("paid_cents"),
            "approved_cents": Coalesce(_account_of(FUND, "held_out"), 0) + F("paid_cents"),
        }
        return super().get_queryset().annotate(**sums)


class ProjectManager(models.Manager["FundedProject"]):
    """Projects with `approved_cents` ≥ `paid_cents`, read from the ledger."""

    def get_queryset(self) -> "models.QuerySet[FundedProject]":
        """Two sums beside each row."""
        paid = Coalesce(_account_of(PROJECT, "balance"), 0)
        sums: dict[str, Any] = {"paid_cents": paid, "approved_cents": Coalesce(_account_of(PROJECT, "held_in"), 0) + paid}
        return super().get_queryset().annotate(**sums)


class SocialFund(models.Model):
    """Where donations gather. Nothing is approved that has not accrued: the account of a fund never goes below zero, reservations included."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    description = models.CharField(_("in one sentence"), max_length=240, blank=True)

    objects = FundManager()

    if TYPE_CHECKING:
        accrued_cents: int
        approved_cents: int
        paid_cents: int

    class Meta:
        verbose_name = _("social fund")
        verbose_name_plural = _("social funds")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class FundedProject(models.Model):
    """A project that the cooperative chose to help."""

    fund = models.ForeignKey(SocialFund, models.PROTECT, related_name="projects", verbose_name=_("fund"))
    title = models.CharField(_("title"), max_length=120)
    beneficiary = models.CharField(_("who receives"), max_length=120)
    purpose = models.CharField(_("what for"), max_length=240, blank=True)
    decision = models.CharField(_("who chose it and when"), max_length=200, blank=True)

    objects = ProjectManager()

    if TYPE_CHECKING:
        approved_cents: int
        paid_cents: int

    class Meta:
        verbose_name = _("funded project")
        verbose_name_plural = _("funded projects")
        ordering = ["title"]
        constraints = [models.UniqueConstraint(fields=["fund", "title"], name="energy_project_unique")]

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
    """One donation of one contract in one year; written once, never changed. Its money is the ledger's row of `services.money.donation_key`."""

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
    """What happened to a fund beside the entries; written once, never changed. `transfer_key` names its first row in the ledger."""

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
    transfer_key = models.UUIDField(_("row of the ledger"), unique=True, editable=False)

    class Meta:
        verbose_name = _("movement of a fund")
        verbose_name_plural = _("movements of funds")
        ordering = ["-on", "-id"]
        permissions = [("approve_fund", _("Can approve sums for a project")), ("pay_fund", _("Can record a payment to a project"))]
        constraints = [models.CheckConstraint(condition=models.Q(amount_cents__gte=1), name="energy_movement_positive")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.project}"
