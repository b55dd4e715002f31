"""Dated parameters: every legal or statutory number, with validity and source (people P30)."""

from datetime import date
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

OWN = "site"


class Parameter(models.Model):
    """One value of `code`, valid on the days `[valid_from, valid_to]`, both included; an empty end is open.

    `origin` is the label of the app whose rules/it.toml brought the row, or `site` for a row the cooperative added.
    `basis` says on which of two layers it lies: `law` (what law or usage lays down) or `own` (statute, regulation, resolution). An own value
    stands before the law's of the same day as far as `statute`, `statute_min`, `statute_max` and `choices` of the law's row let it.
    """

    class Mark(models.TextChoices):
        SOURCED = "sourced", _("read in the source")
        SECONDARY = "secondary", _("read in a commentary")
        UNVERIFIED = "unverified", _("to be confirmed")

    class Basis(models.TextChoices):
        LAW = "law", _("law or general rule")
        OWN = "own", _("statute or resolution of the cooperative")

    class Statute(models.TextChoices):
        NO = "no", _("cannot change it")
        LOWER = "lower", _("may only lower it")
        RAISE = "raise", _("may only raise it")
        FREE = "free", _("may choose")

    code = models.CharField(_("code"), max_length=80)
    label = models.CharField(_("rule"), max_length=160, blank=True)
    value = models.DecimalField(_("value"), max_digits=20, decimal_places=6, null=True, blank=True)
    text = models.CharField(_("text"), max_length=200, blank=True)
    unit = models.CharField(_("unit"), max_length=60, blank=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid until"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=300)
    mark = models.CharField(_("reliability"), max_length=16, choices=Mark.choices, default=Mark.UNVERIFIED)
    note = models.CharField(_("note"), max_length=400, blank=True)
    origin = models.CharField(_("brought by"), max_length=40, default=OWN)
    basis = models.CharField(_("whose value"), max_length=4, choices=Basis.choices, default=Basis.OWN)
    statute = models.CharField(_("the statute"), max_length=8, choices=Statute.choices, default=Statute.NO)
    statute_min = models.DecimalField(_("not below"), max_digits=20, decimal_places=6, null=True, blank=True)
    statute_max = models.DecimalField(_("not above"), max_digits=20, decimal_places=6, null=True, blank=True)
    choices = models.CharField(_("words allowed"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("dated rule")
        verbose_name_plural = _("dated rules")
        ordering = ["code", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["code", "basis", "valid_from"], name="parameter_start_unique"),
            models.UniqueConstraint(fields=["code", "basis"], condition=models.Q(valid_from__isnull=True), name="parameter_open_start_unique"),
            models.CheckConstraint(
                condition=models.Q(valid_from__isnull=True) | models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
                name="parameter_period",
            ),
            models.CheckConstraint(condition=models.Q(value__isnull=False) ^ ~models.Q(text=""), name="parameter_number_or_text"),
        ]

    def __str__(self) -> str:
        return self.label or self.code

    @property
    def number(self) -> Decimal | None:
        """The value; None for a rule that is a word."""
        return self.value

    def covers(self, on: date) -> bool:
        """True when the row speaks of the day."""
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on <= self.valid_to)
