"""Refusals of energy that callers tell apart; each text says what to do."""

from vivaio_core.people.errors import Refused


class CodeRefused(Refused):
    """A POD or PDR that is badly written; `code` is the dossier's error code (energy E1, E2)."""

    def __init__(self, text: str, code: str) -> None:
        self.code = code
        super().__init__(text, "code")


class DuplicatePoint(Refused):
    """The supply point is already registered."""


class NoPlaceLeft(Refused):
    """The campaign's places are all taken."""


class FundRefused(Refused):
    """A movement that would break accrued ≥ approved ≥ paid."""


class Overlap(Refused):
    """Two supplies on one point and day (energy I1)."""
