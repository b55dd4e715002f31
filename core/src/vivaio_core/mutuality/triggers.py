"""The database's own guard: exchanges are written once (people P20)."""

from vivaio_core.trail.guard import Guard, written_once

GUARD = Guard("mutuality", written_once(["mutuality_mutualexchange"]))
