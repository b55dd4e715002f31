"""The room `payments` as a Django app."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models.signals import post_migrate
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from typing_extensions import override

from vivaio_core.site.plugin import Indicator, NavItem, Panel, Room, Urls, Waiting

if TYPE_CHECKING:
    from vivaio_core.people.models import Party
    from vivaio_core.site.demo import DemoContext
    from vivaio_core.site.erasure import DataClass, Plan


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
        from vivaio_core.payments.bank.triggers import BANK_GUARD
        from vivaio_core.payments.sepa.triggers import SEPA_GUARD
        from vivaio_core.payments.triggers import GUARD

        sentences.register_all()
        post_migrate.connect(GUARD.after_migrate, sender=self, dispatch_uid="payments_guard", weak=False)
        post_migrate.connect(BANK_GUARD.after_migrate, sender=self, dispatch_uid="payments_bank_guard", weak=False)
        post_migrate.connect(SEPA_GUARD.after_migrate, sender=self, dispatch_uid="payments_sepa_guard", weak=False)

    @override
    def office(self) -> list[Any]:
        from vivaio_core.payments.office import accounts, charges, exceptions, file_acts, leaves, mandates, receipt_acts, statements, traceable

        daily = (charges.Charges, receipt_acts.Receipts, statements.Statements, exceptions.Exceptions, leaves.Leaves)
        bank = (mandates.Mandates, file_acts.Files)
        return [section(section.name) for section in (*daily, *bank, traceable.Traceables, accounts.Accounts)]

    @override
    def member_urls(self) -> Urls:
        from vivaio_core.payments import urls

        return urls.MEMBER

    @override
    def member_menu(self) -> list[NavItem]:
        return [NavItem(_("My payments"), reverse("payments_area:home"), 25)]

    @override
    def member_panels(self, party: "Party", on: date) -> list[Panel]:
        from vivaio_core.payments.selectors.reports import own

        found = own(party, on)
        return [Panel("payments/area/panel.html", found, 15)] if found["rows"] else []

    @override
    def office_panels(self, party: "Party", on: date) -> list[Panel]:
        from vivaio_core.payments.selectors.reports import beside

        return [Panel("payments/office/party.html", beside(party), 40)]

    @override
    def waiting(self, on: date) -> list[Waiting]:
        from vivaio_core.payments.selectors.reports import waiting

        return waiting(on)

    @override
    def indicators(self, on: date) -> list[Indicator]:
        from vivaio_core.payments.selectors.reports import indicators

        return indicators(on)

    @override
    def personal_data(self, party: "Party") -> dict[str, Any]:
        from vivaio_core.payments.privacy import disclosed

        return disclosed(party)

    @override
    def data_classes(self, party: "Party", on: date) -> "list[DataClass]":
        from vivaio_core.payments.privacy import held

        return held(party, on)

    @override
    def erase(self, party: "Party", plan: "Plan") -> None:
        from vivaio_core.payments.privacy import forget

        forget(party, plan)

    @override
    def checks(self) -> list[Any]:
        from vivaio_core.payments.bank.triggers import BANK_GUARD
        from vivaio_core.payments.checks import books_agree
        from vivaio_core.payments.sepa.triggers import SEPA_GUARD
        from vivaio_core.payments.triggers import GUARD
        from vivaio_core.trail.guard_check import guard_check

        files = guard_check(SEPA_GUARD, what="i mandati e i file per la banca")
        return [guard_check(GUARD, what="i pagamenti"), guard_check(BANK_GUARD, what="gli estratti conto"), files, books_agree]

    @override
    def demo(self, context: "DemoContext") -> None:
        from vivaio_core.payments.demo import build

        build(context)
