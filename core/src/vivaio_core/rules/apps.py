"""The room `rules` as a Django app."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class Rules(AppConfig):
    """Dated parameters of law and statute."""

    name = "vivaio_core.rules"
    label = "rules"
    verbose_name = "Regole"

    def ready(self) -> None:
        """Each `migrate` brings the rules of the installed apps."""
        post_migrate.connect(_after_migrate, sender=self, dispatch_uid="rules_load")


def _after_migrate(sender: Any, using: str, **_: Any) -> None:
    from django.db import connections

    from vivaio_core.rules.services import load_rules

    if {"rules_parameter", "trail_event"} <= set(connections[using].introspection.table_names()):
        load_rules()
