"""A start-up check that the database's own guard of a room stands."""

from collections.abc import Callable, Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error
from django.db import connections

from vivaio_core.trail.guard import Guard

Check = Callable[..., list[CheckMessage]]


def guard_check(guard: Guard, *, what: str) -> Check:
    """A function for `Room.checks`: the error `<room>.E001` when triggers are missing; `what` says in Italian what they protect.

    It asks the database only where the caller says which one: at start-up nobody wants a query.
    """

    def guard_stands(app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **options: Any) -> list[CheckMessage]:
        apart = [connections[alias] for alias in databases or ()]
        broken = any(guard.concerns(connection) and guard.missing(connection) for connection in apart)
        hint = "Le rimetta con «manage.py migrate»; se mancano ancora, chiami chi cura il sito."
        return [Error(f"Mancano le protezioni del database per {what}.", hint=hint, id=f"{guard.room}.E001")] if broken else []

    return guard_stands
