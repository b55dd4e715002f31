"""The room `mutuality` as a Django app."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy
from typing_extensions import override

from vivaio_core.site.plugin import Indicator, Panel, Room, Waiting

if TYPE_CHECKING:
    from vivaio_core.people.models import Party
    from vivaio_core.site.demo import DemoContext
    from vivaio_core.site.erasure import DataClass, Plan


class Mutuality(Room):
    """Exchanges, prevalence, ristorni."""

    name = "vivaio_core.mutuality"
    label = "mutuality"
    verbose_name = "Mutualità"
    path_prefix = "mutualita"
    office_title = gettext_lazy("Mutuality")
    office_order = 28
    office_icon = "tasks"
    demo_last = True

    def ready(self) -> None:
        """Teach the trail this room's sentences and keep the database's guard in place."""
        from vivaio_core.mutuality import sentences
        from vivaio_core.mutuality.triggers import GUARD

        sentences.register_all()
        post_migrate.connect(GUARD.after_migrate, sender=self, dispatch_uid="mutuality_guard", weak=False)

    @override
    def office(self) -> list[Any]:
        from vivaio_core.mutuality.office import exchanges, prevalence, ristorni

        sections = (exchanges.Exchanges, prevalence.Years, ristorni.Plans)
        return [section(section.name) for section in sections]

    @override
    def waiting(self, on: date) -> list[Waiting]:
        from vivaio_core.mutuality.selectors.reports import waiting

        return waiting(on)

    @override
    def indicators(self, on: date) -> list[Indicator]:
        from vivaio_core.mutuality.selectors.reports import indicators

        return indicators(on)

    @override
    def member_panels(self, party: "Party", on: date) -> list[Panel]:
        from vivaio_core.mutuality.selectors.exchanges import own

        found = own(party, on.year)
        return [Panel("mutuality/area/panel.html", found, 60)] if found["rows"] or found["received"] else []

    @override
    def personal_data(self, party: "Party") -> dict[str, Any]:
        from vivaio_core.mutuality.selectors.reports import disclosed

        return disclosed(party)

    @override
    def data_classes(self, party: "Party", on: date) -> "list[DataClass]":
        from vivaio_core.mutuality.privacy import held

        return held(party, on)

    @override
    def erase(self, party: "Party", plan: "Plan") -> None:
        """Nothing: exchanges and ristorni are accounts, written once, and lose their name with the party."""

    @override
    def checks(self) -> list[Any]:
        from vivaio_core.mutuality.triggers import GUARD
        from vivaio_core.trail.guard_check import guard_check

        return [guard_check(GUARD, what="gli scambi")]

    @override
    def demo(self, context: "DemoContext") -> None:
        from vivaio_core.mutuality.demo import build

        build(context)
