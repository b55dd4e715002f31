"""Who acts, and who may act for whom."""

from typing import cast

from django.http import HttpRequest

from vivaio_core.access.models import User
from vivaio_core.people.models import Party
from vivaio_core.people.relations import speaking


def allow_for(actor: User | None, party: Party, permission: str = "liberex.act_for_member") -> bool:
    """Let in the participant, who represents it, or who holds the permission; True when the office acts. Raises PermissionDenied."""
    return not speaking.allow_for(actor, party, permission)


def actor_of(request: HttpRequest) -> User:
    """The signed-in login of a page that lets nobody else in."""
    return cast(User, request.user)
