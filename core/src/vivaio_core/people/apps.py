"""The room `people` as a Django app."""

from django.apps import AppConfig


class People(AppConfig):
    """Parties, memberships, collectivities."""

    name = "vivaio_core.people"
    label = "people"
    verbose_name = "Persone"
