"""The room `ledger` as a Django app."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy
from typing_extensions import override

from vivaio_core.site.plugin import Room

if TYPE_CHECKING:
    from vivaio_core.people.models import Party
    from vivaio_core.site.erasure import DataClass


class Ledger(Room):
    """The double-entry kernel: books, accounts, transfers, seals."""

    name = "vivaio_core.ledger"
    label = "ledger"
    verbose_name = "Libro contabile"
    office_title = gettext_lazy("Ledger")
    office_within = "memory"

    def ready(self) -> None:
        """Teach the trail this room's sentences and keep the database's guard in place."""
        from vivaio_core.ledger import sentences
        from vivaio_core.ledger.triggers import GUARD

        sentences.register_all()
        post_migrate.connect(GUARD.after_migrate, sender=self, dispatch_uid="ledger_guard", weak=False)

    @override
    def checks(self) -> list[Any]:
        from vivaio_core.ledger.triggers import GUARD
        from vivaio_core.trail.guard_check import guard_check

        return [guard_check(GUARD, what="il libro contabile")]

    @override
    def personal_data(self, party: "Party") -> dict[str, Any]:
        from vivaio_core.ledger.privacy import disclosed

        return disclosed(party)

    @override
    def data_classes(self, party: "Party", on: date) -> "list[DataClass]":
        from vivaio_core.ledger.privacy import held

        return held(party, on)

    @override
    def office(self) -> list[Any]:
        from vivaio_core.ledger.office.books import Books

        return [Books(Books.name)]

    @override
    def daily(self) -> list[Any]:
        from vivaio_core.ledger.tasks import nightly

        return [nightly]
