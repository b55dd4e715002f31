"""The room `access` as a Django app."""

from datetime import date
from typing import TYPE_CHECKING, Any

from typing_extensions import override

from vivaio_core.site.plugin import Room

if TYPE_CHECKING:
    from vivaio_core.people.models import Party
    from vivaio_core.site.erasure import DataClass, Plan


class Access(Room):
    """Logins, roles, second factor."""

    name = "vivaio_core.access"
    label = "access"
    verbose_name = "Accessi"

    def ready(self) -> None:
        """Connect what happens beside a sign-in, and the start-up checks."""
        from vivaio_core.access import checks, receivers  # noqa: F401

    @override
    def personal_data(self, party: "Party") -> dict[str, Any]:
        from vivaio_core.access.privacy import disclosed

        return disclosed(party)

    @override
    def data_classes(self, party: "Party", on: date) -> "list[DataClass]":
        from vivaio_core.access.privacy import held

        return held(party, on)

    @override
    def erase(self, party: "Party", plan: "Plan") -> None:
        from vivaio_core.access.privacy import forget

        forget(party, plan)
