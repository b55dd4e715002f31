"""What must hold before a site serves."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error
from django.db import connections

from vivaio_energy import triggers


def guard_stands(app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **options: Any) -> list[CheckMessage]:
    """The database's own guard of donations and contracts is in place; asked only where databases are checked."""
    found: list[CheckMessage] = []
    for alias in databases or ():
        connection = connections[alias]
        if "energy_fundmovement" in connection.introspection.table_names() and triggers.missing(connection):
            found.append(
                Error(
                    "Mancano le protezioni del database per contratti e donazioni.",
                    hint="Le rimetta con «manage.py migrate»; se mancano ancora, chiami chi cura il sito.",
                    id="energy.E001",
                )
            )
    return found
