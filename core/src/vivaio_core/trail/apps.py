"""The room `trail` as a Django app."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models.signals import post_migrate
from typing_extensions import override

from vivaio_core.site.plugin import Room

if TYPE_CHECKING:
    from vivaio_core.people.models import Party
    from vivaio_core.site.erasure import DataClass, Plan


class Trail(Room):
    """The living memory: one append-only event per act."""

    name = "vivaio_core.trail"
    label = "trail"
    verbose_name = "Memoria"

    def ready(self) -> None:
        """Keep the database's guard in place and hear Wagtail's own log."""
        from vivaio_core.trail import wagtail_log
        from vivaio_core.trail.triggers import GUARD

        post_migrate.connect(GUARD.after_migrate, sender=self, dispatch_uid="trail_guard", weak=False)
        wagtail_log.listen()

    @override
    def personal_data(self, party: "Party") -> dict[str, Any]:
        from vivaio_core.trail.privacy import disclosed

        return disclosed(party)

    @override
    def data_classes(self, party: "Party", on: date) -> "list[DataClass]":
        from vivaio_core.trail.privacy import held

        return held(party, on)

    @override
    def erase(self, party: "Party", plan: "Plan") -> None:
        from vivaio_core.trail.privacy import forget

        forget(party, plan)
