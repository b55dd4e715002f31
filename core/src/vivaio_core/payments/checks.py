"""Checks of payments: what is written agrees with the ledger."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error
from django.db import connections

from vivaio_core.payments.triggers import GUARD


def books_agree(app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **options: Any) -> list[CheckMessage]:
    """Allocations and receipts say the balances of the book `incassi`: asked only where the caller names a database (doctor does)."""
    from vivaio_core.payments.selectors.soundness import faults

    if not any(GUARD.concerns(connections[alias]) for alias in databases or ()):
        return []
    found = faults()
    hint = "Qualcuno ha cambiato le tabelle a mano: conservi questo archivio e lo confronti con l'ultima copia."
    return [Error(f"I pagamenti e il libro contabile non dicono lo stesso in {len(found)} punti.", hint=hint, id="payments.E002")] if found else []
