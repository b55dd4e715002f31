"""A start-up check that the database's own guard of a room stands."""

from collections.abc import Callable, Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

Check = Callable[..., list[CheckMessage]]


def guard_check(*, table: str, missing: Callable[[BaseDatabaseWrapper], list[str]], what: str, code: str) -> Check:
    """A function for `Room.checks`: an error when `table` is there and `missing` names triggers; `what` says in Italian what they protect.

    It asks the database only where the caller says which one: at start-up nobody wants a query.
    """

    def guard_stands(app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **options: Any) -> list[CheckMessage]:
        apart = [connections[alias] for alias in databases or ()]
        broken = any(table in connection.introspection.table_names() and missing(connection) for connection in apart)
        hint = "Le rimetta con «manage.py migrate»; se mancano ancora, chiami chi cura il sito."
        return [Error(f"Mancano le protezioni del database per {what}.", hint=hint, id=code)] if broken else []

    return guard_stands
