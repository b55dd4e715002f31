"""What the notice board holds about somebody: words, contacts and pictures, all of which go when they ask to be forgotten."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from vivaio_core.site.erasure import DataClass, Disposal, Plan
from vivaio_liberex.models.board import Listing
from vivaio_liberex.models.participants import Participant
from vivaio_liberex.words import credits

LISTINGS = "liberex.listings"
WORDS = (
    *(gettext_noop("listings of the board"), gettext_noop("title"), gettext_noop("text"), gettext_noop("place"), gettext_noop("how to reach")),
    *(gettext_noop("pictures of the listing"), gettext_noop("price"), gettext_noop("category"), gettext_noop("on the board until")),
)


def held_on_board(people: QuerySet[Participant], on: date) -> DataClass:
    """Listings with their pictures; one query."""
    count = Listing.objects.filter(participant__in=people).count()
    return DataClass(LISTINGS, _("Listings of the notice board, with their pictures"), count, Disposal.DELETE)


def told_board(one: Participant) -> dict[str, Any]:
    """The listings, JSON-ready; of a picture its words and address, for the bytes are on the page. Two queries."""
    rows = Listing.objects.filter(participant=one).select_related("category").prefetch_related("pictures").order_by("pk")
    return {"listings_of_the_board": [_told(row) for row in rows]}


def forget_board(people: QuerySet[Participant], plan: Plan) -> None:
    """The listings go, with their pictures."""
    if plan.action(LISTINGS) != Disposal.KEEP:
        Listing.objects.filter(participant__in=people).delete()


def _told(row: Listing) -> dict[str, Any]:
    return {
        "kind": str(row.get_kind_display()),
        "category": str(row.category),
        "title": row.title,
        "text": row.text,
        "place": row.place,
        "how_to_reach": row.contact,
        "price": credits(row.price) if row.price else None,
        "share_accepted_in_credits": row.share,
        "since": row.published_on.isoformat(),
        "on_the_board_until": row.expires_on.isoformat(),
        "state": str(row.get_state_display()),
        "reason": row.reason,
        "pictures_of_the_listing": [picture.alt or str(picture.key) for picture in row.pictures.all()],
    }
