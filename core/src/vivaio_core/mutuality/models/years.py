"""Prevalence of mutuality, year by year (people P21 to P23)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from vivaio_core.people.models import Resolution


class PrevalenceYear(models.Model):
    """The totals of a year as the assembly approved them, in cents; frozen. What changes later is shown beside it.

    `parts` holds [activity, letter, members' cents, all cents] for each; `source_hash` is the fingerprint of the rows they were summed from.
    """

    year = models.PositiveSmallIntegerField(_("year"), unique=True)
    members_cents = models.BigIntegerField(_("with members"))
    total_cents = models.BigIntegerField(_("in all"))
    parts = models.JSONField(_("by activity and letter"))
    source_hash = models.CharField(max_length=64)
    resolution = models.ForeignKey(Resolution, models.PROTECT, related_name="+", verbose_name=_("resolution"))
    returned = models.BooleanField(_("return to prevalence recorded"), default=False)

    class Meta:
        verbose_name = _("prevalence of a year")
        verbose_name_plural = _("prevalence by year")
        ordering = ["-year"]

    def __str__(self) -> str:
        return f"{self.year}"
