"""Refusals about requests on personal data."""

from vivaio_core.people.errors import Refused


class ErasureFailed(Refused):
    """An erasure that was undone as a whole; the request is still open and says why."""
