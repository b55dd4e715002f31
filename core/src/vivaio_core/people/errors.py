"""Refusals of the room `people`, each a sentence that says what to do."""

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied

from vivaio_core.access.models import User
from vivaio_core.contract.errors import ContractError
from vivaio_core.pages.elision import elided


class Refused(ContractError):
    """An act that the rules do not allow; `field` names the form's field at fault, empty when it is none of them."""

    def __init__(self, text: str, field: str = "") -> None:
        self.field = field
        super().__init__(elided(text))


class IllegalTransition(Refused):
    """A change of state that the table of transitions does not know."""


class NeedsDecision(Refused):
    """Somebody alike is already there (people P3): a person must say whether it is the same; `candidates` are their ids."""

    def __init__(self, text: str, candidates: Sequence[int]) -> None:
        self.candidates = tuple(candidates)
        super().__init__(text, "confirmed")


def allow(actor: User | None, permission: str) -> None:
    """Raise PermissionDenied unless `actor` holds the permission. None is the system itself: start-up, imports, demonstrations."""
    if actor is not None and not actor.has_perm(permission):
        raise PermissionDenied(permission)
