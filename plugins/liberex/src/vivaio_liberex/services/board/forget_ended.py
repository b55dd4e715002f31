"""Listings that ended long ago."""

from datetime import date, timedelta

from django.db import transaction

from vivaio_core.rules.selectors import rule
from vivaio_core.trail.services import record
from vivaio_liberex.models.board import Listing

KEEP = "lbx.board.keep_days"
ENDED = (Listing.State.CLOSED, Listing.State.EXPIRED, Listing.State.REMOVED)


def forget_ended(*, on: date) -> int:
    """Delete, with their pictures, what ended more days ago than the rule says; return how many. Nobody needs their words any more."""
    with transaction.atomic():
        before = on - timedelta(days=rule(KEEP, on).days)
        rows = Listing.objects.filter(state__in=ENDED, ended_on__lt=before)
        count = int(rows.delete()[1].get("liberex.Listing", 0))
        if count:
            record(kind="liberex.listings_forget", payload={"count": count})
        return count
