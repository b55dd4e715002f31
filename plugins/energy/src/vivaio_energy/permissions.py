"""Who acts, and who may act for whom."""

from typing import cast

from django.http import HttpRequest

from vivaio_core.access.models import User
from vivaio_core.people.errors import allow
from vivaio_core.people.models import Party


def allow_for(actor: User | None, party: Party, permission: str = "energy.act_for_member") -> bool:
    """Let in the member himself or who holds the permission; True when somebody else acts for the member. Raises PermissionDenied."""
    if actor is not None and party.login_id is not None and actor.pk == party.login_id:
        return False
    allow(actor, permission)
    return True


def actor_of(request: HttpRequest) -> User:
    """The signed-in login of a page that lets nobody else in."""
    return cast(User, request.user)
