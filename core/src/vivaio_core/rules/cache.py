"""A small cache of the dated rules in each process.

Inside a transaction the database is always read, so a service never decides on an old value and a rolled-back row is never kept.
Outside one, a page may show a value that another process changed less than LIFE seconds ago.
"""

from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING

from django.db import connection

if TYPE_CHECKING:
    from vivaio_core.rules.selectors import Rule

LIFE = 5.0
_known: "dict[str, tuple[float, tuple[Rule, ...]]]" = {}


def versions(code: str, read: "Callable[[str], tuple[Rule, ...]]") -> "tuple[Rule, ...]":
    """The versions of `code`, from the cache where that is safe, otherwise by `read`."""
    if connection.in_atomic_block:
        return read(code)
    now = monotonic()
    kept = _known.get(code)
    if kept is None or now - kept[0] > LIFE:
        kept = _known[code] = (now, read(code))
    return kept[1]


def forget() -> None:
    """Empty this process's cache; services call it when a change is committed."""
    _known.clear()
