"""The room `trail` as a Django app."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class Trail(AppConfig):
    """The living memory: one append-only event per act."""

    name = "vivaio_core.trail"
    label = "trail"
    verbose_name = "Memoria"

    def ready(self) -> None:
        """Keep the database's guard in place and hear Wagtail's own log."""
        from vivaio_core.trail import triggers, wagtail_log

        post_migrate.connect(triggers.after_migrate, sender=self, dispatch_uid="trail_guard")
        wagtail_log.listen()
