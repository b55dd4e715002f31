"""Who may act for whom."""

from vivaio_core.access.models import User
from vivaio_core.people.errors import allow
from vivaio_core.people.models import Party


def allow_for(actor: User | None, party: Party, permission: str = "energy.act_for_member") -> bool:
    """Let in the member himself or who holds the permission; True when somebody else acts for the member. Raises PermissionDenied."""
    if actor is not None and party.login_id is not None and actor.pk == party.login_id:
        return False
    allow(actor, permission)
    return True
