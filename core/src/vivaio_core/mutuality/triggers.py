"""The database's own guard: exchanges are written once (people P20)."""

from vivaio_core.trail.append_only import AppendOnly

GUARD = AppendOnly("mutuality", ["mutuality_mutualexchange"])
