"""Ristorni: a surplus shared in proportion to what each member exchanged (people P24 to P26)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from vivaio_core.people.models import Party, Resolution


class RistornoPlan(models.Model):
    """The share-out of one activity's pool, in cents. Lines are computed when the plan is approved and stay."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        APPROVED = "approved", _("approved by the assembly")
        POSTED = "posted", _("given")

    class Form(models.TextChoices):
        CASH = "cash", _("in money")
        SHARES = "shares", _("in shares, the rest in money")

    year = models.PositiveSmallIntegerField(_("year"))
    activity = models.SlugField(_("activity"), max_length=40)
    pool_cents = models.PositiveBigIntegerField(_("sum to share out"))
    criterion = models.CharField(_("criterion of the statute"), max_length=300)
    form = models.CharField(_("how it is given"), max_length=8, choices=Form.choices, default=Form.CASH)
    quality = models.JSONField(_("quality of the exchange, in hundredths by category"), default=dict, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.DRAFT, editable=False)
    resolution = models.ForeignKey(Resolution, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("resolution of the assembly"))
    # The operation of the libro soci that gave the shares; empty again when the register undoes it.
    operation = models.ForeignKey("register.Operation", models.PROTECT, null=True, blank=True, related_name="+", editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("ristorno")
        verbose_name_plural = _("ristorni")
        ordering = ["-year", "activity"]
        constraints = [models.UniqueConstraint(fields=["year", "activity"], name="ristorno_one_per_activity")]

    def __str__(self) -> str:
        return f"{self.activity} {self.year}"


class RistornoLine(models.Model):
    """What one member receives, in cents: `shares_cents` of it as whole shares, the residue as a credit."""

    plan = models.ForeignKey(RistornoPlan, models.CASCADE, related_name="lines", verbose_name=_("ristorno"))
    party = models.ForeignKey(Party, models.PROTECT, related_name="ristorni", verbose_name=_("member"))
    weight = models.BigIntegerField(_("exchange with the member"))
    amount_cents = models.PositiveBigIntegerField(_("ristorno"))
    shares = models.PositiveIntegerField(_("shares"), default=0)
    credit_cents = models.PositiveBigIntegerField(_("in money"), default=0)

    class Meta:
        verbose_name = _("share of a ristorno")
        verbose_name_plural = _("shares of a ristorno")
        constraints = [models.UniqueConstraint(fields=["plan", "party"], name="ristorno_one_line")]

    def __str__(self) -> str:
        return f"{self.party}"
