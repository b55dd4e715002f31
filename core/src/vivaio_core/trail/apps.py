"""The room `trail` as a Django app."""

from django.apps import AppConfig


class Trail(AppConfig):
    """The living memory: one append-only event per act."""

    name = "vivaio_core.trail"
    label = "trail"
    verbose_name = "Memoria"
