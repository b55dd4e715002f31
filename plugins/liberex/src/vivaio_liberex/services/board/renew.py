"""More days for a listing."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.people.errors import Refused
from vivaio_core.trail.services import record
from vivaio_liberex.board.places import in_force, last_day, locked, not_removed, room, target
from vivaio_liberex.models.board import Listing
from vivaio_liberex.permissions import allow_for

State = Listing.State


def renew(*, listing: Listing, on: date, actor: User | None) -> Listing:
    """Put it on the board for the days of the rule, from today. One that was there keeps its place; one that had ended stands first again.

    Raises PermissionDenied; Refused for one that the office removed, who may not publish, who has too many, and a category that takes nothing.
    """
    assisted = allow_for(actor, listing.participant.party)
    with transaction.atomic():
        row = locked(listing)
        not_removed(row)
        in_force(row.participant)
        room(row.participant, on, row.pk)
        ended = row.state not in (State.ACTIVE, State.PAUSED) or row.expires_on < on
        if ended and not row.category.active:
            raise Refused(_("The category “%(name)s” takes no new listings: change the listing first.") % {"name": row.category})
        row.state, row.ended_on, row.expires_on = State.ACTIVE, None, last_day(on)
        row.published_on = on if ended else row.published_on
        row.save(update_fields=["state", "ended_on", "expires_on", "published_on"])
        payload = {"until": row.expires_on.isoformat(), "assisted": assisted}
        record(kind="liberex.listing_renew", actor=actor, subject=row.participant.party, target=target(row), payload=payload)
    return row
