"""The mutual-credit plugin as a Django app: everything it offers, method by method."""

from datetime import date
from typing import TYPE_CHECKING, Any, cast

from django.db.models.signals import post_migrate
from django.urls import reverse
from typing_extensions import override

from vivaio_core.site.plugin import Indicator, NavItem, Panel, Plugin, Urls, Waiting
from vivaio_liberex.manifest import LiberexSettings, manifest

if TYPE_CHECKING:
    from vivaio_core.people.models import Party
    from vivaio_core.site.demo import DemoContext
    from vivaio_core.site.erasure import DataClass, Plan


class Liberex(Plugin):
    """Accounts in credits, payments between members, notice board."""

    name = "vivaio_liberex"
    label = "liberex"
    path_prefix = "liberex"
    manifest = manifest

    def ready(self) -> None:
        """Teach ledger and trail this plugin's words and keep the database's guard in place."""
        from vivaio_core.payments import methods
        from vivaio_liberex import sentences
        from vivaio_liberex.method import MutualCredit
        from vivaio_liberex.triggers import GUARD

        sentences.register_kinds()
        sentences.register_all()
        methods.register(MutualCredit(traceable=self.settings().traceable))
        post_migrate.connect(GUARD.after_migrate, sender=self, dispatch_uid="liberex_guard", weak=False)

    @override
    def urls(self) -> Urls:
        from vivaio_liberex.urls import PUBLIC

        return PUBLIC

    @override
    def member_urls(self) -> Urls:
        from vivaio_liberex.urls import MEMBER

        return MEMBER

    @override
    def menu(self) -> list[NavItem]:
        return [NavItem(self.settings().unit_name, reverse("liberex:service"), 45)]

    @override
    def member_menu(self) -> list[NavItem]:
        return [NavItem(self.settings().unit_name, reverse("liberex_area:home"), 45)]

    @override
    def member_panels(self, party: "Party", on: date) -> list[Panel]:
        from vivaio_liberex.selectors.asked import to_pay
        from vivaio_liberex.selectors.circuit import mirrored
        from vivaio_liberex.selectors.mirror import outside_of
        from vivaio_liberex.selectors.participants import of, position

        found = of(party)
        if found and mirrored():
            return [Panel("liberex/area/panel_mirror.html", {"outside": outside_of(found)}, 45)]
        waits = to_pay(found, on).count() if found else 0
        return [Panel("liberex/area/panel.html", {"participant": found, "position": position(found) if found else None, "waiting": waits}, 45)]

    @override
    def office(self) -> list[Any]:
        from vivaio_liberex.office import board, categories, fund, grants, health, lines, mirror, mixed, openings, participants, sectors, warning

        own = (participants.Participants, lines.Lines, grants.Grants, fund.Fund, warning.WarningSection, sectors.Sectors)
        shown = (board.Listings, categories.Categories)
        sections = (*own, *shown, mixed.Mixed, health.Healths, openings.Openings, mirror.Statements, mirror.OutsideAccounts)
        return [section(section.name) for section in sections]

    @override
    def office_panels(self, party: "Party", on: date) -> list[Panel]:
        from vivaio_liberex.selectors.entry import kinds_open_to
        from vivaio_liberex.selectors.participants import of, position

        found = of(party)
        context = {"party": party, "participant": found, "position": position(found) if found else None}
        return [Panel("liberex/office/party.html", {**context, "kinds": [] if found else kinds_open_to(party, on)}, 45)]

    @override
    def waiting(self, on: date) -> list[Waiting]:
        from vivaio_liberex.selectors.queues import waits

        return waits(on)

    @override
    def indicators(self, on: date) -> list[Indicator]:
        from vivaio_liberex.selectors.indicators import all_of

        return all_of(on)

    @override
    def personal_data(self, party: "Party") -> dict[str, Any]:
        from vivaio_liberex.privacy import disclosed

        return disclosed(party)

    @override
    def data_classes(self, party: "Party", on: date) -> "list[DataClass]":
        from vivaio_liberex.privacy import held

        return held(party, on)

    @override
    def erase(self, party: "Party", plan: "Plan") -> None:
        from vivaio_liberex.privacy import forget

        forget(party, plan)

    @override
    def daily(self) -> list[Any]:
        from vivaio_liberex.tasks import nightly

        return [nightly]

    @override
    def checks(self) -> list[Any]:
        from vivaio_core.trail.guard_check import guard_check
        from vivaio_liberex.triggers import GUARD

        return [guard_check(GUARD, what="il circuito dei crediti")]

    @override
    def demo(self, context: "DemoContext") -> None:
        from vivaio_liberex.demo import build

        build(context)

    @override
    def settings(self) -> LiberexSettings:
        return cast(LiberexSettings, super().settings())
