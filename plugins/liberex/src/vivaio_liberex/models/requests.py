"""Who asks somebody to pay: in words here, with the key under which it will be paid."""

from datetime import date
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vivaio_core.ledger.amounts import MinorUnits
from vivaio_liberex.models.participants import Participant


class PaymentRequest(models.Model):
    """`payee` asks `payer`, or whoever opens the address first, for an amount in minor units; good until `expires_on`, that day included.

    `key` is the key of the payment to come, so the ledger itself pays a request once.
    """

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("request of payment", "open")
        PAID = "paid", pgettext_lazy("request of payment", "paid")
        DECLINED = "declined", pgettext_lazy("request of payment", "declined")
        WITHDRAWN = "withdrawn", pgettext_lazy("request of payment", "withdrawn")
        EXPIRED = "expired", pgettext_lazy("request of payment", "expired")

    key = models.UUIDField(_("key"), unique=True, default=uuid4)
    payee = models.ForeignKey(Participant, models.PROTECT, related_name="requests_made", verbose_name=_("who asks"))
    payer = models.ForeignKey(Participant, models.PROTECT, null=True, blank=True, related_name="requests_got", verbose_name=_("payer"))
    amount = MinorUnits(_("amount"))
    memo = models.CharField(_("what for"), max_length=140, blank=True)
    asked_on = models.DateField(_("asked on"))
    expires_on = models.DateField(_("good until"))
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.OPEN)
    answer = models.CharField(_("answer"), max_length=140, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("who did it"))
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("request of payment")
        verbose_name_plural = _("requests of payment")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["payer", "state", "-id"], name="request_by_payer"),
            models.Index(fields=["payee", "state", "-id"], name="request_by_payee"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_request_amount"),
            models.CheckConstraint(condition=Q(payer=None) | ~Q(payer=F("payee")), name="payment_request_other"),
            models.CheckConstraint(condition=Q(expires_on__gte=F("asked_on")), name="payment_request_days"),
        ]

    def __str__(self) -> str:
        return str(self.key)

    def open_on(self, on: date) -> bool:
        """True when it can still be paid."""
        return self.state == self.State.OPEN and on <= self.expires_on

    def state_on(self, on: date) -> str:
        """The state in words; one that is past its last day has expired, whether the night has written it or not."""
        late = self.state == self.State.OPEN and not self.open_on(on)
        return str(self.State.EXPIRED.label if late else self.get_state_display())
