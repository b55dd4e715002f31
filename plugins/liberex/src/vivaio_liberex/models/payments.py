"""The words of a payment in credits; the money is in the ledger, under the same key."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from vivaio_core.ledger.amounts import MinorUnits
from vivaio_liberex.models.participants import Participant


class Payment(models.Model):
    """A payment between two participants, in minor units of the circuit. `key` is the key of its ledger row; `memo` can be erased.

    One that gives another back names it in `refunds`: a payment is given back once.
    """

    class Origin(models.TextChoices):
        DIRECT = "direct", _("by hand")
        QR = "qr", _("by QR code")
        REQUEST = "request", _("on request")
        STANDING = "standing", _("standing order")
        MIXED = "mixed", _("part of a mixed price")
        GRANT = "grant", _("yearly sum")
        REFUND = "refund", _("given back")

    key = models.UUIDField(_("key"), unique=True)
    payer = models.ForeignKey(Participant, models.PROTECT, null=True, blank=True, related_name="paid", verbose_name=_("payer"))
    payee = models.ForeignKey(Participant, models.PROTECT, null=True, blank=True, related_name="received", verbose_name=_("payee"))
    amount = MinorUnits(_("amount"))
    memo = models.CharField(_("what for"), max_length=140, blank=True)
    origin = models.CharField(_("how"), max_length=8, choices=Origin.choices, default=Origin.DIRECT)
    value_on = models.DateField(_("date"))
    refunds = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="refund", verbose_name=_("gives back"))
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("who did it"))
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("payment in credits")
        verbose_name_plural = _("payments in credits")
        ordering = ["-value_on", "-id"]
        indexes = [
            models.Index(fields=["payer", "-value_on", "-id"], name="payment_by_payer"),
            models.Index(fields=["payee", "-value_on", "-id"], name="payment_by_payee"),
        ]

    def __str__(self) -> str:
        return str(self.key)
