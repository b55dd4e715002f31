"""A new listing."""

from datetime import date
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.people.errors import Refused
from vivaio_core.trail.services import record
from vivaio_liberex.board.draft import Draft, Pictures, checked, redrawn
from vivaio_liberex.board.places import in_force, last_day, room, target
from vivaio_liberex.models.board import Listing, ListingPicture
from vivaio_liberex.models.participants import Participant
from vivaio_liberex.permissions import allow_for


def publish(
    *, participant: Participant, draft: Draft, on: date, actor: User | None, pictures: Pictures | None = None, key: UUID | None = None
) -> Listing:
    """Put a listing on the board for the days of the rule; a second call with its `key` gives the stored one. The trail is told without its words.

    Raises PermissionDenied; Refused for who is leaving or suspended, who has too many, and for what is written or sent wrong.
    """
    assisted = allow_for(actor, participant.party)
    in_force(participant)
    given, images = checked(draft), redrawn(pictures or Pictures(), 0)
    with transaction.atomic():
        row = Participant.objects.select_for_update(of=("self",)).get(pk=participant.pk)
        again = Listing.objects.filter(key=key).first() if key else None
        if again is not None:
            return _own(again, row)
        in_force(row)
        room(row, on)
        made = Listing.objects.create(key=key or uuid4(), participant=row, published_on=on, expires_on=last_day(on), actor=actor, **vars(given))
        for image, alt in images:
            ListingPicture.objects.create(listing=made, alt=alt, **vars(image))
        payload = {"kind": made.kind, "category": str(made.category), "assisted": assisted}
        record(kind="liberex.listing_publish", actor=actor, subject=row.party, target=target(made), payload=payload)
    return made


def _own(again: Listing, row: Participant) -> Listing:
    if again.participant_id != row.pk:
        raise Refused(_("This page cannot be sent: open it again."))
    return again
