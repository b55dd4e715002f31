"""Payments that repeat each month, and how each instalment went."""

from uuid import UUID, uuid4, uuid5

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vivaio_core.ledger.amounts import MinorUnits
from vivaio_liberex.models.participants import Participant


class StandingOrder(models.Model):
    """`amount` minor units to `payee` each month on `day` (31 is the last day of a shorter month), between two days, both included.

    `times` instalments at most, None without end. Instalments that fall before `waits_from` are left out: they fell in a suspension.
    """

    class State(models.TextChoices):
        ACTIVE = "active", pgettext_lazy("standing order", "active")
        SUSPENDED = "suspended", pgettext_lazy("standing order", "suspended")
        ENDED = "ended", pgettext_lazy("standing order", "ended")

    key = models.UUIDField(_("key"), unique=True, default=uuid4)
    payer = models.ForeignKey(Participant, models.PROTECT, related_name="standing_orders", verbose_name=_("payer"))
    payee = models.ForeignKey(Participant, models.PROTECT, related_name="standing_income", verbose_name=_("payee"))
    amount = MinorUnits(_("amount"))
    memo = models.CharField(_("what for"), max_length=140, blank=True)
    day = models.PositiveSmallIntegerField(_("day of the month"))
    first_on = models.DateField(_("from"))
    last_on = models.DateField(_("until"), null=True, blank=True)
    times = models.PositiveSmallIntegerField(_("how many times"), null=True, blank=True)
    waits_from = models.DateField(editable=False)
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.ACTIVE)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("who did it"))
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("standing order")
        verbose_name_plural = _("standing orders")
        ordering = ["-id"]
        indexes = [models.Index(fields=["payer", "state", "-id"], name="standing_by_payer")]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="standing_amount"),
            models.CheckConstraint(condition=Q(day__range=(1, 31)), name="standing_day"),
            models.CheckConstraint(condition=~Q(payer=F("payee")), name="standing_other"),
            models.CheckConstraint(condition=Q(last_on=None) | Q(last_on__gte=F("first_on")), name="standing_days"),
        ]

    def __str__(self) -> str:
        return str(self.key)


class StandingRun(models.Model):
    """One instalment, tried once: paid, or refused with the reason. A second run of the night finds this row and pays nothing."""

    class State(models.TextChoices):
        PAID = "paid", pgettext_lazy("instalment", "paid")
        REFUSED = "refused", pgettext_lazy("instalment", "not paid")

    order = models.ForeignKey(StandingOrder, models.PROTECT, related_name="runs", verbose_name=_("standing order"))
    due_on = models.DateField(_("due on"))
    state = models.CharField(_("state"), max_length=7, choices=State.choices)
    reason = models.CharField(_("reason"), max_length=400, blank=True)
    ran_on = models.DateField(_("tried on"))
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("instalment")
        verbose_name_plural = _("instalments")
        ordering = ["-due_on", "-id"]
        constraints = [models.UniqueConstraint(fields=["order", "due_on"], name="instalment_once")]

    def __str__(self) -> str:
        return f"{self.order_id} {self.due_on}"

    @property
    def payment_key(self) -> UUID:
        """Key of the payment, derived from what it pays."""
        return uuid5(self.order.key, self.due_on.isoformat())
