"""The solidarity fund's movements in words; the money is in the ledger under the same key."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from vivaio_core.ledger.amounts import MinorUnits
from vivaio_core.payments.models.charges import Charge
from vivaio_core.people.models import Resolution
from vivaio_liberex.models.participants import Participant


class FundMovement(models.Model):
    """Credits into or out of the fund for a reason, in minor units; written once, taken back by an opposite row (`undoes`).

    An exit in debt carries the charge in euro (`charge`) that replaced the debt.
    """

    class Kind(models.TextChoices):
        GIFT = "gift", _("gift to the fund")
        SUPPORT = "support", _("help from the fund")
        EXIT_GIFT = "exit_gift", _("credits left to the fund at the exit")
        EXIT_DEBT = "exit_debt", _("debt taken over at the exit")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    participant = models.ForeignKey(Participant, models.PROTECT, related_name="fund_movements", verbose_name=_("participant"))
    key = models.UUIDField(_("key"), unique=True)
    amount = MinorUnits(_("amount"))
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    resolution = models.ForeignKey(Resolution, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("resolution"))
    charge = models.ForeignKey(Charge, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("charge"))
    undoes = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="undone_by", verbose_name=_("takes back"))
    on = models.DateField(_("on"))
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("who did it"))

    class Meta:
        verbose_name = _("movement of the solidarity fund")
        verbose_name_plural = _("movements of the solidarity fund")
        ordering = ["-on", "-id"]
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="fund_movement_amount")]

    def __str__(self) -> str:
        return str(self.key)

    @property
    def inward(self) -> bool:
        """Whether the credits went into the fund."""
        return (self.kind in (self.Kind.GIFT, self.Kind.EXIT_GIFT)) != (self.undoes_id is not None)
