"""The room `imports` as a Django app."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import ngettext
from typing_extensions import override

from vivaio_core.site.plugin import Room, Waiting

if TYPE_CHECKING:
    from vivaio_core.people.models import Party
    from vivaio_core.site.erasure import DataClass, Plan


class Imports(Room):
    """Spreadsheets that become people, memberships and the historic register."""

    name = "vivaio_core.imports"
    label = "imports"
    verbose_name = "Importazioni"
    office_within = "memory"

    def ready(self) -> None:
        """Teach the trail this room's sentences."""
        from vivaio_core.imports import sentences

        sentences.register_all()

    @override
    def office(self) -> list[Any]:
        from vivaio_core.imports.office.batches import Batches

        return [Batches(Batches.name)]

    @override
    def waiting(self, on: date) -> list[Waiting]:
        from vivaio_core.imports.selectors import waiting

        count = waiting()
        return [Waiting(ngettext("import to confirm", "imports to confirm", count), count, f"{reverse('office_imports:index')}?state=previewed")]

    @override
    def personal_data(self, party: "Party") -> dict[str, Any]:
        from vivaio_core.imports.selectors import lines_about

        return lines_about(party)

    @override
    def data_classes(self, party: "Party", on: date) -> "list[DataClass]":
        from vivaio_core.imports.privacy import held

        return held(party, on)

    @override
    def erase(self, party: "Party", plan: "Plan") -> None:
        from vivaio_core.imports.privacy import forget

        forget(party, plan)
