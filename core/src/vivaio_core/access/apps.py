"""The room `access` as a Django app."""

from django.apps import AppConfig


class Access(AppConfig):
    """Logins, roles, second factor."""

    name = "vivaio_core.access"
    label = "access"
    verbose_name = "Accessi"
