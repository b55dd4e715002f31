"""Exchanges with members and others: the rows that prevalence and ristorni are computed from (people P20)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from vivaio_core.people.models import Party


class MutualExchange(models.Model):
    """One revenue (letter a), members' work (b) or members' supply (c), in cents; refunds and reversals are negative. Append-only.

    `is_member` is the status of the party on the day `on`, frozen when the row was written. `source_fact` names what the row comes from.
    """

    class Letter(models.TextChoices):
        REVENUE = "a", _("a: sales and services to members")
        LABOUR = "b", _("b: members' work")
        SUPPLY = "c", _("c: goods and services from members")

    activity = models.SlugField(_("activity"), max_length=40)
    letter = models.CharField(_("letter of art. 2513"), max_length=1, choices=Letter.choices, default=Letter.REVENUE)
    on = models.DateField(_("on"))
    amount_cents = models.BigIntegerField(_("amount"))
    party = models.ForeignKey(Party, models.PROTECT, related_name="exchanges", verbose_name=_("with whom"))
    is_member = models.BooleanField(_("member on that day"))
    source_fact = models.CharField(_("comes from"), max_length=120, unique=True)
    reverses = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="reversed_by", verbose_name=_("reverses"))
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("exchange")
        verbose_name_plural = _("exchanges")
        ordering = ["-on", "-id"]
        constraints = [models.CheckConstraint(condition=~models.Q(amount_cents=0), name="exchange_not_zero")]
        indexes = [
            models.Index(fields=["activity", "on"], name="exchange_activity_day"),
            models.Index(fields=["party", "on"], name="exchange_party_day"),
        ]

    def __str__(self) -> str:
        return self.source_fact
