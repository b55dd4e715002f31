"""What the cooperative earns with a contract: core keeps it as an exchange with the member (people P20)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from vivaio_energy.models.contracts import SupplyContract


class Fee(models.Model):
    """The fee of one contract for one year, in cents, as its offer said; `on` is the first day of the year on which it was active.

    Written once. `taken_back` says that the contract was undone and the exchange reversed.
    """

    contract = models.ForeignKey(SupplyContract, models.PROTECT, related_name="fees", verbose_name=_("contract"))
    year = models.PositiveSmallIntegerField(_("year"))
    amount_cents = models.PositiveIntegerField(_("amount"))
    on = models.DateField(_("on"))
    recorded_on = models.DateField(_("recorded on"))
    taken_back = models.BooleanField(_("taken back"), default=False)

    class Meta:
        verbose_name = _("fee of the cooperative")
        verbose_name_plural = _("fees of the cooperative")
        ordering = ["-year", "-id"]
        permissions = [("post_fees", _("Can record the fees of a year"))]
        constraints = [
            models.UniqueConstraint(fields=["contract", "year"], name="energy_fee_once"),
            models.CheckConstraint(condition=models.Q(amount_cents__gte=1), name="energy_fee_positive"),
        ]

    def __str__(self) -> str:
        return self.source_fact

    @property
    def source_fact(self) -> str:
        """The name under which core knows it: one for each contract and year."""
        return f"energia:{self.contract_id}:{self.year}"
