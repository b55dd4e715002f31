"""A listing that has served."""

from datetime import date

from django.db import transaction

from vivaio_core.access.models import User
from vivaio_core.trail.services import record
from vivaio_liberex.board.places import locked, not_removed, target
from vivaio_liberex.models.board import Listing
from vivaio_liberex.permissions import allow_for

State = Listing.State


def close(*, listing: Listing, on: date, actor: User | None) -> Listing:
    """Take it off the board for good; it can be renewed. Raises PermissionDenied; Refused for one that the office removed."""
    assisted = allow_for(actor, listing.participant.party)
    with transaction.atomic():
        row = locked(listing)
        not_removed(row)
        if row.state != State.CLOSED:
            row.state, row.ended_on = State.CLOSED, on
            row.save(update_fields=["state", "ended_on"])
            record(kind="liberex.listing_close", actor=actor, subject=row.participant.party, target=target(row), payload={"assisted": assisted})
    return row
