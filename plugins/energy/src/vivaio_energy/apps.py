"""The energy plugin as a Django app: everything it offers, method by method."""

from datetime import date
from typing import TYPE_CHECKING, Any, cast

from django.db.models.signals import post_migrate
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from typing_extensions import override

from vivaio_core.site.plugin import Indicator, NavItem, Panel, Plugin, Urls, Waiting
from vivaio_energy.manifest import EnergySettings, manifest

if TYPE_CHECKING:
    from vivaio_core.people.models import Party
    from vivaio_core.site.demo import DemoContext
    from vivaio_core.site.erasure import DataClass, Plan


class Energy(Plugin):
    """Supply points, campaigns, contracts, donations."""

    name = "vivaio_energy"
    label = "energy"
    path_prefix = "energia"
    manifest = manifest

    def ready(self) -> None:
        """Teach the trail this plugin's sentences and keep the database's guard in place."""
        from vivaio_energy import sentences
        from vivaio_energy.services import money
        from vivaio_energy.triggers import GUARD

        money.register_kinds()
        sentences.register_all()
        post_migrate.connect(GUARD.after_migrate, sender=self, dispatch_uid="energy_guard", weak=False)

    @override
    def urls(self) -> Urls:
        from vivaio_energy.urls import PUBLIC

        return PUBLIC

    @override
    def member_urls(self) -> Urls:
        from vivaio_energy.urls import MEMBER

        return MEMBER

    @override
    def menu(self) -> list[NavItem]:
        return [NavItem(_("Energy"), reverse("energy:service"), 40)]

    @override
    def member_menu(self) -> list[NavItem]:
        return [NavItem(_("Energy"), reverse("energy_area:home"), 40)]

    @override
    def member_panels(self, party: "Party", on: date) -> list[Panel]:
        from vivaio_energy.selectors.member import position

        found = position(party)
        context = {"points": len(found.points), "adhesions": found.under_way, "contracts": found.active, "donated_cents": found.donated_cents}
        return [Panel("energy/area/panel.html", context, 40)]

    @override
    def office(self) -> list[Any]:
        from vivaio_energy.office import adhesions, campaigns, contracts, donations, fees, points, records

        sections = (
            campaigns.Campaigns,
            adhesions.Adhesions,
            contracts.Contracts,
            points.Points,
            fees.Fees,
            donations.Donations,
            donations.Projects,
            *(records.Offers, records.Suppliers, records.Guarantees, records.Rules, records.Funds, records.ConsentTexts),
        )
        return [section(section.name) for section in sections]

    @override
    def office_panels(self, party: "Party", on: date) -> list[Panel]:
        from vivaio_energy.selectors.member import is_supplier, position

        return [Panel("energy/office/party.html", {"party": party, "position": position(party), "supplier": is_supplier(party)}, 40)]

    @override
    def waiting(self, on: date) -> list[Waiting]:
        from vivaio_energy.selectors.donations import waiting_count
        from vivaio_energy.selectors.fees import waiting_count as fees_waiting
        from vivaio_energy.selectors.figures import queues

        adhesions, contracts = reverse("office_energy_adhesions:index"), reverse("office_energy_contracts:index")
        found, owed = queues(), waiting_count(on.year, on)
        urls = {
            "complete": f"{adhesions}?state=interested",
            "bills": f"{adhesions}?bill=missing",
            "submit": f"{contracts}?state=requested",
            "chase": f"{contracts}?state=rejected",
            "start": f"{contracts}?state=accepted",
        }
        texts = {
            "complete": ngettext("adhesion to complete", "adhesions to complete", found["complete"].count),
            "bills": ngettext("bill to see", "bills to see", found["bills"].count),
            "submit": ngettext("change of supplier to send", "changes of supplier to send", found["submit"].count),
            "chase": ngettext("refused request to chase", "refused requests to chase", found["chase"].count),
            "start": ngettext("supply about to start", "supplies about to start", found["start"].count),
        }
        waits = [Waiting(texts[name], found[name].count, urls[name], found[name].oldest, urgent=name == "chase") for name in urls]
        donations = ngettext("donation of this year to record", "donations of this year to record", owed)
        unposted = fees_waiting(on.year, on)
        fees = ngettext("fee of this year to record", "fees of this year to record", unposted)
        return [
            *waits,
            Waiting(donations, owed, reverse("office_energy_donations:accrue")),
            Waiting(fees, unposted, reverse("office_energy_fees:post")),
        ]

    @override
    def indicators(self, on: date) -> list[Indicator]:
        from vivaio_energy.selectors.indicators import all_of

        return all_of(on)

    @override
    def personal_data(self, party: "Party") -> dict[str, Any]:
        from vivaio_energy.selectors.disclosure import disclosed

        return disclosed(party)

    @override
    def data_classes(self, party: "Party", on: date) -> "list[DataClass]":
        from vivaio_energy.privacy import held

        return held(party, on)

    @override
    def erase(self, party: "Party", plan: "Plan") -> None:
        from vivaio_energy.privacy import forget

        forget(party, plan)

    @override
    def demo(self, context: "DemoContext") -> None:
        from vivaio_energy.demo import build

        build(context)

    @override
    def checks(self) -> list[Any]:
        from vivaio_core.trail.guard_check import guard_check
        from vivaio_energy.triggers import GUARD

        return [guard_check(GUARD, what="contratti e donazioni")]

    @override
    def settings(self) -> EnergySettings:
        return cast(EnergySettings, super().settings())
