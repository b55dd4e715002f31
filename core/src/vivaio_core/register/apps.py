"""The room `register` as a Django app."""

from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy

from vivaio_core.site.plugin import Room


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
        from vivaio_core.register import sentences, triggers

        sentences.register_all()
        post_migrate.connect(triggers.after_migrate, sender=self, dispatch_uid="register_guard")
