"""The room `site` as a Django app."""

from datetime import date
from typing import TYPE_CHECKING, Any

from typing_extensions import override

from vivaio_core.site.plugin import Room

if TYPE_CHECKING:
    from vivaio_core.people.models import Party
    from vivaio_core.site.erasure import DataClass, Plan


class Site(Room):
    """Assembly: settings, URLs, start, health, worker."""

    name = "vivaio_core.site"
    label = "coop_site"
    verbose_name = "Sito"

    def ready(self) -> None:
        """Hand every room's and plugin's checks to Django."""
        from django.core.checks import register

        from vivaio_core.site.registry import rooms

        for room in rooms():
            for check in room.checks():
                register(check)

    @override
    def personal_data(self, party: "Party") -> dict[str, Any]:
        from vivaio_core.site.privacy import disclosed

        return disclosed(party)

    @override
    def data_classes(self, party: "Party", on: date) -> "list[DataClass]":
        from vivaio_core.site.privacy import held

        return held(party, on)

    @override
    def erase(self, party: "Party", plan: "Plan") -> None:
        from vivaio_core.site.privacy import forget

        forget(party, plan)
