"""What energy holds about somebody, kind by kind, and how it goes when he asks to be forgotten (people P29)."""

from dataclasses import replace
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from vivaio_core.people.models import Party
from vivaio_core.site.erasure import DataClass, Disposal, Plan
from vivaio_energy.models.campaigns import Adhesion
from vivaio_energy.models.contracts import SupplyContract
from vivaio_energy.models.donations import DonationEntry
from vivaio_energy.models.points import Supplier, SupplyPoint
from vivaio_energy.states import AdhesionState, CampaignState, ContractState

POINTS, ADHESIONS, CONTRACTS, DONATIONS, SELLER = "energy.points", "energy.adhesions", "energy.contracts", "energy.donations", "energy.seller"
OVER = (CampaignState.CLOSED, CampaignState.REPORTING)
SETTLED = (AdhesionState.WITHDRAWN, AdhesionState.ACCEPTED)


def held(party: Party, on: date) -> list[DataClass]:
    """Meters, adhesions, contracts, donations; what is still going on keeps everything where it is. Five queries."""
    contracts = list(SupplyContract.objects.filter(member=party))
    waiting = Adhesion.objects.filter(member=party).exclude(state__in=SETTLED).exclude(campaign__state__in=OVER).exists()
    since = max((row.ended_on or row.signed_on for row in contracts), default=None)
    running = any(row.state != ContractState.ENDED for row in contracts)
    kept = DataClass(CONTRACTS, _("Supply contracts, with their meters"), len(contracts), Disposal.PSEUDONYMISE, _("Accounts"))
    donated = DonationEntry.objects.filter(contract__member=party).count()
    return [
        DataClass(POINTS, _("Meters without a contract"), _free(party).count(), Disposal.PSEUDONYMISE),
        DataClass(ADHESIONS, _("Adhesions to campaigns"), party.energy_adhesions.count(), Disposal.PSEUDONYMISE, in_force=waiting),
        replace(kept, in_force=running, retention="retention.energy_contracts_years", since=since),
        DataClass(DONATIONS, _("Donations of the contracts"), donated, Disposal.KEEP, _("They are entries of the fund and name nobody.")),
        DataClass(SELLER, _("Seller of energy"), Supplier.objects.filter(seller__party=party).count(), Disposal.KEEP, in_force=True),
    ]


def forget(party: Party, plan: Plan) -> None:
    """Take out of meters and contracts what points at the party; counts of campaigns, donations and signed offers stay."""
    if plan.action(CONTRACTS) != Disposal.KEEP:
        SupplyContract.objects.filter(member=party).update(reason="")
        _blank(SupplyPoint.objects.filter(member=party, contracts__isnull=False))
    if plan.action(POINTS) != Disposal.KEEP:
        _blank(_free(party))
    if plan.action(ADHESIONS) != Disposal.KEEP:
        Adhesion.objects.filter(member=party).update(assisted_by=None)


def _free(party: Party) -> QuerySet[SupplyPoint]:
    return SupplyPoint.objects.filter(member=party, contracts__isnull=True)


def _blank(points: QuerySet[SupplyPoint]) -> None:
    """A meter without code, place and holder; its key only keeps the rows apart."""
    for point in points.distinct():
        point.key, point.code_given, point.address, point.holder_name = f"-{point.pk}", "—", "—", ""
        point.annual_consumption = point.power_kw = None
        point.save()
