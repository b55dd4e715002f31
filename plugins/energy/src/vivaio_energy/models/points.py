"""Sellers of energy and supply points."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from vivaio_core.people.models import Party
from vivaio_core.suppliers.models import Supplier as CoreSupplier
from vivaio_energy import codes


class Commodity(models.TextChoices):
    """What flows through a point."""

    POWER = "power", _("electricity")
    GAS = "gas", _("gas")


class Supplier(models.Model):
    """What energy knows of a seller. Who it is, since when it supplies and whether it may take orders is core's (people P17)."""

    seller = models.OneToOneField(CoreSupplier, models.PROTECT, related_name="energy", verbose_name=_("supplier"))
    serves = models.CharField(_("whom it serves"), max_length=120, blank=True)
    renewable_claim = models.BooleanField(_("says it sells only renewable energy"), default=False)
    seller_is_dispatching_user = models.BooleanField(_("is its own dispatching user"), default=False)

    class Meta:
        verbose_name = _("energy supplier")
        verbose_name_plural = _("energy suppliers")
        ordering = ["seller__party__search_key"]

    def __str__(self) -> str:
        return str(self.seller)

    @property
    def party(self) -> Party:
        """The organisation behind it."""
        return self.seller.party


class SupplyPoint(models.Model):
    """A meter: its code as given, the comparison key, who brought it and in whose name it is."""

    class Use(models.TextChoices):
        RESIDENT = "domestic_resident", _("home where one lives")
        OTHER_HOME = "domestic_other", _("other home")
        BUSINESS = "business", _("business")

    commodity = models.CharField(_("what"), max_length=8, choices=Commodity.choices, default=Commodity.POWER)
    key = models.CharField(_("code"), max_length=14, editable=False)
    code_given = models.CharField(_("POD or PDR, as written"), max_length=60)
    member = models.ForeignKey(Party, models.PROTECT, related_name="supply_points", verbose_name=_("member or client"))
    holder_name = models.CharField(
        _("in whose name the bill is"), max_length=200, blank=True, help_text=_("Leave it empty when the bill is in the member's own name.")
    )
    address = models.CharField(_("where the meter is"), max_length=200)
    use = models.CharField(_("use"), max_length=20, choices=Use.choices, default=Use.RESIDENT)
    power_kw = models.DecimalField(_("contract power, kW"), max_digits=8, decimal_places=2, null=True, blank=True)
    annual_consumption = models.PositiveIntegerField(
        _("consumption in a year"), null=True, blank=True, help_text=_("kWh for electricity, Smc for gas: it is on the first page of the bill.")
    )
    added_on = models.DateField(_("registered on"))

    class Meta:
        verbose_name = _("supply point")
        verbose_name_plural = _("supply points")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["commodity", "key"], name="energy_point_unique"),
            models.CheckConstraint(condition=models.Q(commodity__in=Commodity.values), name="energy_point_commodity"),
        ]
        indexes = [models.Index(fields=["member", "commodity"], name="energy_point_member")]

    def __str__(self) -> str:
        return f"{self.get_commodity_display()}, {self.address}"

    @property
    def holder(self) -> str:
        """The name on the bill."""
        return self.holder_name or str(self.member)

    @property
    def distributor(self) -> str:
        """The distributor's digits inside the code."""
        return codes.distributor_of(self.commodity, self.key)

    @property
    def unit(self) -> str:
        """Unit of the consumption."""
        return "Smc" if self.commodity == Commodity.GAS else "kWh"
