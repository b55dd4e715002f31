"""Whose act it is: one's own, or that of the organisation that the person signed in represents."""

from django.utils import timezone
from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.people.errors import Refused, allow
from vivaio_core.people.models import Party
from vivaio_core.people.relations.selectors import represents


def speaks_for(actor: User | None, party: Party) -> bool:
    """True when the login is the party's own, or acts for this organisation and represents it now."""
    if actor is None:
        return False
    if party.login_id is not None and party.login_id == actor.pk:
        return True
    # Authority is that of the moment, whatever day an act is dated.
    return actor.represented is not None and actor.represented.pk == party.pk and represents(actor.pk, party, timezone.localdate())


def allow_for(actor: User | None, party: Party, permission: str) -> bool:
    """Let in the party itself, who acts for it, or who holds the permission; True for the first two. Raises PermissionDenied."""
    if speaks_for(actor, party):
        return True
    allow(actor, permission)
    return False


def party_speaking(actor: User) -> Party:
    """Who acts when this login acts: itself, or the organisation it chose. Raises Refused when it is nobody, or no longer represents it."""
    if actor.represented is None:
        party = Party.objects.filter(login=actor, status=Party.Status.ACTIVE).first()
        if party is None:
            raise Refused(_("This login is not linked to a person: call the office."))
        return party
    if not speaks_for(actor, actor.represented):
        raise Refused(_("You no longer represent %(name)s.") % {"name": actor.represented})
    return Party.objects.get(pk=actor.represented.pk)
