"""The room `payments` as a Django app."""

from typing import Any

from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy
from typing_extensions import override

from vivaio_core.site.plugin import Room


class Payments(Room):
    """What is owed and what came in."""

    name = "vivaio_core.payments"
    label = "payments"
    verbose_name = "Pagamenti"
    path_prefix = "pagamenti"
    office_title = gettext_lazy("Payments")
    office_order = 26
    office_icon = "form"

    def ready(self) -> None:
        """Teach the trail this room's sentences and keep the database's guard in place."""
        from vivaio_core.payments import sentences
        from vivaio_core.payments.triggers import GUARD

        sentences.register_all()
        post_migrate.connect(GUARD.after_migrate, sender=self, dispatch_uid="payments_guard", weak=False)

    @override
    def office(self) -> list[Any]:
        from vivaio_core.payments.office import charges, exceptions, leaves, receipt_acts

        sections = (charges.Charges, receipt_acts.Receipts, exceptions.Exceptions, leaves.Leaves)
        return [section(section.name) for section in sections]

    @override
    def checks(self) -> list[Any]:
        from vivaio_core.payments.triggers import GUARD
        from vivaio_core.trail.guard_check import guard_check

        return [guard_check(GUARD, what="i pagamenti")]
