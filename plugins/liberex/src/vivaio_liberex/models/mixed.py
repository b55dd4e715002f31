"""A price paid partly in credits and partly in euro (dossier 4.6, C1 to C4)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vivaio_core.ledger.amounts import MinorUnits
from vivaio_core.payments.models.charges import Charge
from vivaio_liberex.models.participants import Participant


class MixedPayment(models.Model):
    """Credits promised for a charge: `credits` in minor units of the circuit, `euro` the cents that money must bring beside them.

    `key` is the key of the reservation in credits, from which those of the euro and of the settlement are derived. `seller` None means the
    cooperative; with `advance` it pays the creditor, who takes no credits, the same sum in euro (C4).
    """

    class State(models.TextChoices):
        PROMISED = "promised", pgettext_lazy("mixed payment", "promised")
        SETTLED = "settled", pgettext_lazy("mixed payment", "paid")
        CANCELLED = "cancelled", pgettext_lazy("mixed payment", "cancelled")
        EXPIRED = "expired", pgettext_lazy("mixed payment", "expired")
        REFUNDED = "refunded", pgettext_lazy("mixed payment", "given back")

    charge = models.ForeignKey(Charge, models.PROTECT, related_name="mixed", verbose_name=_("charge"))
    participant = models.ForeignKey(Participant, models.PROTECT, related_name="mixed_bought", verbose_name=_("who pays"))
    seller = models.ForeignKey(Participant, models.PROTECT, null=True, blank=True, related_name="mixed_sold", verbose_name=_("who takes the credits"))
    credits = MinorUnits(_("credits"))
    euro = MinorUnits(_("euro"))
    advance = models.BooleanField(_("the cooperative advances the euro"), default=False)
    key = models.UUIDField(_("key"), unique=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.PROMISED)
    promised_on = models.DateField(_("promised on"))
    expires_at = models.DateTimeField(_("holds until"))
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("who did it"))

    class Meta:
        verbose_name = _("mixed payment")
        verbose_name_plural = _("mixed payments")
        ordering = ["-promised_on", "-id"]
        indexes = [models.Index(fields=["state", "expires_at"], name="mixed_due")]
        constraints = [
            models.CheckConstraint(condition=Q(credits__gt=0, euro__gte=0), name="mixed_amounts"),
            models.CheckConstraint(condition=Q(advance=False) | Q(seller=None), name="mixed_advance"),
            models.UniqueConstraint(fields=["charge"], condition=Q(state__in=["promised", "settled"]), name="mixed_one_a_charge"),
        ]

    def __str__(self) -> str:
        return self.charge.code
