"""The room `people` as a Django app."""

import importlib
from datetime import date
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _
from typing_extensions import override

from vivaio_core.site.plugin import NavItem, Panel, Room, Waiting

if TYPE_CHECKING:
    from vivaio_core.people.models import Party
    from vivaio_core.site.erasure import DataClass, Plan


class People(Room):
    """Parties, memberships, collectivities."""

    name = "vivaio_core.people"
    label = "people"
    verbose_name = "Persone"
    office_within = "memory"

    def import_models(self) -> None:
        """The room's own models and those of its corners, each beside its services."""
        super().import_models()
        for corner in ("relations", "duplicates", "disclosure"):
            importlib.import_module(f"{self.name}.{corner}.models")

    def ready(self) -> None:
        """Teach the trail this room's sentences."""
        from vivaio_core.people import sentences
        from vivaio_core.people.disclosure import sentences as about_data

        sentences.register_all()
        about_data.register_all()

    @override
    def personal_data(self, party: "Party") -> dict[str, Any]:
        from vivaio_core.people.privacy import disclosed

        return disclosed(party)

    @override
    def data_classes(self, party: "Party", on: date) -> "list[DataClass]":
        from vivaio_core.people.privacy import held

        return held(party, on)

    @override
    def erase(self, party: "Party", plan: "Plan") -> None:
        from vivaio_core.people.privacy import forget

        forget(party, plan)

    @override
    def waiting(self, on: date) -> list[Waiting]:
        from vivaio_core.people.disclosure.selectors import waiting as about_data
        from vivaio_core.people.waiting import waiting

        return [*waiting(on), *about_data(on)]

    @override
    def member_menu(self) -> list[NavItem]:
        return [NavItem(_("My shares"), reverse("area:shares"), 10), NavItem(_("My data"), reverse("area:data"), 20)]

    @override
    def office(self) -> list[Any]:
        from vivaio_core.people.disclosure.office import corrections, disclosures, erasures

        sections = (disclosures.Disclosures, corrections.Corrections, erasures.Erasures)
        return [section(section.name) for section in sections]

    @override
    def office_panels(self, party: "Party", on: date) -> list[Panel]:
        from vivaio_core.people.disclosure.selectors import asked_by

        return [Panel("people/office/party.html", {"party": party, "asked": asked_by(party)}, 90)]
