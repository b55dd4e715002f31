"""The room `rules` as a Django app."""

from django.apps import AppConfig


class Rules(AppConfig):
    """Dated parameters of law and statute."""

    name = "vivaio_core.rules"
    label = "rules"
    verbose_name = "Regole"
