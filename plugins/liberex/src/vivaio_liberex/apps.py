"""The mutual-credit plugin as a Django app: everything it offers, method by method."""

from datetime import date
from typing import TYPE_CHECKING, Any, cast

from django.db.models.signals import post_migrate
from django.urls import reverse
from typing_extensions import override

from vivaio_core.site.plugin import NavItem, Panel, Plugin, Urls
from vivaio_liberex.manifest import LiberexSettings, manifest

if TYPE_CHECKING:
    from vivaio_core.people.models import Party


class Liberex(Plugin):
    """Accounts in credits, payments between members, notice board."""

    name = "vivaio_liberex"
    label = "liberex"
    path_prefix = "liberex"
    manifest = manifest

    def ready(self) -> None:
        """Teach ledger and trail this plugin's words and keep the database's guard in place."""
        from vivaio_core.payments import methods
        from vivaio_liberex import sentences
        from vivaio_liberex.method import MutualCredit
        from vivaio_liberex.triggers import GUARD

        sentences.register_kinds()
        sentences.register_all()
        methods.register(MutualCredit(traceable=self.settings().traceable))
        post_migrate.connect(GUARD.after_migrate, sender=self, dispatch_uid="liberex_guard", weak=False)

    @override
    def urls(self) -> Urls:
        from vivaio_liberex.urls import PUBLIC

        return PUBLIC

    @override
    def member_urls(self) -> Urls:
        from vivaio_liberex.urls import MEMBER

        return MEMBER

    @override
    def menu(self) -> list[NavItem]:
        return [NavItem(self.settings().unit_name, reverse("liberex:service"), 45)]

    @override
    def member_menu(self) -> list[NavItem]:
        return [NavItem(self.settings().unit_name, reverse("liberex_area:home"), 45)]

    @override
    def member_panels(self, party: "Party", on: date) -> list[Panel]:
        from vivaio_liberex.selectors.participants import of, position

        found = of(party)
        return [Panel("liberex/area/panel.html", {"participant": found, "position": position(found) if found else None}, 45)]

    @override
    def daily(self) -> list[Any]:
        from vivaio_liberex.tasks import nightly

        return [nightly]

    @override
    def checks(self) -> list[Any]:
        from vivaio_core.trail.guard_check import guard_check
        from vivaio_liberex.triggers import GUARD

        return [guard_check(GUARD, what="il circuito dei crediti")]

    @override
    def settings(self) -> LiberexSettings:
        return cast(LiberexSettings, super().settings())
