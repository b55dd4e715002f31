"""A listing away from the board for a while, and back."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.people.errors import Refused
from vivaio_core.trail.services import record
from vivaio_liberex.board.places import in_force, locked, not_removed, room, target
from vivaio_liberex.models.board import Listing
from vivaio_liberex.permissions import allow_for

State = Listing.State


def pause(*, listing: Listing, on: date, actor: User | None) -> Listing:
    """Take it off the board; its days go on. Raises PermissionDenied; Refused for one that has ended."""
    return _moved(listing, State.ACTIVE, State.PAUSED, on, actor)


def resume(*, listing: Listing, on: date, actor: User | None) -> Listing:
    """Put it back. Raises PermissionDenied; Refused for one that has ended, who may not publish, or has too many."""
    return _moved(listing, State.PAUSED, State.ACTIVE, on, actor)


def _moved(listing: Listing, was: str, then: str, on: date, actor: User | None) -> Listing:
    assisted = allow_for(actor, listing.participant.party)
    with transaction.atomic():
        row = locked(listing)
        not_removed(row)
        if row.state == then:
            return row
        if row.state != was or row.expires_on < on:
            raise Refused(_("This listing has ended: renew it."))
        if then == State.ACTIVE:
            in_force(row.participant)
            room(row.participant, on, row.pk)
        row.state = then
        row.save(update_fields=["state"])
        kind = "liberex.listing_pause" if then == State.PAUSED else "liberex.listing_resume"
        record(kind=kind, actor=actor, subject=row.participant.party, target=target(row), payload={"assisted": assisted})
    return row
