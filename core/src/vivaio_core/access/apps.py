"""The room `access` as a Django app."""

from django.apps import AppConfig


class Access(AppConfig):
    """Logins, roles, second factor."""

    name = "vivaio_core.access"
    label = "access"
    verbose_name = "Accessi"

    def ready(self) -> None:
        """Connect what happens beside a sign-in, and the start-up checks."""
        from vivaio_core.access import checks, receivers  # noqa: F401
