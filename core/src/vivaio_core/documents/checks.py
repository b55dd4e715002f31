"""What must hold before a site serves."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error
from django.db import connections

from vivaio_core.documents import triggers


def guard_stands(app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **options: Any) -> list[CheckMessage]:
    """The database's own guard of texts and signatures is in place; asked only where databases are checked."""
    found: list[CheckMessage] = []
    for alias in databases or ():
        connection = connections[alias]
        if triggers.SIGNATURE in connection.introspection.table_names() and triggers.missing(connection):
            found.append(
                Error(
                    "Mancano le protezioni del database per i documenti e le firme.",
                    hint="Le rimetta con «manage.py migrate»; se mancano ancora, chiami chi cura il sito.",
                    id="documents.E001",
                )
            )
    return found
