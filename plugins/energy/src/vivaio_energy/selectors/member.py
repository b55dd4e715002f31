"""What a member sees of his own energy."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from vivaio_core.people.models import Party
from vivaio_core.trail.models import Event
from vivaio_energy.models.campaigns import Adhesion, Campaign
from vivaio_energy.models.contracts import SupplyContract
from vivaio_energy.models.donations import DonationEntry
from vivaio_energy.models.points import Supplier, SupplyPoint
from vivaio_energy.selectors import donations
from vivaio_energy.states import JOINABLE, AdhesionState, ContractState


@dataclass(frozen=True)
class Position:
    """All that a member has: five queries, whatever their number."""

    points: list[SupplyPoint]
    adhesions: list[Adhesion]
    contracts: list[SupplyContract]
    donations: list[DonationEntry]

    @property
    def donated_cents(self) -> int:
        """What his contracts gave, all years together."""
        return sum(entry.amount_cents for entry in self.donations)

    @property
    def active(self) -> list[SupplyContract]:
        """The contracts that supply him now."""
        return [contract for contract in self.contracts if contract.state == ContractState.ACTIVE]

    @property
    def under_way(self) -> list[Adhesion]:
        """Adhesions that are still moving."""
        return [adhesion for adhesion in self.adhesions if adhesion.state not in (AdhesionState.WITHDRAWN, AdhesionState.ACCEPTED)]


def position(party: Party) -> Position:
    """The member's points, adhesions, contracts and donations."""
    return Position(
        points=list(SupplyPoint.objects.filter(member=party).select_related("member").order_by("-commodity", "pk")),
        adhesions=list(adhesions_of(party)),
        contracts=list(contracts_of(party)),
        donations=donations.of_party(party),
    )


def adhesions_of(party: Party) -> QuerySet[Adhesion]:
    """His adhesions with what a row shows."""
    return (
        Adhesion.objects.filter(member=party)
        .select_related("campaign", "point", "offer__supplier__seller__party", "consent", "contract")
        .order_by("-pk")
    )


def contracts_of(party: Party) -> QuerySet[SupplyContract]:
    """His contracts, newest first."""
    return SupplyContract.objects.filter(member=party).select_related("point", "supplier__seller__party", "adhesion").order_by("-pk")


def points_for(party: Party, campaign: Campaign) -> list[SupplyPoint]:
    """His points that can still join the campaign."""
    joined = Adhesion.objects.filter(campaign=campaign).exclude(state=AdhesionState.WITHDRAWN).values("point")
    return list(SupplyPoint.objects.filter(member=party, commodity=campaign.commodity).exclude(pk__in=joined))


def open_campaigns(party: Party, on: date) -> list[Campaign]:
    """Campaigns that take adhesions on the day and that the party has not joined, nearest deadline first; at most three."""
    joined = Adhesion.objects.filter(member=party).exclude(state=AdhesionState.WITHDRAWN).values("campaign")
    found = Campaign.objects.filter(state__in=JOINABLE, opens_on__lte=on, deadline__gte=on).exclude(pk__in=joined)
    return list(found.defer("body").prefetch_related("tiers").order_by("deadline")[:3])


def history(party: Party, limit: int = 20) -> list[Event]:
    """What happened in his energy, newest first."""
    return list(Event.objects.filter(subject=party, kind__startswith="energy.").select_related("actor").order_by("-seq")[:limit])


def is_supplier(party: Party) -> bool:
    """True when the party sells energy."""
    return Supplier.objects.filter(seller__party=party).exists()
