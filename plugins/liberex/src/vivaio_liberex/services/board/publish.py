"""A new listing."""

from datetime import date

from django.db import transaction

from vivaio_core.access.models import User
from vivaio_core.trail.services import record
from vivaio_liberex.board.draft import Draft, Pictures, checked, redrawn
from vivaio_liberex.board.places import in_force, last_day, room, target
from vivaio_liberex.models.board import Listing, ListingPicture
from vivaio_liberex.models.participants import Participant
from vivaio_liberex.permissions import allow_for


def publish(*, participant: Participant, draft: Draft, on: date, actor: User | None, pictures: Pictures | None = None) -> Listing:
    """Put a listing on the board for the days of the rule. The trail is told of it without its words.

    Raises PermissionDenied; Refused for who is leaving or suspended, who has too many, and for what is written or sent wrong.
    """
    assisted = allow_for(actor, participant.party)
    in_force(participant)
    given, images = checked(draft), redrawn(pictures or Pictures(), 0)
    with transaction.atomic():
        row = Participant.objects.select_for_update(of=("self",)).get(pk=participant.pk)
        in_force(row)
        room(row, on)
        made = Listing.objects.create(participant=row, published_on=on, expires_on=last_day(on), actor=actor, **vars(given))
        for image, alt in images:
            ListingPicture.objects.create(listing=made, alt=alt, **vars(image))
        payload = {"kind": made.kind, "category": str(made.category), "assisted": assisted}
        record(kind="liberex.listing_publish", actor=actor, subject=row.party, target=target(made), payload=payload)
    return made
