"""The room `register` as a Django app."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy
from typing_extensions import override

from vivaio_core.site.plugin import Panel, Room, Waiting

if TYPE_CHECKING:
    from vivaio_core.people.models import Party
    from vivaio_core.site.erasure import DataClass, Plan


class Register(Room):
    """The libro soci: entries, operations, shares, exits, transfers."""

    name = "vivaio_core.register"
    label = "register"
    verbose_name = "Libro soci"
    office_title = gettext_lazy("Member register")
    office_order = 22
    office_icon = "list-ol"

    def ready(self) -> None:
        """Teach the trail this room's sentences and keep the database's guard in place."""
        from vivaio_core.register import case_sentences, sentences, triggers

        sentences.register_all()
        case_sentences.register_all()
        post_migrate.connect(triggers.after_migrate, sender=self, dispatch_uid="register_guard")

    @override
    def office(self) -> list[Any]:
        from vivaio_core.register.office import book

        return [book.Book(book.Book.name)]

    @override
    def office_panels(self, party: "Party", on: date) -> list[Panel]:
        from vivaio_core.register.selectors.position import position

        return [Panel("register/office/party.html", {"party": party, **position(party, on)}, 20)]

    @override
    def waiting(self, on: date) -> list[Waiting]:
        from vivaio_core.register.selectors.position import waiting

        return waiting(on)

    @override
    def personal_data(self, party: "Party") -> dict[str, Any]:
        from vivaio_core.register.privacy import disclosed

        return disclosed(party)

    @override
    def data_classes(self, party: "Party", on: date) -> "list[DataClass]":
        from vivaio_core.register.privacy import held

        return held(party, on)

    @override
    def erase(self, party: "Party", plan: "Plan") -> None:
        """Nothing: the law keeps the register whole."""
