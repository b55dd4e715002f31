"""The room `register` as a Django app."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy
from typing_extensions import override

from vivaio_core.site.plugin import Panel, Room, Urls, Waiting

if TYPE_CHECKING:
    from vivaio_core.people.models import Party
    from vivaio_core.site.demo import DemoContext
    from vivaio_core.site.erasure import DataClass, Plan


class Register(Room):
    """The libro soci: entries, operations, shares, exits, transfers."""

    name = "vivaio_core.register"
    label = "register"
    verbose_name = "Libro soci"
    office_title = gettext_lazy("Member register")
    office_order = 22
    office_icon = "list-ol"
    path_prefix = "quote"

    def ready(self) -> None:
        """Teach the trail this room's sentences and keep the database's guard in place."""
        from vivaio_core.register import case_sentences, sentences
        from vivaio_core.register.services import money
        from vivaio_core.register.triggers import GUARD

        money.register_kinds()
        sentences.register_all()
        case_sentences.register_all()
        post_migrate.connect(GUARD.after_migrate, sender=self, dispatch_uid="register_guard", weak=False)

    @override
    def office(self) -> list[Any]:
        from vivaio_core.register.office import book, cases

        return [book.Book(book.Book.name), *cases.viewsets()]

    @override
    def office_panels(self, party: "Party", on: date) -> list[Panel]:
        from vivaio_core.register.selectors import cases
        from vivaio_core.register.selectors.position import position

        own = Panel("register/office/party.html", {"party": party, **position(party, on)}, 20)
        return [own, Panel("register/cases/party.html", cases.panel(party, on), 21)]

    @override
    def member_urls(self) -> Urls:
        from vivaio_core.register.member import MEMBER

        return MEMBER

    @override
    def member_panels(self, party: "Party", on: date) -> list[Panel]:
        from vivaio_core.register.selectors.cases import member_panel

        return member_panel(party, on)

    @override
    def waiting(self, on: date) -> list[Waiting]:
        from vivaio_core.register.selectors import cases, position

        return [*position.waiting(on), *cases.waiting(on)]

    @override
    def checks(self) -> list[Any]:
        from vivaio_core.register.triggers import GUARD
        from vivaio_core.trail.guard_check import guard_check

        return [guard_check(GUARD, what="il libro soci")]

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
        from vivaio_core.register.privacy import forget

        forget(party, plan)

    @override
    def demo(self, context: "DemoContext") -> None:
        from vivaio_core.register.case_demo import build

        build(context)

    @override
    def daily(self) -> list[Any]:
        from vivaio_core.register.tasks import daily

        return [daily]
