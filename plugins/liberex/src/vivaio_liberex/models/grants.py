"""Yearly sums that the cooperative gives to employees, and how each of them went."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vivaio_core.ledger.amounts import MinorUnits
from vivaio_core.people.models import Party, Resolution
from vivaio_liberex.models.participants import Participant


class Grant(models.Model):
    """A sum of a year for each employee, in minor units; `employer` None means whoever works for a participant. Never changed once written."""

    title = models.CharField(_("title"), max_length=120)
    year = models.PositiveSmallIntegerField(_("year"))
    amount = MinorUnits(_("sum for each person"))
    employer = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("only who works for"))
    resolution = models.ForeignKey(Resolution, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("resolution"))
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("recorded by"))
    decided_on = models.DateField(_("recorded on"))

    class Meta:
        verbose_name = _("yearly sum")
        verbose_name_plural = _("yearly sums")
        ordering = ["-year", "-id"]
        permissions = [("run_grant", "Can pay a yearly sum")]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="grant_amount"),
            models.CheckConstraint(condition=Q(year__gte=2000, year__lte=2200), name="grant_year"),
            models.UniqueConstraint(fields=["year", "title"], name="grant_once_a_year"),
        ]

    def __str__(self) -> str:
        return self.title if str(self.year) in self.title else f"{self.title} {self.year}"


class GrantRow(models.Model):
    """What one participant got out of a grant: paid under `key` in the ledger, or refused with the reason; a refused one may be paid later."""

    class State(models.TextChoices):
        PAID = "paid", pgettext_lazy("grant", "paid")
        REFUSED = "refused", pgettext_lazy("grant", "refused")

    grant = models.ForeignKey(Grant, models.PROTECT, related_name="rows", verbose_name=_("yearly sum"))
    participant = models.ForeignKey(Participant, models.PROTECT, related_name="grants", verbose_name=_("participant"))
    key = models.UUIDField(_("key"), unique=True)
    amount = MinorUnits(_("amount"))
    state = models.CharField(_("state"), max_length=8, choices=State.choices)
    reason = models.CharField(_("reason"), max_length=400, blank=True)
    on = models.DateField(_("on"))

    class Meta:
        verbose_name = _("person of a yearly sum")
        verbose_name_plural = _("persons of a yearly sum")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["grant", "participant"], name="grant_row_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="grant_row_amount"),
        ]
        indexes = [models.Index(fields=["grant", "state"], name="grant_row_state")]

    def __str__(self) -> str:
        return str(self.key)
