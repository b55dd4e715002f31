"""The board's night."""

from datetime import date

from django.db import transaction
from django.db.models import Q

from vivaio_core.trail.services import record
from vivaio_liberex.models.board import Listing
from vivaio_liberex.models.participants import Participant

State = Listing.State


def expire_listings(*, on: date) -> int:
    """End what is past its last day, and what belongs to somebody who has left; return how many. Any number of times."""
    with transaction.atomic():
        over = Q(expires_on__lt=on) | Q(participant__state=Participant.State.CLOSED)
        rows = Listing.objects.filter(over, state__in=(State.ACTIVE, State.PAUSED)).values("pk")
        count = Listing.objects.filter(pk__in=rows).update(state=State.EXPIRED, ended_on=on)
        if count:
            record(kind="liberex.listings_expire", payload={"count": count})
        return count
