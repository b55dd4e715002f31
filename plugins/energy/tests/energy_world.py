"""Real objects that the tests of energy share; each thing is unlike the others."""

from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count
from typing import Any

from django.contrib.auth.models import Permission

from vivaio_core.access.models import User
from vivaio_core.people.models import Party
from vivaio_core.suppliers.models import Supplier as CoreSupplier
from vivaio_energy.models.campaigns import Adhesion, Campaign, ConsentText, PriceTier
from vivaio_energy.models.contracts import Offer
from vivaio_energy.models.donations import DonationRule, FundedProject, SocialFund
from vivaio_energy.models.points import Supplier, SupplyPoint
from vivaio_energy.services.accrue_donations import accrue_donations
from vivaio_energy.services.import_contracts import RunningSupply, import_contracts
from vivaio_energy.services.join_campaign import complete_adhesion, start_adhesion
from vivaio_energy.services.register_point import register_point
from vivaio_energy.states import CampaignState

ON = date(2026, 3, 2)
AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
_numbers = count(1)


class World:
    """Makes what a test needs, each thing unlike the others."""

    accrue = staticmethod(accrue_donations)

    def party(self, name: str = "", kind: str = "person") -> Party:
        """Somebody without a login."""
        number = next(_numbers)
        return Party.objects.create(kind=kind, display_name=name or f"Persona {number}", search_key=f"persona {number}")

    def member(self, name: str = "") -> tuple[User, Party]:
        """Somebody with a login of his own."""
        number = next(_numbers)
        user = User.objects.create_user(f"socio{number}@prova.example")
        party = self.party(name)
        party.login = user
        party.save()
        return user, party

    def worker(self, *permissions: str) -> User:
        """Somebody of the office with these permissions of energy only."""
        user = User.objects.create_user(f"ufficio{next(_numbers)}@prova.example", is_staff=True)
        found = Permission.objects.filter(content_type__app_label="energy", codename__in=permissions)
        assert len(found) == len(permissions), permissions
        user.user_permissions.set(found)
        return User.objects.get(pk=user.pk)

    def pod(self) -> str:
        """A POD nobody else has."""
        return f"IT001E{next(_numbers):08d}"

    def point(self, party: Party | None = None, **changes: Any) -> SupplyPoint:
        """A meter with a known consumption."""
        data: dict[str, Any] = {"commodity": "power", "code": self.pod(), "address": "Via Emilia 1, Modena", "annual_consumption": 2700, **changes}
        return register_point(actor=None, member=party or self.party(), on=ON, **data)

    def consent(self) -> ConsentText:
        """The text in force."""
        return ConsentText.objects.get_or_create(version=1, defaults={"body": "Acconsento.", "published_on": ON})[0]

    def campaign(self, state: str = CampaignState.COLLECTING, tiers: tuple[int, ...] = (2, 4), **changes: Any) -> Campaign:
        """A campaign in a state."""
        number = next(_numbers)
        data = {"title": f"Campagna {number}", "slug": f"campagna-{number}", "summary": "Insieme", "opens_on": date(2026, 1, 1), **changes}
        campaign = Campaign.objects.create(state=state, **{"deadline": date(2026, 12, 31), **data})
        for threshold in tiers:
            PriceTier.objects.create(campaign=campaign, threshold=threshold, benefit=f"prezzo da {threshold}")
        return campaign

    def supplier(self, **changes: Any) -> Supplier:
        """A seller."""
        party = self.party(f"Fornitore {next(_numbers)}", "organisation")
        return Supplier.objects.create(seller=CoreSupplier.objects.create(party=party, state="active", started_on=date(2009, 1, 1)), **changes)

    def offer(self, supplier: Supplier | None = None, **changes: Any) -> Offer:
        """An offer valid in 2026."""
        days = {"valid_from": date(2026, 1, 1), "valid_to": date(2026, 12, 31)}
        data: dict[str, Any] = {"name": "Luce insieme", "unit_price": Decimal("0.128"), **days}
        return Offer.objects.create(supplier=supplier or self.supplier(), **{**data, **changes})

    def adhesion(self, campaign: Campaign, party: Party | None = None, *, complete: bool = True) -> Adhesion:
        """An adhesion of a new point."""
        point = self.point(party)
        started = start_adhesion(actor=None, campaign=campaign, member=point.member, point=point, on=ON)
        if not complete:
            return started
        return complete_adhesion(actor=None, adhesion=started, consent=self.consent(), agreed=True, at=AT, on=ON)

    def priced(self, party: Party | None = None, offer: Offer | None = None, **changes: Any) -> Adhesion:
        """An adhesion to an open campaign, with its offer."""
        campaign = self.campaign(CampaignState.OPEN, chosen_offer=offer or self.offer(), **changes)
        return self.adhesion(campaign, party)

    def fund(self) -> FundedProject:
        """A project in a fund of its own."""
        number = next(_numbers)
        fund = SocialFund.objects.create(name=f"Fondo {number}")
        return FundedProject.objects.create(fund=fund, title=f"Progetto {number}", beneficiary="Cooperativa sociale")

    def donation_rule(self, supplier: Supplier, project: FundedProject | None = None, **changes: Any) -> DonationRule:
        """Ten euro for each contract and year from 2019."""
        return DonationRule.objects.create(supplier=supplier, project=project or self.fund(), **{"amount_cents": 1000, "first_year": 2019, **changes})

    def running(self, supplier: Supplier, start: date, end: date | None = None, party: Party | None = None, kwh: int | None = 1000) -> Any:
        """A contract written down as already running."""
        row = RunningSupply(
            member=party or self.party(),
            supplier=supplier,
            commodity="power",
            code=self.pod(),
            address="Via Roma 2, Carpi",
            use="domestic_resident",
            annual_consumption=kwh,
            signed_on=start,
            effective_on=start,
            offer={"name": "Luce"},
            ended_on=end,
        )
        return import_contracts(actor=None, rows=[row], on=ON)[0]
