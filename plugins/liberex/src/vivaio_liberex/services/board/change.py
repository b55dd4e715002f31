"""Other words and pictures for a listing."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.people.errors import Refused
from vivaio_core.trail.services import record
from vivaio_liberex.board.draft import Draft, Pictures, checked, line, redrawn
from vivaio_liberex.board.places import not_removed, target
from vivaio_liberex.models.board import Listing, ListingPicture
from vivaio_liberex.permissions import allow_for


def change(*, listing: Listing, draft: Draft, on: date, actor: User | None, pictures: Pictures | None = None) -> Listing:
    """Keep what is written now; days and state stay. Raises PermissionDenied; Refused for one that the office removed, or that is written wrong."""
    assisted = allow_for(actor, listing.participant.party)
    not_removed(listing)
    wanted, given = pictures or Pictures(), checked(draft, listing.category)
    images = redrawn(wanted, ListingPicture.objects.filter(listing=listing).exclude(key__in=wanted.drop).count())
    with transaction.atomic():
        # A new picture waits here for another one that is being saved, so four stay four.
        row = Listing.objects.select_for_update(of=("self",)).select_related("participant__party").get(pk=listing.pk)
        not_removed(row)
        for name, value in vars(given).items():
            setattr(row, name, value)
        row.save(update_fields=list(vars(given)))
        ListingPicture.objects.filter(listing=row, key__in=wanted.drop).delete()
        _tell(row, {key: alt for key, alt in wanted.told.items() if key not in wanted.drop})
        redrawn(Pictures(), ListingPicture.objects.filter(listing=row).count() + len(images))
        for image, alt in images:
            ListingPicture.objects.create(listing=row, alt=alt, **vars(image))
        payload = {"assisted": assisted, "on": on.isoformat()}
        record(kind="liberex.listing_change", actor=actor, subject=row.participant.party, target=target(row), payload=payload)
    return row


def _tell(row: Listing, words: dict[UUID, str]) -> None:
    """What is seen in the pictures that stay."""
    known = {one.key: one for one in ListingPicture.objects.filter(listing=row, key__in=list(words)).only("key", "alt")}
    if len(known) != len(words):
        raise Refused(_("A picture is no longer there: open the page again."))
    for key, one in known.items():
        one.alt = line(words[key])[:120]
        one.save(update_fields=["alt"])
